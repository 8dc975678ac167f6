import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apiClient, requestAddress } from '../../web/shared/api/client';
import { ApiProblem, Unanswered } from '../../web/shared/api/problems';

interface Scripted {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A server that answers as it was told and keeps what it was asked. */
let server: Server;
let script: Scripted[] = [];
let asked: (Pick<IncomingMessage, 'method' | 'url' | 'headers'> & { body: string })[] = [];
let ended = 0;
let pauses: number[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      asked.push({ method: request.method, url: request.url, headers: request.headers, body });
      const answer = script.shift();
      if (answer === undefined) return void request.socket.destroy();
      const type = answer.status < 400 ? 'application/json' : 'application/problem+json';
      response.writeHead(answer.status, { 'Content-Type': type, ...answer.headers });
      response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());
beforeEach(() => {
  [script, asked, ended, pauses] = [[], [], 0, []];
});

const ask = apiClient({
  language: () => 'fr',
  csrfToken: () => 'a token',
  onSessionEnd: () => {
    ended += 1;
  },
  fetch: (path, init) => fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, init),
  pause: async (milliseconds) => void pauses.push(milliseconds),
});

const problem = (status: number, code: string): Scripted => ({
  status,
  body: { type: `urn:${code}`, title: 'Refusé', status, code, instance: '/', requestId: 'r1', next: 'Attendez.' },
});

const wish = { subscriptionId: 'sub_1', seats: 8 };

describe('the client of the pages', () => {
  it('a request says its language, its token, the intention behind it and the sequence that was seen', async () => {
    script = [{ status: 200, body: { changeId: 'ch_1' } }];
    const answer = await ask('POST /v1/changes/{changeId}/events', {
      params: { changeId: 'ch 1' },
      body: { type: 'CHECKOUT' },
      idempotencyKey: 'k1',
      ifMatch: 7,
    });
    expect(answer).toEqual({ changeId: 'ch_1' });
    expect(asked).toMatchObject([
      {
        method: 'POST',
        url: '/v1/changes/ch%201/events',
        body: '{"type":"CHECKOUT"}',
        headers: {
          ...{ 'accept-language': 'fr', 'x-csrf-token': 'a token', 'content-type': 'application/json' },
          ...{ 'idempotency-key': 'k1', 'if-match': '"7"' },
        },
      },
    ]);
  });

  it('a write that nobody answered, or for which there was no time, is sent again under the same key', async () => {
    script = [{ ...problem(503, 'unavailable'), headers: { 'Retry-After': '5' } }];
    const asking = ask('POST /v1/changes', { body: wish, idempotencyKey: 'k2' });
    await expect(asking).rejects.toBeInstanceOf(Unanswered);
    expect(asked.map(({ headers }) => headers['idempotency-key'])).toEqual(['k2', 'k2', 'k2']);
    expect(pauses).toEqual([5_000, 2_000]);
  });

  it('a refusal is thrown in its words and never sent again', async () => {
    script = [problem(409, 'past_due')];
    const asking = ask('POST /v1/changes', { body: wish, idempotencyKey: 'k3' });
    await expect(asking).rejects.toMatchObject({ code: 'past_due', status: 409, document: { next: 'Attendez.' } });
    expect(asked).toHaveLength(1);
  });

  it('a reading is asked once, and a session that has ended is told', async () => {
    script = [problem(401, 'unauthenticated')];
    await expect(ask('GET /v1/session', {})).rejects.toBeInstanceOf(ApiProblem);
    expect([asked.length, ended]).toEqual([1, 1]);
  });

  it('an answer in the words of a proxy is no answer', async () => {
    script = [{ status: 502, body: {}, headers: { 'Content-Type': 'text/html' } }];
    await expect(ask('GET /v1/session', {})).rejects.toBeInstanceOf(Unanswered);
  });

  it('a query names what is defined', () => {
    expect(requestAddress('/v1/changes', {}, { waits: 'stuck', sort: undefined, limit: 20 })).toBe(
      '/v1/changes?waits=stuck&limit=20',
    );
  });

  it('the types of the API refuse what no schema takes', () => {
    const refused = (): unknown[] => [
      // @ts-expect-error: nothing waits for the moon
      ask('GET /v1/changes', { query: { waits: 'moon' } }),
      // @ts-expect-error: a write has an intention
      ask('POST /v1/changes', { body: wish }),
      // @ts-expect-error: there is no such path
      ask('GET /v1/nowhere', {}),
      // @ts-expect-error: an order has a name
      ask('GET /v1/changes/{changeId}', {}),
    ];
    expect(refused).toBeInstanceOf(Function);
  });
});
