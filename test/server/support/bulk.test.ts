import { randomUUID } from 'node:crypto';
import { Gate } from 'statechart-host/testing';
import type { BulkItemView, BulkView } from '../../../schemas/support/bulk';
import { effectsOn } from '../../../server/support/bulk/effects';
import { sampleView } from '../../store/orders/sample-view';
import { PATIENCE, until } from '../../support/within';
import { request } from '../stand';
import { type BulkStand, startBulkStand } from './bulk-stand';

/** One event for many orders: what support does after an outage. */

let stand: BulkStand;
beforeAll(async () => {
  stand = await startBulkStand();
});
afterAll(() => stand.stop());
beforeEach(() => {
  stand.broken.clear();
  stand.hook.sent = async () => {};
});

const WHY = { reasonCode: 'outage_over', reason: 'The database answers again.' };
const RETRY = { type: 'RETRY', ...WHY };
const HOLD = { type: 'HOLD', ...WHY };

const bulk = async (body: object, who: 'lead' | 'agent' = 'lead'): Promise<BulkView> => {
  const reply = await stand.ask(who, 'POST', '/v1/bulk-events', { perMinute: 3_000, ...body });
  expect(reply.status).toBe(202);
  return reply.body;
};

const steer = (bulkId: string, way: string, who: 'lead' | 'otherLead' = 'lead') =>
  stand.ask(who, 'POST', `/v1/bulk-events/${bulkId}/${way}`, WHY);

/** What became of each order. */
async function resultsOf(bulkId: string): Promise<Record<string, string>> {
  const results: [string, string][] = [];
  let next: string | null = '';
  while (next !== null) {
    const query: string = next === '' ? '' : `&cursor=${next}`;
    const { body } = await stand.ask('agent', 'GET', `/v1/bulk-events/${bulkId}/orders?limit=100${query}`);
    const items = body.items as BulkItemView[];
    for (const { changeId, result } of items) {
      results.push([changeId, result === null ? 'waiting' : [result.status, result.code].filter(Boolean).join(' ')]);
    }
    next = body.next;
  }
  return Object.fromEntries(results);
}

/** A bulk that is over, of orders that nobody has made, as they were at their fifth move. */
async function keptBulk(changeIds: readonly string[], state: string): Promise<{ tenantId: string; bulkId: string }> {
  const name = { tenantId: 'acme', bulkId: `blk_${randomUUID().slice(0, 8)}` };
  await stand.server.store.bulks.open({
    ...name,
    event: { type: 'RETRY' },
    reasonCode: 'outage_over',
    reason: 'r',
    requestHash: 'h',
    requestedBy: { userId: 'lead_1', role: 'support_lead' },
    approvedBy: null,
    filter: null,
    orders: changeIds.map((changeId) => ({ changeId, state, sequence: 5 })),
    total: changeIds.length,
    perMinute: 300,
    status: 'done',
    requestedAt: new Date(),
    expiresAt: null,
    endedAt: null,
  });
  return name;
}

