import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { Temporal } from '../../../server/api/temporal';
import { unavailable } from '../../../server/http/problem';
import { SMOOTH } from '../../support/scripted-steps';
import { ACCOUNT, bringIn } from '../facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../stand';

/** What a second person sees of a request, and what the first one hears of it. */

let stand: ServerStand;
const keys = { service: '', agent: '', lead: '', otherLead: '', operator: '' };

const WHY = { reasonCode: 'done_by_hand', reason: 'Delivered by the colleagues in Lyon.' };
const OVERRIDE = { type: 'OVERRIDE', evidence: 'Note of delivery 4711.', ...WHY };

beforeAll(async () => {
  const tried = new Set<string>();
  stand = await startServerStand({
    worker: {
      apply: async () => ({ status: 'applied', fulfilment: 'needed', seatsAdded: [] }),
      fulfil: async (input) => {
        if (tried.has(input.changeId)) return SMOOTH.fulfil(input);
        tried.add(input.changeId);
        throw ApplicationFailure.nonRetryable('down', 'FulfilmentUnavailable');
      },
    },
  });
  keys.service = await stand.key('service');
  keys.agent = await stand.key('support_agent', { userId: 'agent_1' });
  keys.lead = await stand.key('support_lead', { userId: 'lead_1' });
  keys.otherLead = await stand.key('support_lead', { userId: 'lead_2' });
  keys.operator = await stand.key('operator', { userId: 'olga' });
  await bringIn(stand, keys.service);
  const named = { ...ACCOUNT, companyName: 'Atelier Nord', version: 2 };
  await request(stand, 'PUT', '/v1/accounts/acc_1', { key: keys.service, body: named });
});
afterAll(() => stand.stop());

async function stuckInFulfilment(): Promise<{ changeId: string; etag: string }> {
  const started = await request(stand, 'POST', '/v1/changes', {
    ...{ key: keys.service, body: { subscriptionId: 'sub_1', seats: 6 }, headers: commandFor('user_1') },
  });
  const { changeId } = started.body;
  let sequence = 0;
  for (const type of ['CHECKOUT', 'PLACE_ORDER']) {
    const reply = await request(stand, 'POST', `/v1/changes/${changeId}/events`, {
      ...{ key: keys.service, body: { type }, headers: commandFor('user_1') },
    });
    sequence = reply.body.sequence;
  }
  return { changeId, etag: `"${sequence}"` };
}

const send = (who: keyof typeof keys, changeId: string, body: object, etag: string): Promise<Reply> =>
  request(stand, 'POST', `/v1/changes/${changeId}/events`, {
    ...{ key: keys[who], body },
    headers: { 'idempotency-key': randomUUID(), 'if-match': etag },
  });

const reject = (who: keyof typeof keys, grantId: string): Promise<Reply> =>
  request(stand, 'POST', `/v1/requests/${grantId}/reject`, {
    ...{ key: keys[who], body: { reasonCode: 'mistake', reason: 'Lyon has not delivered.' } },
    headers: { 'idempotency-key': randomUUID() },
  });

const see = (who: keyof typeof keys, grantId: string, language = 'en'): Promise<Reply> =>
  request(stand, 'GET', `/v1/requests/${grantId}`, { key: keys[who], headers: { 'accept-language': language } });

/** An override that waits for a second person, and its order. */
async function asked(): Promise<{ changeId: string; etag: string; grantId: string }> {
  const order = await stuckInFulfilment();
  const { grantId } = (await send('lead', order.changeId, OVERRIDE, order.etag)).body;
  return { ...order, grantId };
}

