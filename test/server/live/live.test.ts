import { connect } from 'node:net';
import pino from 'pino';
import { Gate } from 'statechart-host/testing';
import { LiveFeed } from '../../../server/live/feed';
import { OrderWatch } from '../../../server/orders/views/order-watch';
import type { OrderDoc } from '../../../store/orders/orders';
import { sampleView } from '../../store/orders/sample-view';
import { SMOOTH } from '../../support/scripted-steps';
import { PATIENCE, until } from '../../support/within';
import { bringIn } from '../facts/facts';
import { commandFor, request, type ServerStand, startServerStand } from '../stand';

let stand: ServerStand;
let agent: string;

beforeAll(async () => {
  stand = await startServerStand({ app: { provesEveryMs: 50 } });
  const service = await stand.key('service');
  await bringIn(stand, service);
  agent = await stand.key('support_agent', { userId: 'agnes' });
});
afterAll(() => stand.stop());

const write = (changeId: string, sequence: number, tenantId = 'acme', accountId = 'acc_1') =>
  stand.store.orders.project(sampleView({ sequence }, { tenantId, changeId, accountId }));

interface Heard {
  event: string;
  id: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came
  data: any;
}

/** Opens a line and hands over what comes, one event at a time. */
async function watch(path: string, key: string, headers: Record<string, string> = {}, url = stand.url) {
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${key}`, ...headers } });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let rest = '';
  const next = async (): Promise<Heard> => {
    for (;;) {
      const [block, ...others] = rest.split('\n\n');
      if (others.length > 0) {
        rest = others.join('\n\n');
        const fields = Object.fromEntries((block ?? '').split('\n').map((line) => line.split(/: (.*)/s)));
        if (fields.event !== undefined) return { event: fields.event, id: fields.id, data: JSON.parse(fields.data) };
        continue;
      }
      const { value, done } = await reader.read();
      if (done) return { event: 'end', id: undefined, data: null };
      rest += new TextDecoder().decode(value);
    }
  };
  return { next, close: () => reader.cancel() };
}

describe('who may watch', () => {
  it('a line is refused to a key that has its share of them, and given again once one is closed', async () => {
    const busy = await stand.key('support_agent', { userId: 'bob' });
    await write('chg_shared', 1);
    const lines = await Promise.all(Array.from({ length: 50 }, () => watch('/v1/changes/chg_shared/live', busy)));
    const one = () =>
      fetch(`${stand.url}/v1/changes/chg_shared/live`, { headers: { authorization: `Bearer ${busy}` } });
    const refused = await one();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '15']);
    await (await watch('/v1/changes/chg_shared/live', agent)).close();
    await Promise.all(lines.map(({ close }) => close()));
    await until(PATIENCE, 'a line', async () => {
      const { status, body } = await one();
      await body?.cancel();
      return status === 200;
    });
  });

  it('a request for the headers of a line is answered and leaves no line', async () => {
    await write('chg_head', 1);
    const before = stand.live.listeners;
    const headers = { authorization: `Bearer ${agent}` };
    const { status } = await fetch(`${stand.url}/v1/changes/chg_head/live`, { method: 'HEAD', headers });
    expect(status).toBe(200);
    await until(PATIENCE, 'no line', async () => stand.live.listeners <= before);
  });
});

describe('watching an order', () => {
  it('the line of an order shows it as it is, then as it moves, each state once', async () => {
    await write('chg_live', 1);
    const line = await watch('/v1/changes/chg_live/live', agent);
    expect(await line.next()).toMatchObject({ event: 'order', id: '1', data: { changeId: 'chg_live', sequence: 1 } });
    await write('chg_other', 5);
    await write('chg_live', 2);
    expect(await line.next()).toMatchObject({ event: 'order', id: '2', data: { sequence: 2 } });
    await line.close();
    const again = await watch('/v1/changes/chg_live/live', agent, { 'last-event-id': '2' });
    await write('chg_live', 3);
    expect((await again.next()).id).toBe('3');
    await again.close();
  });
});

describe('watching who has an order', () => {
  const assign = (changeId: string, assignee: string | null) => stand.store.orders.assign('acme', changeId, assignee);

  it('the line of an order tells support who has taken it and that it was given back, though it did not move', async () => {
    await write('chg_taken', 1);
    const line = await watch('/v1/changes/chg_taken/live', agent);
    expect((await line.next()).data).toMatchObject({ assignee: null });
    await assign('chg_taken', 'bob');
    expect((await line.next()).data).toMatchObject({ assignee: 'bob', sequence: 1 });
    await assign('chg_taken', null);
    expect((await line.next()).data).toMatchObject({ assignee: null, sequence: 1 });
    await line.close();
    const again = await watch('/v1/changes/chg_taken/live', agent, { 'last-event-id': '1' });
    await assign('chg_taken', 'agnes');
    expect((await again.next()).data).toMatchObject({ assignee: 'agnes' });
    await again.close();
  });

  it('the line of an order tells its customer nothing of who has it at support', async () => {
    await write('chg_taken_unseen', 1);
    const contact = await stand.key('billing_contact', { userId: 'user_1' });
    const line = await watch('/v1/changes/chg_taken_unseen/live', contact);
    expect((await line.next()).data).toMatchObject({ sequence: 1, assignee: null });
    await assign('chg_taken_unseen', 'bob');
    await write('chg_taken_unseen', 2);
    expect((await line.next()).data).toMatchObject({ sequence: 2, assignee: null });
    await line.close();
  });
});

describe('watching the notes of an order', () => {
  const note = async (changeId: string, text: string) => {
    const headers = { 'idempotency-key': `${changeId}-${text}` };
    const { status } = await request(stand, 'POST', `/v1/changes/${changeId}/notes`, {
      key: agent,
      body: { text },
      headers,
    });
    expect(status).toBe(201);
  };

  it('the line of an order tells colleagues of a note, also what was written while they were away', async () => {
    await write('chg_noted', 1);
    const line = await watch('/v1/changes/chg_noted/live', agent);
    expect(await line.next()).toMatchObject({ id: '1', data: { notes: 0 } });
    await note('chg_noted', 'first');
    expect(await line.next()).toMatchObject({ event: 'order', id: '1-1', data: { sequence: 1, notes: 1 } });
    await line.close();
    await note('chg_noted', 'second');
    const again = await watch('/v1/changes/chg_noted/live', agent, { 'last-event-id': '1-1' });
    expect(await again.next()).toMatchObject({ id: '1-2', data: { notes: 2 } });
    await again.close();
    const upToDate = await watch('/v1/changes/chg_noted/live', agent, { 'last-event-id': '1-2' });
    await write('chg_noted', 2);
    expect(await upToDate.next()).toMatchObject({ id: '2-2', data: { sequence: 2, notes: 2 } });
    await upToDate.close();
  });

  it('the line of an order tells a customer of its moves and of no note', async () => {
    await write('chg_unnoted', 1);
    const contact = await stand.key('billing_contact', { userId: 'user_1' });
    const line = await watch('/v1/changes/chg_unnoted/live', contact);
    expect(await line.next()).toMatchObject({ id: '1', data: { notes: null } });
    await note('chg_unnoted', 'among-ourselves');
    const colleague = await watch('/v1/changes/chg_unnoted/live', agent, { 'last-event-id': '1' });
    expect(await colleague.next()).toMatchObject({ id: '1-1' });
    await colleague.close();
    await write('chg_unnoted', 2);
    expect(await line.next()).toMatchObject({ id: '2', data: { sequence: 2, notes: null } });
    await line.close();
  });
});

describe('watching an order at work', () => {
  it('the line of an order tells what it works at for longer, and asks nothing once it is closed', async () => {
    const charging = new Gate();
    const charge = async (input: Parameters<typeof SMOOTH.charge>[0]) => {
      await charging.pass();
      return SMOOTH.charge(input);
    };
    const working = await startServerStand({ worker: { charge } });
    try {
      const service = await working.key('service');
      await bringIn(working, service);
      const send = (path: string, body: object) =>
        request(working, 'POST', path, { key: service, body, headers: { ...commandFor('user_1'), prefer: 'wait=10' } });
      const { changeId } = (await send('/v1/changes', { subscriptionId: 'sub_1', seats: 8 })).body;
      const events = `/v1/changes/${changeId}/events`;
      await send(events, { type: 'CHECKOUT' });
      const line = await watch(`/v1/changes/${changeId}/live`, service, {}, working.url);
      expect((await line.next()).data).toMatchObject({ state: 'verifying', settled: true });
      const placing = send(events, { type: 'PLACE_ORDER' });
      const atWork = await line.next();
      expect([atWork.event, atWork.id]).toEqual(['order', undefined]);
      expect(atWork.data).toMatchObject({
        changeId,
        settled: false,
        state: expect.stringContaining('settlingPayment'),
      });
      charging.open();
      await placing;
      let told = await line.next();
      while (told.data?.done === false) told = await line.next();
      expect(told.data).toMatchObject({ state: 'completed', settled: true });
      await line.close();
    } finally {
      charging.open();
      await working.stop();
    }
  });
});

describe('the watch over orders', () => {
  it('the watch asks no more orders at a time than it may, each in its turn, and none that nobody waits for', async () => {
    let underWay = 0;
    let most = 0;
    const asked = new Set<string>();
    const look = async ({ changeId }: { changeId: string }) => {
      asked.add(changeId);
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise(setImmediate);
      underWay -= 1;
      return sampleView({}, { changeId });
    };
    const watching = new OrderWatch({ look, live: { listen: () => () => undefined } });
    const names = Array.from({ length: 100 }, (_, index) => ({ tenantId: 'acme', changeId: `chg_${index}` }));
    const answers = names.map((name) => watching.until(name, () => true, PATIENCE));
    expect((await Promise.all(answers)).every((view) => view !== null)).toBe(true);
    expect(asked.size).toBe(100);
    expect(most).toBeLessThanOrEqual(16);
    const nobody = new AbortController();
    const left = watching.until({ tenantId: 'acme', changeId: 'chg_left' }, () => false, PATIENCE, nobody.signal);
    nobody.abort();
    expect(await left).toBeNull();
    expect(asked).not.toContain('chg_left');
  });
});

describe('watching all orders', () => {
  it('the line of all orders tells those of the tenant, and goes on where it was cut', async () => {
    const line = await watch('/v1/live/changes', agent);
    await write('foreign', 1, 'other');
    await write('chg_a', 1);
    const first = await line.next();
    expect(first).toMatchObject({
      event: 'change',
      data: { changeId: 'chg_a', state: 'verifying', waits: 'customer' },
    });
    await write('chg_b', 1);
    await line.next();
    await line.close();
    const again = await watch('/v1/live/changes', agent, { 'last-event-id': first.id ?? '' });
    expect((await again.next()).data.changeId).toBe('chg_b');
    await again.close();
    const late = await watch('/v1/live/changes', agent, { 'last-event-id': '1-long_ago' });
    expect((await late.next()).event).toBe('reset');
    await late.close();
  });

  it('the line of all orders is cut when the key it was opened with is removed, also while nothing happens', async () => {
    const key = await stand.key('support_agent', { userId: 'nora' });
    const line = await watch('/v1/live/changes', key);
    await stand.store.apiKeys.remove('acme', key.split('_')[2] ?? '');
    await expect(line.next()).rejects.toThrow('terminated');
  });

  it('the line of a person tells the orders of an account of theirs', async () => {
    const contact = await stand.key('billing_contact', { userId: 'user_1' });
    const line = await watch('/v1/live/changes?accountId=acc_1', contact);
    await write('chg_of_another', 1, 'acme', 'acc_2');
    await write('chg_of_mine', 1);
    expect((await line.next()).data).toMatchObject({ changeId: 'chg_of_mine', assignee: null });
    await line.close();
  });
});

describe('the feed', () => {
  const order = (changeId: string, at: number): OrderDoc =>
    ({ changeId, tenantId: 'a', writtenAt: new Date(at) }) as OrderDoc;

  it('the feed tells every order once, also those that become readable late, and asks nothing while nobody listens', async () => {
    let written: OrderDoc[] = [order('old', -5_000), order('last', 1_000)];
    let asked = 0;
    const orders = {
      lastWritten: async () => new Date(1_000),
      listWrittenSince: async (since: Date) => {
        asked += 1;
        return written.filter(({ writtenAt }) => writtenAt >= since);
      },
    };
    const accounts = { listNames: async () => new Map<string, string>() };
    const feed = new LiveFeed({ orders, accounts, logger: pino({ level: 'silent' }), everyMs: 1 });
    const heard: string[] = [];
    const hearing = (until: number) =>
      new Promise<void>((resolve) => {
        const stop = feed.listen({
          hear: (note) => {
            heard.push(note.order.changeId);
            if (heard.length === until) {
              stop();
              resolve();
            }
          },
          beat: () => {},
          end: () => {},
        });
      });
    expect(asked).toBe(0);
    const three = hearing(3);
    await until(PATIENCE, 'it', async () => asked > 1);
    written = [...written, order('b', 3_000)];
    await until(PATIENCE, 'it', async () => heard.length === 2);
    written = [order('late', 2_500), ...written];
    await three;
    expect(heard).toEqual(['last', 'b', 'late']);
    feed.close();
  });

  it('the feed cuts off who does not read, and serves the others', async () => {
    const { hostname, port } = new URL(stand.url);
    const socket = connect(Number(port), hostname);
    socket.pause();
    socket.write(`GET /v1/live/changes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${agent}\r\n\r\n`);
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const reading = await watch('/v1/live/changes', agent);
    await until(PATIENCE, 'it', async () => stand.live.listeners >= 2);
    const details = { tenantId: 'acme', changeId: 'chg_big' };
    const changes = Array.from({ length: 400 }, (_, index) => ({
      subscriptionId: `sub_${'x'.repeat(50)}_${index}`,
      seats: 1,
    }));
    let sequence = 1;
    while (stand.live.listeners >= 2) {
      sequence += 1;
      await stand.store.orders.project(sampleView({ sequence }, { ...details, changes }));
      while ((await reading.next()).data.changeId !== 'chg_big') {}
    }
    expect(stand.live.listeners).toBe(1);
    socket.destroy();
    await closed;
    await reading.close();
  });
});