describe('200 stuck orders', () => {
  /** Of them, those that are charged once they go on. */
  let placed: string[];
  let orders: string[];
  beforeAll(async () => {
    placed = await stand.stuck(20);
    orders = [...placed, ...(await stand.stuckEarly(180))];
  });

  it('200 stuck orders are retried once each, though the work is interrupted in the middle and another worker goes on', async () => {
    const filter = { stuck: 'true', code: 'StoreUnavailable' };
    expect((await stand.ask('lead', 'POST', '/v1/bulk-events', { event: RETRY, filter })).status).toBe(422);
    const asked = await bulk({ event: RETRY, filter: { stuck: 'true' } });
    expect(asked).toMatchObject({ status: 'waiting_for_second_person', total: 200, counts: { waiting: 200 } });
    const { bulkId } = asked;
    expect((await steer(bulkId, 'approve')).body).toMatchObject({ status: 403, code: 'second_person_required' });
    // The list is made: what gets stuck now is none of its business.
    const [late = ''] = await stand.stuck(1);
    stand.broken.clear();

    const gate = new Gate<void>();
    let sent = 0;
    stand.hook.sent = async () => {
      sent += 1;
      // Between what an order has taken and its record: once an error, once the end of the worker.
      if (sent === 35) throw new Error('The connection was lost.');
      if (sent === 75) await gate.pass();
    };
    expect((await steer(bulkId, 'approve', 'otherLead')).body).toMatchObject({
      status: 'running',
      approvedBy: 'lead_2',
    });
    await gate.arrived();
    await stand.stopWorker();
    const midway = (await stand.ask('agent', 'GET', `/v1/bulk-events/${bulkId}`)).body as BulkView;
    expect(midway.status).toBe('running');
    expect(midway.counts.waiting).toBeGreaterThan(100);
    expect(midway.counts.done).toBeGreaterThan(50);
    await stand.startWorker();

    const done = await stand.reaches(bulkId, 'done');
    expect(done.counts).toEqual({
      ...{ waiting: 0, done: 200, refused: 0, skipped: 0, failed: 0 },
      ...{ leftState: 200, stuckAgain: 0, underWay: 0 },
    });
    expect(sent).toBeGreaterThan(200);
    expect(orders.map((changeId) => stand.quotes.get(changeId))).toEqual(orders.map(() => 1));
    expect(Object.fromEntries(stand.charges)).toEqual(Object.fromEntries(placed.map((changeId) => [changeId, 1])));
    expect(await stand.look(late)).toMatchObject({ state: 'reserving.stuck.waiting' });
    expect(Object.keys(await resultsOf(bulkId)).sort()).toEqual([...orders].sort());

    const [first = ''] = orders;
    const { audit } = stand.server.store;
    expect(await audit.listOfChange('acme', first, 10)).toMatchObject([
      { action: 'RETRY', actorId: 'lead_1', facts: { ...WHY, bulkId, approvedBy: 'lead_2' } },
      { action: 'RETRY:outcome', before: { state: 'reserving.stuck.waiting' }, after: { state: 'completed' } },
    ]);
    const whole = (await audit.list('acme', new Date(Date.now() + 60_000), 1_000)).filter(({ changeId }) => !changeId);
    expect(whole.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['BULK:done', 'lead_1'],
      ['BULK:running', 'lead_2'],
      ['BULK:requested', 'lead_1'],
    ]);
  });
});

