import { randomUUID } from 'node:crypto';
import { sampleView } from '../../store/orders/sample-view';
import { type Reply, request, type ServerStand, startServerStand } from '../stand';

/** Support takes what waits: the oldest first, and nobody what a colleague has. */

let stand: ServerStand;
beforeEach(async () => {
  stand = await startServerStand();
});
afterEach(() => stand.stop());

const keyOf = (userId: string): Promise<string> => stand.key('support_agent', { userId });

const takeNext = (key: string, body: object = {}, requestKey: string = randomUUID()): Promise<Reply> =>
  request(stand, 'POST', '/v1/changes/take-next', { key, body, headers: { 'idempotency-key': requestKey } });

const WAITING = {
  stuck: { state: 'reserving.stuck', tags: ['money', 'stuck', 'settled'] },
  support: { state: 'handedOver.waiting', tags: ['settled'] },
  customer: { state: 'verifying', tags: ['settled'] },
} as const;

/** An order that waits since some minutes past ten. */
async function plant(
  changeId: string,
  waits: keyof typeof WAITING,
  { minute, country = 'FR' }: { minute: number; country?: string },
): Promise<void> {
  const at = new Date(Date.UTC(2026, 2, 12, 10, minute)).toISOString();
  const { state, tags } = WAITING[waits];
  const stuck = { step: 'reserving', code: 'timeout', message: 'what it said', attempts: 1, since: at } as const;
  const details = { tenantId: 'acme', changeId, waits, stuck: waits === 'stuck' ? stuck : null };
  const view = sampleView({ at, state, tags: [...tags] }, details);
  await stand.store.orders.project(view, { country, gateway: null, vatHash: null });
}

const deedsOf = async (changeId: string): Promise<[string, string, object][]> =>
  (await stand.store.audit.listOfChange('acme', changeId, 50)).map(({ action, actorId, facts }) => [
    action,
    actorId,
    facts,
  ]);

describe('the next order', () => {
  it('the next order is the one that has waited for the longest, of all that wait for support', async () => {
    await plant('chg_customer', 'customer', { minute: 0 });
    await plant('chg_handed', 'support', { minute: 2 });
    await plant('chg_stuck', 'stuck', { minute: 1 });
    await stand.store.accounts.put({
      ...{ tenantId: 'acme', accountId: 'acc_1', companyName: 'Atelier Nord', kind: 'standard', currency: 'EUR' },
      ...{ timeZone: 'Europe/Paris', locale: 'fr', country: 'FR', pastDue: false, version: 1 },
      ...{ billingContactIds: [], seatAdminIds: [] },
    });
    const agent = await keyOf('agnes');
    const first = await takeNext(agent);
    expect(first.body.order).toMatchObject({
      ...{ changeId: 'chg_stuck', assignee: 'agnes', waits: 'stuck', accountName: 'Atelier Nord' },
    });
    expect((await takeNext(agent)).body.order).toMatchObject({ changeId: 'chg_handed', assignee: 'agnes' });
    expect((await takeNext(agent)).body).toEqual({ order: null });
    expect(await deedsOf('chg_stuck')).toEqual([['ASSIGN', 'agnes', { assigneeBefore: null, assignee: 'agnes' }]]);
  });

  it('the next order of a list is of that list, also of one that cannot be narrowed to what nobody has', async () => {
    for (let minute = 0; minute < 40; minute += 1) {
      await plant(`chg_${minute}`, 'stuck', { minute, country: minute % 2 === 0 ? 'FR' : 'DE' });
    }
    const agent = await keyOf('agnes');
    const inGermany = { query: { waits: 'stuck', country: 'DE', sort: 'updated' } };
    for (const changeId of ['chg_1', 'chg_3']) {
      expect((await takeNext(agent, inGermany)).body.order.changeId).toBe(changeId);
    }
    expect((await takeNext(agent, { query: { code: 'timeout' } })).body.order.changeId).toBe('chg_0');
    expect((await takeNext(agent, { query: { waits: 'support' } })).body).toEqual({ order: null });
    const odd = await takeNext(agent, { query: { state: 'reserving', code: 'timeout' } });
    expect(odd.body).toMatchObject({ status: 422, code: 'filters_not_combined' });
  });

  it('the next order of many who ask at the same moment is another one for each, and none for the rest', async () => {
    const [orders, agents] = [15, 20];
    for (let minute = 0; minute < orders; minute += 1) await plant(`chg_${minute}`, 'stuck', { minute });
    const keys = await Promise.all(Array.from({ length: agents }, (_, index) => keyOf(`agent_${index}`)));
    const replies = await Promise.all(keys.map((key) => takeNext(key)));
    expect(replies.map(({ status }) => status)).toEqual(Array(agents).fill(200));
    const taken = replies.flatMap(({ body }) => (body.order === null ? [] : [body.order]));
    expect(new Set(taken.map(({ changeId }) => changeId)).size).toBe(orders);
    expect(taken).toHaveLength(orders);
    for (const [index, { body }] of replies.entries()) {
      if (body.order === null) continue;
      expect(body.order.assignee).toBe(`agent_${index}`);
      expect(await stand.store.orders.findAtDesk('acme', body.order.changeId)).toMatchObject({
        assigneeId: `agent_${index}`,
      });
    }
  });

  it('the same request gets the same order again, though its answer was lost', async () => {
    await plant('chg_1', 'stuck', { minute: 1 });
    await plant('chg_2', 'stuck', { minute: 2 });
    const agent = await keyOf('agnes');
    // The order is taken, and cannot be read again for the answer.
    jest.spyOn(stand.store.orders, 'findDoc').mockRejectedValueOnce(new Error('lost'));
    expect((await takeNext(agent, {}, 'once')).status).toBe(500);
    expect((await takeNext(agent, {}, 'once')).body.order.changeId).toBe('chg_1');
    expect(await stand.store.orders.findAtDesk('acme', 'chg_2')).toMatchObject({ assigneeId: null });
    expect((await deedsOf('chg_1')).map(([action]) => action)).toEqual(['ASSIGN']);
  });

  it('an order that has left the list since it was read is not given to anybody', async () => {
    await plant('chg_1', 'stuck', { minute: 1 });
    const [stale] = await stand.store.orders.list(
      { tenantId: 'acme', filters: { waits: 'stuck', unassigned: true }, sorting: 'age' },
      1,
    );
    await stand.store.orders.project(
      sampleView(
        { sequence: 6, state: 'completed', tags: ['settled'], status: 'done' },
        { tenantId: 'acme', changeId: 'chg_1' },
      ),
    );
    jest.spyOn(stand.store.orders, 'list').mockResolvedValueOnce(stale === undefined ? [] : [stale]);
    expect((await takeNext(await keyOf('agnes'), { query: { waits: 'stuck' } })).body).toEqual({ order: null });
    expect(await stand.store.orders.findAtDesk('acme', 'chg_1')).toMatchObject({ assigneeId: null });
    expect((await deedsOf('chg_1')).map(([action]) => action)).toEqual(['ASSIGN', 'ASSIGN:refused']);
  });

  it('the next order is never one of another tenant', async () => {
    await plant('chg_1', 'stuck', { minute: 1 });
    const stranger = await stand.key('support_agent', { userId: 'agnes', tenantId: 'other' });
    expect((await takeNext(stranger)).body).toEqual({ order: null });
  });
});

