import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { followLine, type LineStanding } from '../../web/shared/live/line';
import { PATIENCE, until } from '../support/within';

type Deed = (response: ServerResponse) => void;

/** A server that does with each line as it was told and keeps what it was asked; one that was told nothing cuts it. */
let server: Server;
let script: Deed[] = [];
let asked: IncomingMessage['headers'][] = [];
let told: string[] = [];
let standings: LineStanding[] = [];
let pauses: number[] = [];
let end: () => void = () => {};

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.headers);
    const deed = script.shift();
    if (deed === undefined) request.socket.destroy();
    else deed(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  [script, asked, told, standings, pauses] = [[], [], [], [], []];
});
afterEach(() => end());
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const telling =
  (...parts: string[]): Deed =>
  (response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    for (const part of parts) response.write(part);
  };
const tellingAndEnding =
  (text: string): Deed =>
  (response) => {
    telling(text)(response);
    response.end();
  };
const answering =
  (status: number, headers = {}): Deed =>
  (response) =>
    void response.writeHead(status, headers).end();

/** Follows it at 14:05, until so many tries have been made. */
function follow({ tries = Number.POSITIVE_INFINITY, longestSilence = 10_000 } = {}): void {
  end = followLine({
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    language: 'fr',
    longestSilence,
    now: () => 1_405,
    onEvent: ({ type, data }) => void told.push(`${type} ${data}`),
    onStanding: (standing) => void standings.push(standing),
    pause: async (milliseconds) => {
      pauses.push(milliseconds);
      if (pauses.length >= tries) end();
    },
  });
}
const isTold = (count: number) => until(PATIENCE, 'what is awaited', async () => told.length >= count);

describe('a line', () => {
  it('events are told in their order, however they were cut on their way, and in the language of who looks', async () => {
    script = [
      telling('retry: 2000\n\n: still here\n\nevent: order\nid: 7\nda', 'ta: {"a":"é"}\n\nevent: order\ndata: {}\n\n'),
    ];
    follow();
    await isTold(2);
    expect(told).toEqual(['order {"a":"é"}', 'order {}']);
    expect(standings).toEqual([{ kind: 'opening' }, { kind: 'open' }]);
    expect(asked).toEqual([expect.objectContaining({ accept: 'text/event-stream', 'accept-language': 'fr' })]);
    expect(asked[0]).not.toHaveProperty('last-event-id');
  });

  it('a line that ends is opened at once where it was left, and nobody is alarmed', async () => {
    script = [
      tellingAndEnding('event: order\nid: 7\ndata: 7\n\nevent: order\ndata: at work\n\n'),
      telling('data: 8\n\n'),
    ];
    follow();
    await isTold(3);
    expect(told).toEqual(['order 7', 'order at work', 'message 8']);
    expect(asked[1]).toMatchObject({ 'last-event-id': '7' });
    expect(pauses).toEqual([0]);
    expect(standings.map(({ kind }) => kind)).toEqual(['opening', 'open', 'open']);
  });

  it('a line that cannot be opened again is lost since it broke, and tried ever more rarely', async () => {
    script = [tellingAndEnding('data: 7\n\n'), answering(502)];
    follow({ tries: 7 });
    await until(PATIENCE, 'what is awaited', async () => pauses.length === 7);
    expect(standings).toEqual(
      expect.arrayContaining([{ kind: 'opening' }, { kind: 'open' }, { kind: 'lost', since: 1_405 }]),
    );
    expect(pauses).toEqual([0, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
  });

  it('a line on which nothing is heard any more is none', async () => {
    // On a busy machine a line may be given up before its first word has come, and the next one is opened all the same.
    script = Array.from({ length: 1_000 }, (_, line) => telling(`data: ${line}\n\n`));
    follow({ longestSilence: 200 });
    await isTold(2);
    const [first, second] = told.map((event) => Number(event.replace('message ', '')));
    expect(second).toBeGreaterThan(first ?? Number.NaN);
  });

  it('a line for which there is no room is tried again when there may be, and said to be refused meanwhile', async () => {
    script = [answering(429, { 'Retry-After': '15' }), answering(503), telling('data: 7\n\n')];
    follow();
    await isTold(1);
    expect(pauses).toEqual([15_000, 15_000]);
    expect(standings.map(({ kind }) => kind)).toEqual(['opening', 'refused', 'refused', 'open']);
  });

  it('whoever may not see anything does not ask again', async () => {
    script = [answering(404)];
    follow();
    await until(PATIENCE, 'what is awaited', async () => standings.length === 2);
    expect(standings.at(-1)).toEqual({ kind: 'refused' });
    expect(asked).toHaveLength(1);
  });

  it('a line that was ended is let go of, and not tried again', async () => {
    let isLetGo = false;
    script = [
      (response) => {
        response.once('close', () => {
          isLetGo = true;
        });
        telling('data: 7\n\n')(response);
      },
    ];
    follow();
    await isTold(1);
    end();
    await until(PATIENCE, 'letting go', async () => isLetGo);
    expect(asked).toHaveLength(1);
    expect(standings).toEqual([{ kind: 'opening' }, { kind: 'open' }]);
  });
});