describe('each order of a bulk', () => {
  it('orders that are asked at the same time, and twice each, have the process warn of nothing', async () => {
    const warned: string[] = [];
    const note = ({ name, message }: Error): void => void warned.push(`${name}: ${message}`);
    process.on('warning', note);
    // Their workflows are gone: the answer to an earlier event is looked for too.
    const changeIds = Array.from({ length: 10 }, () => `chg_${randomUUID().slice(0, 8)}`);
    for (const changeId of changeIds)
      await stand.server.store.orders.project(sampleView({}, { tenantId: 'acme', changeId }));
    const { bulkId } = await bulk({ event: RETRY, changeIds });
    expect((await stand.reaches(bulkId, 'done')).counts.skipped).toBe(10);
    process.off('warning', note);
    expect(warned).toEqual([]);
  });

  it('each order of a bulk has a result of its own: taken, moved on, not taken, stuck again, or not there', async () => {
    const [moved = '', abandoned = ''] = await stand.stuck(2);
    const [reviewing = ''] = await stand.reviewing(1);
    await stand.server.store.orders.project(sampleView({}, { tenantId: 'other', changeId: 'chg_foreign' }));
    const changeIds = [moved, abandoned, abandoned, reviewing, 'chg_absent', 'chg_foreign'];
    const { bulkId, status, total } = await bulk({ event: { type: 'ABORT', ...WHY }, changeIds });
    // To give orders up takes two, however few they are.
    expect({ status, total }).toEqual({ status: 'waiting_for_second_person', total: 5 });
    const { body } = await stand.ask('agent', 'GET', `/v1/changes/${moved}`);
    const headers = { 'idempotency-key': randomUUID(), 'if-match': `"${body.sequence}"` };
    const url = `/v1/changes/${moved}/events`;
    await request(stand.server, 'POST', url, { key: stand.keys.agent, headers, body: RETRY });
    await steer(bulkId, 'approve', 'otherLead');
    await stand.reaches(bulkId, 'done');
    expect(await resultsOf(bulkId)).toEqual({
      ...{ [moved]: 'skipped moved_on', [abandoned]: 'done', [reviewing]: 'refused event_not_allowed' },
      ...{ chg_absent: 'refused not_found', chg_foreign: 'refused not_found' },
    });
    expect(await stand.look(abandoned)).toMatchObject({ state: 'cancelled' });
    expect(await stand.look(moved)).toMatchObject({ state: 'reserving.stuck.waiting' });
    const deeds = await stand.server.store.audit.listOfChange('acme', moved, 10);
    expect(deeds.map(({ action }) => action)).toEqual(expect.arrayContaining(['ABORT', 'ABORT:skipped']));

    const again = await bulk({ event: RETRY, changeIds: [moved] });
    await stand.reaches(again.bulkId, 'done');
    expect(await resultsOf(again.bulkId)).toEqual({ [moved]: 'failed StoreUnavailable' });
    const items = (await stand.ask('agent', 'GET', `/v1/bulk-events/${again.bulkId}/orders`)).body.items;
    expect(items).toMatchObject([
      { seenState: 'reserving.stuck.waiting', result: { text: expect.stringMatching(/\w\.$/) }, effect: 'stuck_again' },
    ]);
  });

  it('each order of a bulk tells whether the event has helped, by where it is at this moment, and the bulk how many it has', async () => {
    const { store } = stand.server;
    const stuckAt = 'applying.stuck.waiting';
    const stuck = { state: stuckAt, tags: ['stuck', 'settled'] };
    const nowAt: Record<string, Parameters<typeof sampleView>[0]> = {
      left: { sequence: 9, state: 'completed', status: 'done' },
      again: { sequence: 9, ...stuck },
      elsewhere: { sequence: 9, ...stuck, state: 'compensating.stuck.waiting' },
      // Written when it came to rest the last time, and not since.
      unwritten: { sequence: 5, ...stuck },
      working: { sequence: 7, state: 'applying.working', settled: false, tags: [] },
      resting: { sequence: 6, state: stuckAt, tags: ['settled'] },
      refused: { sequence: 9, state: 'completed', status: 'done' },
      unmoved: { sequence: 5, ...stuck },
      unworked: { sequence: 5, ...stuck },
    };
    const ids = Object.keys(nowAt);
    for (const changeId of ids) await store.orders.project(sampleView(nowAt[changeId], { tenantId: 'acme', changeId }));
    const failed = ['again', 'unmoved'];
    const name = await keptBulk(ids, stuckAt);
    for (const changeId of ids.slice(0, -1)) {
      const status = changeId === 'refused' ? 'refused' : failed.includes(changeId) ? 'failed' : 'done';
      await store.bulks.addResult({ ...name, changeId, status, code: null, state: null, at: new Date() });
    }
    const path = `/v1/bulk-events/${name.bulkId}`;
    const { items } = (await stand.ask('agent', 'GET', `${path}/orders`)).body;
    const effects = items.map(({ changeId, effect }: BulkItemView) => [changeId, effect]);
    expect(Object.fromEntries(effects)).toEqual({
      ...{ left: 'left_state', again: 'stuck_again', elsewhere: 'stuck_again' },
      ...{ unwritten: 'under_way', working: 'under_way' },
      ...{ resting: null, refused: null, unmoved: null, unworked: null },
    });
    const { counts } = (await stand.ask('agent', 'GET', path)).body;
    expect(counts).toMatchObject({ leftState: 1, stuckAgain: 2, underWay: 2 });
    const [listed] = (await stand.ask('agent', 'GET', '/v1/bulk-events')).body.items;
    expect(listed).toMatchObject({ bulkId: name.bulkId, counts: { done: 5, leftState: null } });
  });

  it('the numbers of a bulk add up also where an order is done with while they are read', async () => {
    const { bulks, orders } = stand.server.store;
    const changeId = `chg_${randomUUID().slice(0, 8)}`;
    await orders.project(
      sampleView({ sequence: 9, state: 'completed', status: 'done' }, { tenantId: 'acme', changeId }),
    );
    const name = await keptBulk([changeId], 'applying.stuck.waiting');
    const { results } = bulks;
    const reading = jest.spyOn(bulks, 'results').mockImplementationOnce(async (...asked) => {
      await bulks.addResult({ ...name, changeId, status: 'done', code: null, state: 'completed', at: new Date() });
      return results(...asked);
    });
    const { total, counts } = (await stand.ask('agent', 'GET', `/v1/bulk-events/${name.bulkId}`)).body;
    reading.mockRestore();
    expect({ total, counts }).toMatchObject({ total: 1, counts: { waiting: 0, done: 1, leftState: 1 } });
  });

  it.each([
    ['RETRY', 'stuck_again'],
    ['KEEP_OPEN', null],
    ['EXTEND_QUOTE', null],
  ] as const)('an order that took %s and is stuck as before has the effect %s', async (type, effect) => {
    const seen = { changeId: 'chg_1', state: 'applying.stuck.waiting', sequence: 5 };
    const listRests = async () => [{ ...seen, sequence: 6, settled: true, isStuck: true }];
    const bulk = { tenantId: 'acme', event: { type } };
    const item = { ...bulk, bulkId: 'blk_1', changeId: 'chg_1', code: null, state: null, at: new Date() };
    const effects = await effectsOn({ orders: { listRests } as never }, bulk, [seen], [{ ...item, status: 'done' }]);
    expect(effects.get('chg_1') ?? null).toBe(effect);
  });

  it('a bulk rests, goes on and ends when it is told to, after the ten orders under way', async () => {
    const changeIds = await stand.reviewing(25);
    const gates = [new Gate<void>(), new Gate<void>()];
    let sent = 0;
    stand.hook.sent = async () => {
      sent += 1;
      if (sent % 10 === 5) await gates[(sent - 5) / 10]?.pass();
    };
    const { bulkId } = await bulk({ event: HOLD, changeIds });
    await gates[0]?.arrived();
    expect((await steer(bulkId, 'pause')).body).toMatchObject({ status: 'paused' });
    expect((await steer(bulkId, 'pause')).body).toMatchObject({ status: 'paused' });
    gates[0]?.open();
    await until(PATIENCE, 'a round that finds it paused', async () => (await stand.rounds(bulkId)) >= 2);
    const resting = (await stand.ask('agent', 'GET', `/v1/bulk-events/${bulkId}`)).body;
    expect(resting).toMatchObject({ status: 'paused', counts: { done: 10, waiting: 15 } });
    expect((await steer(bulkId, 'resume')).body).toMatchObject({ status: 'running' });
    await gates[1]?.arrived();
    expect((await steer(bulkId, 'cancel')).body).toMatchObject({ status: 'cancelled' });
    gates[1]?.open();
    await stand.ended(bulkId);
    const over = (await stand.ask('agent', 'GET', `/v1/bulk-events/${bulkId}`)).body;
    expect(over).toMatchObject({ status: 'cancelled', counts: { done: 20, waiting: 5 } });
    expect((await steer(bulkId, 'resume')).body).toMatchObject({ status: 409, code: 'bulk_not_in_status' });
    const views = await Promise.all(changeIds.map((changeId) => stand.look(changeId)));
    expect(views.filter(({ state }) => state === 'onHold')).toHaveLength(20);
  });

  it('the preview of a bulk tells by count what would become of its orders, and changes nothing', async () => {
    const stuck = await stand.stuck(2);
    const [reviewing = ''] = await stand.reviewing(1);
    const before = await Promise.all([...stuck, reviewing].map((changeId) => stand.look(changeId)));
    const { body } = await stand.ask('lead', 'POST', '/v1/bulk-events/preview', {
      ...{ event: RETRY, changeIds: [...stuck, reviewing, 'chg_absent'] },
    });
    expect(body).toMatchObject({ event: 'RETRY', total: 4, asked: 4, needsSecondPerson: false });
    expect(body.outcomes).toEqual([
      { outcome: 'accepted', state: 'completed', count: 2, movesMoney: true, text: 'The order is completed.' },
      { outcome: 'refused', state: 'reviewing', count: 1, movesMoney: false, text: expect.any(String) },
      { outcome: 'not_found', state: null, count: 1, movesMoney: false, text: 'There is no such order.' },
    ]);
    expect(await Promise.all([...stuck, reviewing].map((changeId) => stand.look(changeId)))).toEqual(before);
  });

  it('the preview of a bulk needs no reason and no deadline, and the bulk itself needs both', async () => {
    const changeIds = await stand.reviewing(1);
    for (const event of [{ type: 'HOLD' }, { type: 'EXTEND_QUOTE' }]) {
      const { body } = await stand.ask('lead', 'POST', '/v1/bulk-events/preview', { event, changeIds });
      expect(body).toMatchObject({ asked: 1, outcomes: [{ outcome: 'accepted', count: 1 }] });
      const sent = await stand.ask('lead', 'POST', '/v1/bulk-events', { event, changeIds });
      expect(sent.body).toMatchObject({ status: 422, code: 'invalid_request' });
    }
    const override = { event: { type: 'OVERRIDE' }, changeIds };
    const refused = await stand.ask('lead', 'POST', '/v1/bulk-events/preview', override);
    expect(refused.body.code).toBe('second_person_required');
  });

  it('a bulk is listed once: the same request sent again finds the same bulk', async () => {
    const changeIds = await stand.reviewing(2);
    const key = randomUUID();
    const send = () => stand.ask('lead', 'POST', '/v1/bulk-events', { event: HOLD, changeIds, perMinute: 60 }, key);
    const [first, second] = [await send(), await send()];
    expect(second.body.bulkId).toBe(first.body.bulkId);
    await stand.reaches(first.body.bulkId, 'done');
    const { items } = (await stand.ask('agent', 'GET', '/v1/bulk-events')).body;
    expect(items.filter((one: BulkView) => one.bulkId === first.body.bulkId)).toHaveLength(1);
  });
});