describe('taking an order that one sees', () => {
  const put = (key: string, changeId: string, body: object): Promise<Reply> =>
    request(stand, 'PUT', `/v1/changes/${changeId}/assignee`, {
      ...{ key, body, headers: { 'idempotency-key': randomUUID(), 'if-match': '"5"' } },
    });
  const WHY = { reasonCode: 'handed_on', reason: 'She knows the customer.' };

  it('nobody asks why of somebody who takes what nobody has; of everything else they do', async () => {
    await plant('chg_1', 'stuck', { minute: 1 });
    const [agnes, bea] = [await keyOf('agnes'), await keyOf('bea')];
    const given = await put(agnes, 'chg_1', { assignee: 'bea' });
    expect(given.body).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '/reasonCode', detail: 'Say why: a reason code and a few words.' }, { pointer: '/reason' }],
    });
    expect((await put(agnes, 'chg_1', { assignee: 'agnes' })).body).toEqual({ changeId: 'chg_1', assignee: 'agnes' });
    // It is hers already.
    expect((await put(agnes, 'chg_1', { assignee: 'agnes' })).status).toBe(200);
    expect((await put(bea, 'chg_1', { assignee: 'bea' })).status).toBe(422);
    expect((await put(agnes, 'chg_1', { assignee: null, reason: 'No time.' })).body.errors).toEqual([
      expect.objectContaining({ pointer: '/reasonCode' }),
    ]);
    expect((await put(bea, 'chg_1', { assignee: 'bea', ...WHY })).status).toBe(200);
    expect(await deedsOf('chg_1')).toEqual([
      ['ASSIGN', 'agnes', { assigneeBefore: null, assignee: 'agnes' }],
      ['ASSIGN', 'agnes', { assigneeBefore: 'agnes', assignee: 'agnes' }],
      ['ASSIGN', 'bea', { ...WHY, assigneeBefore: 'agnes', assignee: 'bea' }],
    ]);
  });
});

describe('colleagues', () => {
  it('colleagues are those of support and operators who sign in or hold a key that is good, by name, in their strongest role', async () => {
    const agent = await keyOf('agnes');
    await stand.key('support_lead', { userId: 'agnes' });
    await stand.key('service');
    await stand.key('operator', { userId: 'olga' });
    await stand.key('support_agent', { userId: 'gone' });
    await stand.key('support_agent', { userId: 'once', expiresAt: '2026-01-01T00:00:00.000Z' });
    await stand.key('support_agent', { userId: 'yves', expiresAt: '2100-01-01T00:00:00.000Z' });
    await stand.key('support_agent', { userId: 'stranger', tenantId: 'other' });
    const signsIn = (userId: string, daysAgo: number) =>
      stand.store.staff.noteSignIn(
        { tenantId: 'acme', userId, role: 'support_agent' },
        new Date(Date.now() - daysAgo * 86_400_000),
      );
    await signsIn('bea', 89);
    await signsIn('long_ago', 91);
    const person = { tenantId: 'acme', mailAddress: null, locale: null, asOf: new Date() };
    await stand.store.people.record({ ...person, personId: 'bea', name: 'Béatrice Noël', hasLeft: false });
    await stand.store.people.record({ ...person, personId: 'gone', name: null, hasLeft: true });
    const { body } = await request(stand, 'GET', '/v1/staff', { key: agent });
    expect(body.items).toEqual([
      { userId: 'agnes', name: null, role: 'support_lead' },
      { userId: 'bea', name: 'Béatrice Noël', role: 'support_agent' },
      { userId: 'olga', name: null, role: 'operator' },
      { userId: 'yves', name: null, role: 'support_agent' },
    ]);
  });
});
