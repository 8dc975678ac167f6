import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { Gate } from 'statechart-host/testing';
import type { QuoteOutput } from '../../machines/subscription-change/steps';
import { impatientClient } from '../../server/api/impatience';
import { createApp } from '../../server/app';
import { Closing } from '../../server/http/closing';
import { httpServerFor } from '../../server/http/server';
import { endInTime } from '../../server/stopping';
import { testBackends } from '../support/backends';
import { KeptConnection } from '../support/keep-alive';
import { sampleQuote } from '../support/sample-quote';
import { PATIENCE, until, within } from '../support/within';
import { bringIn } from './facts/facts';
import { commandFor, request, type ServerStand, startServerStand } from './stand';

describe('an API that stops while callers wait', () => {
  const quote = new Gate<QuoteOutput>();
  let stand: ServerStand;
  let connection: Connection;

  beforeAll(async () => {
    stand = await startServerStand({ worker: { quote: () => quote.pass() } });
    connection = await Connection.connect({ address: testBackends().temporal });
  });
  afterAll(async () => {
    quote.open({ quote: sampleQuote(), costsMore: false });
    await connection.close();
    await stand.stop();
  });

  it('a caller who would wait longer than the API lives is answered 202 by what is true then', async () => {
    const closing = new Closing({ drain: 0, patience: 200 });
    const temporal = impatientClient(new Client({ connection }), closing.impatience);
    const app = createApp({ ...stand.parts, temporal });
    const server = httpServerFor(closing.watched(app), stand.parts.logger).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const key = await stand.key('service');
    await bringIn(stand, key);
    const caller = new KeptConnection(key, 'user_1');
    const waiting = caller.ask('POST', `${url}/v1/changes`, { body: { subscriptionId: 'sub_1', seats: 8 }, wait: 60 });
    await quote.arrived();
    expect(closing.unanswered()).toEqual(['POST /v1/changes']);
    const closed = closing.close(server);
    const { status, headers, body } = await within(PATIENCE, waiting, 'the answer');
    expect([status, headers.connection]).toEqual([202, 'close']);
    expect(body.settled).toBe(false);
    // A busy worker may not say in time where the order stands.
    expect(['quoting.working', 'starting']).toContain(body.state);
    await within(PATIENCE, closed, 'the end of the server');
    caller.close();
  });
});

describe('an API that stops while somebody waits for an order', () => {
  it('a caller who waits for an order is answered 202 as soon as the API stops, and so is one who comes then', async () => {
    const stand = await startServerStand({ worker: {} });
    try {
      const key = await stand.key('service');
      await bringIn(stand, key);
      const body = { subscriptionId: 'sub_1', seats: 8 };
      const started = await request(stand, 'POST', '/v1/changes', { key, body, headers: commandFor('user_1') });
      const { changeId, sequence } = started.body;
      const path = `/v1/changes/${changeId}?wait=settled&after=${sequence}`;
      const wait = () => request(stand, 'GET', path, { key, headers: { prefer: 'wait=60' } });
      const waiting = wait();
      await until(PATIENCE, 'the one who waits', async () => stand.live.listeners > 0);
      stand.live.close();
      for (const { status, body } of [await waiting, await wait()]) {
        expect([status, body.settled]).toEqual([202, false]);
      }
    } finally {
      await stand.stop();
    }
  });
});

describe('the end of a server', () => {
  const open = async (closing: Closing) => {
    const answers: (() => void)[] = [];
    const server = createServer(
      closing.watched((request, response) => {
        if (request.method === 'POST') request.resume();
        else answers.push(() => response.end());
      }),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return { server, answers, connection: connect(port, '127.0.0.1') };
  };

  it('a server that closes does not wait for a connection that asks nothing', async () => {
    const closing = new Closing({ drain: 0, patience: 60_000 });
    const { server, connection } = await open(closing);
    await once(connection, 'connect');
    await within(PATIENCE, closing.close(server), 'the end of the server');
  });

  it('a server that closes does not wait for a request that never comes to its end', async () => {
    const closing = new Closing({ drain: 0, patience: 100 });
    const { server, connection } = await open(closing);
    connection.on('error', () => undefined);
    connection.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf');
    await once(server, 'request');
    await within(PATIENCE, closing.close(server), 'the end of the server');
  });

  it('a server that closes answers what it was asked before, and says that the connection ends', async () => {
    const closing = new Closing({ drain: 0, patience: 60_000 });
    const { server, connection, answers } = await open(closing);
    connection.write('GET /slow?secret HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(server, 'request');
    expect(closing.unanswered()).toEqual(['GET /slow']);
    const closed = closing.close(server);
    for (const answer of answers) answer();
    const [said] = await once(connection, 'data');
    expect(String(said)).toMatch(/^HTTP\/1.1 200 OK\r\nConnection: close\r\n/);
    await within(PATIENCE, closed, 'the end of the server');
  });
});

describe('the end of a process', () => {
  const line = jest.fn();
  const log = { info: line, error: line };
  const part = (what: string, end: () => Promise<void>) => ({ what, end, remains: () => [`some ${what}`] });

  it('a process that ends in time has ended its parts one after the other', async () => {
    const ended: string[] = [];
    const noting = (what: string) => part(what, async () => void ended.push(what));
    expect(await endInTime([noting('requests'), noting('connections')], log, PATIENCE)).toBe(true);
    expect(ended).toEqual(['requests', 'connections']);
  });

  it('a process that hangs says what it waits for', async () => {
    const hanging = part('requests', () => new Promise(() => {}));
    expect(await endInTime([part('events', async () => {}), hanging], log, 20)).toBe(false);
    expect(line).toHaveBeenLastCalledWith({ what: 'requests', remains: ['some requests'] }, expect.any(String));
  });
});