describe('the key of a bulk', () => {
  it('another bulk under the key of one that is kept is refused, however long ago that came', async () => {
    const [changeId = ''] = await stand.reviewing(1);
    const key = randomUUID();
    const send = (event: object) =>
      stand.ask('lead', 'POST', '/v1/bulk-events', { event, changeIds: [changeId], perMinute: 60 }, key);
    const first = await send(HOLD);
    await stand.server.store.idempotency.removeExpired(new Date(Date.now() + 7 * 24 * 3_600_000), 1_000);
    const other = await send(RETRY);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
    expect((await send(HOLD)).body.bulkId).toBe(first.body.bulkId);
  });
});

describe('abuse 24: a bulk that is asked for wrongly', () => {
  const post = (body: object) => stand.ask('lead', 'POST', '/v1/bulk-events', body);
  const changeIds = ['chg_1'];

  it.each([
    ['an operator in a filter', { event: RETRY, filter: { state: { $ne: 'x' } } }],
    ['a filter that nobody knows', { event: RETRY, filter: { colour: 'red' } }],
    ['a combination that is not offered', { event: RETRY, filter: { state: 'reserving', step: 'reserving' } }],
    ['an id that is none', { event: RETRY, changeIds: ['$ne'] }],
    ['no list', { event: RETRY }],
    ['two lists', { event: RETRY, changeIds, filter: {} }],
    ['an empty list', { event: RETRY, changeIds: [] }],
    ['a filter that matches nothing', { event: RETRY, filter: { code: 'RefundDeclined' } }],
    ['no reason', { event: { type: 'RETRY' }, changeIds }],
    ['an event with terms of its own', { event: { type: 'ACCEPT_HANDOVER', effective: 'now', ...WHY }, changeIds }],
    ['an event of the system', { event: { type: 'EXPIRE', ...WHY }, changeIds }],
    ['a deadline that is over', { event: { type: 'KEEP_OPEN', until: '2020-01-01T00:00:00Z', ...WHY }, changeIds }],
    ['a pace that is none', { event: RETRY, changeIds, perMinute: '5' }],
    ['a pace out of bounds', { event: RETRY, changeIds, perMinute: 1e9 }],
    ['a field too many', { event: RETRY, changeIds, role: 'operator' }],
  ])('a bulk with %s is refused with a clear word and kept nowhere', async (_what, body) => {
    const before = (await stand.ask('agent', 'GET', '/v1/bulk-events')).body.items.length;
    expect(await post(body)).toMatchObject({ status: 422, body: { next: expect.any(String) } });
    expect((await stand.ask('agent', 'GET', '/v1/bulk-events')).body.items.length).toBe(before);
  });

  it('a bulk does not take a cursor that it has not made, nor a page without end', async () => {
    const { bulkId } = await bulk({ event: HOLD, changeIds: await stand.reviewing(1) });
    for (const query of ['cursor=WyIwIl0.AAAAAAAAAAAAAAAAAAAAAA', 'limit=1e9', 'limit=5&limit=6', 'state[$ne]=x']) {
      expect((await stand.ask('agent', 'GET', `/v1/bulk-events/${bulkId}/orders?${query}`)).status).toBe(400);
    }
  });
});