describe('an open request', () => {
  it('an open request shows the second person the order, the act in words and what it would do at this moment', async () => {
    const { changeId, grantId } = await asked();
    const { body } = await see('otherLead', grantId);
    expect(body).toMatchObject({
      ...{ grantId, changeId, event: 'OVERRIDE', label: 'Enter the result by hand', requestedBy: 'lead_1', ...WHY },
      evidence: OVERRIDE.evidence,
      order: { changeId, accountName: 'Atelier Nord', waits: 'stuck', stuck: { step: 'fulfilling' } },
      preview: { event: 'OVERRIDE', needsSecondPerson: false, path: ['completed'], clears: { step: 'fulfilling' } },
      ...{ objection: null, movedSince: [], mayApprove: true, whyNot: null, closed: null },
    });
    expect((await see('otherLead', grantId, 'fr')).body.label).toBe('Saisir le résultat à la main');
    const looks = await stand.store.audit.list('acme', new Date(Date.now() + 1_000), 50);
    const facts = { of: 'order', id: changeId };
    expect(looks).toContainEqual(expect.objectContaining({ action: 'READ', actorId: 'lead_2', facts }));
  });

  it('a list of requests names the order of each and who may approve it, and computes no preview', async () => {
    const { changeId, grantId } = await asked();
    const { body } = await request(stand, 'GET', '/v1/requests', { key: keys.otherLead });
    const [item] = body.items.filter((one: { grantId: string }) => one.grantId === grantId);
    const order = { changeId, accountName: 'Atelier Nord' };
    expect(item).toMatchObject({ order, preview: null, mayApprove: true, closed: null });
  });

  it.each([
    ['lead', 'You asked for it yourself: a second person approves it.'],
    ['agent', 'A support lead approves it.'],
    ['operator', 'A support lead approves it.'],
  ] as const)('a request tells why %s may not approve it', async (who, whyNot) => {
    const { grantId } = await asked();
    expect((await see(who, grantId)).body).toMatchObject({ mayApprove: false, whyNot });
  });

  it('a request tells what its order has done since, and why the act would be refused there', async () => {
    const { changeId, etag, grantId } = await asked();
    const retried = await send('agent', changeId, { type: 'RETRY', ...WHY }, etag);
    expect(retried.body.state).toBe('completed');
    const { body } = await see('otherLead', grantId);
    expect(body).toMatchObject({ preview: null, objection: 'The order is over.', order: { state: 'completed' } });
    expect(body.movedSince.map(({ event }: { event: string }) => event)).toEqual(['RETRY', 'fulfil done']);
    expect(body.movedSince.at(-1)).toMatchObject({ kind: 'move', to: 'completed' });
    const { items } = (await request(stand, 'GET', '/v1/requests', { key: keys.otherLead })).body;
    expect(items.find((one: { grantId: string }) => one.grantId === grantId)).toMatchObject({ movedSince: [] });
  });

  it('a request is told without a preview where no worker answers', async () => {
    const { changeId, grantId } = await asked();
    const asking = jest.spyOn(Temporal.prototype, 'query').mockRejectedValue(unavailable('temporal'));
    const { status, body } = await see('otherLead', grantId);
    asking.mockRestore();
    expect(status).toBe(200);
    expect(body).toMatchObject({ grantId, order: { changeId }, preview: null, objection: null, mayApprove: true });
  });

  it('a request is told by a worker of an earlier release too, which does not name the way', async () => {
    const { grantId } = await asked();
    const { query } = Temporal.prototype;
    const asking = jest.spyOn(Temporal.prototype, 'query').mockImplementation(async function (this: Temporal, ...call) {
      const { path: _, ...told } = (await query.apply(this, call)) as { path: unknown };
      return told;
    });
    const { body } = await see('otherLead', grantId);
    asking.mockRestore();
    expect(body.preview).toMatchObject({ path: ['completed'], leadsTo: { state: 'completed' } });
  });
});

describe('a request that is over', () => {
  it('a request that was rejected tells who asked by whom, when and why', async () => {
    const { grantId } = await asked();
    await reject('otherLead', grantId);
    const { body } = await see('lead', grantId);
    expect(body.closed).toEqual({
      ...{ as: 'rejected', by: 'lead_2', reason: 'Lyon has not delivered.' },
      at: expect.stringMatching(/^20\d\d-/),
    });
    expect(body).toMatchObject({ preview: null, objection: null, mayApprove: false, whyNot: 'The request is over.' });
  });

  it('a request that was approved says by whom', async () => {
    const { changeId, etag, grantId } = await asked();
    const approved = await send('otherLead', changeId, { ...OVERRIDE, grantId }, etag);
    expect(approved.body.state).toBe('completed');
    expect((await see('lead', grantId)).body.closed).toMatchObject({ as: 'approved', by: 'lead_2', reason: null });
    await stand.store.grants.use({ tenantId: 'acme', grantId }, 'upd_1', new Date());
    expect((await see('lead', grantId)).body.closed).toMatchObject({ as: 'used', by: 'lead_2' });
  });

  it('a request whose day is over says so, also before housekeeping has closed it', async () => {
    const { grantId } = await asked();
    const grant = await stand.store.grants.find('acme', grantId);
    await stand.store.grants.request({
      ...{ tenantId: 'acme', grantId: 'grt_late', changeId: grant?.changeId ?? '', eventType: 'OVERRIDE', ...WHY },
      ...{ evidence: 'x', subject: null, requestedBy: 'lead_1', approvedBy: null },
      ...{ requestedAt: new Date('2026-01-01T10:00:00Z'), expiresAt: new Date('2026-01-02T10:00:00Z') },
    });
    const expired = { as: 'expired', by: null, at: '2026-01-02T10:00:00.000Z', reason: null };
    expect((await see('lead', 'grt_late')).body.closed).toEqual(expired);
    await stand.store.grants.expire({ tenantId: 'acme', grantId: 'grt_late' });
    expect((await see('lead', 'grt_late')).body.closed).toEqual(expired);
  });

  it('a permission that asked nobody is no request, and one of another tenant is none', async () => {
    await stand.store.grants.request({
      ...{ tenantId: 'acme', grantId: 'grt_alone', changeId: 'chg_1', eventType: 'RETRY', ...WHY },
      ...{ evidence: null, subject: null, requestedBy: 'agent_1', approvedBy: null },
    });
    expect((await see('lead', 'grt_alone')).status).toBe(404);
    const { grantId } = await asked();
    const stranger = await stand.key('support_lead', { userId: 'lead_1', tenantId: 'other' });
    expect((await request(stand, 'GET', `/v1/requests/${grantId}`, { key: stranger })).status).toBe(404);
  });
});

describe('a request that is about no order', () => {
  it('a change of the settings has no order and no preview, and an operator approves it', async () => {
    await stand.store.grants.request({
      ...{ tenantId: 'acme', grantId: 'grt_settings', changeId: 'settings', eventType: 'CHANGE_SETTINGS', ...WHY },
      ...{ evidence: 'x', subject: null, requestedBy: 'olga', approvedBy: null },
      ...{ requestedAt: new Date(), expiresAt: new Date(Date.now() + 60_000) },
    });
    const { body } = await see('lead', 'grt_settings');
    expect(body).toMatchObject({ order: null, preview: null, objection: null, whyNot: 'An operator approves it.' });
  });
});