describe('abuse 25: what one person may not do to many orders', () => {
  it.each(['OVERRIDE', 'RESOLVE_PAID', 'RESOLVE_NOT_PAID', 'ACCEPT_VAT_EVIDENCE'])(
    '%s is never done to a list of orders',
    async (type) => {
      const event = { type, evidence: 'Seen in the console.', ...WHY };
      const reply = await stand.ask('lead', 'POST', '/v1/bulk-events', { event, changeIds: ['chg_1'] });
      expect(reply.body).toMatchObject({ status: 403, code: 'second_person_required' });
    },
  );

  it('a bulk goes no further than 1,000 orders, named or found', async () => {
    const named = (count: number) => Array.from({ length: count }, (_, index) => `chg_${index}`);
    const ask = (body: object) =>
      stand.ask('lead', 'POST', '/v1/bulk-events', { event: { type: 'ABORT', ...WHY }, ...body });
    expect((await ask({ changeIds: named(1_001) })).body).toMatchObject({ status: 422, code: 'bulk_too_large' });
    const ids = Array.from({ length: 5_000 }, () => `chg_${randomUUID().replaceAll('-', '')}`);
    expect((await ask({ changeIds: ids })).body).toMatchObject({ status: 413 });
    const views = named(1_001).map((changeId) => sampleView({}, { tenantId: 'other', changeId }));
    // No more at once than a pool of connections has.
    for (let from = 0; from < views.length; from += 50) {
      await Promise.all(views.slice(from, from + 50).map((view) => stand.server.store.orders.project(view)));
    }
    const event = { type: 'RETRY', ...WHY };
    const found = await stand.ask('stranger', 'POST', '/v1/bulk-events', { event, filter: {} });
    expect(found.body).toMatchObject({ status: 422, code: 'bulk_too_large' });
  });

  it('a bulk is over when nobody else approves it in a day, on the record', async () => {
    const changeIds = await stand.stuck(1);
    const { bulkId } = await bulk({ event: { type: 'ABORT', ...WHY }, changeIds });
    const dayAfter = new Date(Date.now() + 25 * 3_600_000);
    await stand.sweep(dayAfter);
    const [entry] = await stand.server.store.audit.list('acme', new Date(dayAfter.getTime() + 1), 1);
    expect(entry).toMatchObject({ action: 'BULK:expired', actorId: 'housekeeping', facts: { bulkId } });
    expect((await stand.ask('agent', 'GET', `/v1/bulk-events/${bulkId}`)).body).toMatchObject({ status: 'expired' });
    expect((await steer(bulkId, 'approve', 'otherLead')).body).toMatchObject({
      status: 409,
      code: 'bulk_not_in_status',
    });
    expect(await stand.look(changeIds[0] ?? '')).toMatchObject({ state: 'reserving.stuck.waiting' });
  });

  it('a bulk does not exist for another tenant', async () => {
    const { bulkId } = await bulk({ event: HOLD, changeIds: await stand.reviewing(1) });
    for (const path of ['', '/orders']) {
      expect((await stand.ask('stranger', 'GET', `/v1/bulk-events/${bulkId}${path}`)).status).toBe(404);
    }
    for (const way of ['approve', 'pause', 'resume', 'cancel']) {
      const reply = await stand.ask('stranger', 'POST', `/v1/bulk-events/${bulkId}/${way}`, WHY);
      expect(reply.status).toBe(404);
    }
  });
});
