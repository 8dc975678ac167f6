import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { SMOOTH } from '../../support/scripted-steps';
import { bringIn } from '../facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../stand';

/** Support sees what an act would do before it has said why. */

let stand: ServerStand;
const keys = { service: '', agent: '', lead: '', otherLead: '' };

const WHY = { reasonCode: 'gateway_checked', reason: 'Seen in the console of the gateway.' };
/** So many seats are sold by an advisor. */
const MANY = 40;

beforeAll(async () => {
  const tried = new Set<string>();
  stand = await startServerStand({
    worker: {
      assess: async (input) => {
        const assessed = await SMOOTH.assess(input);
        return input.changes[0]?.seats === MANY ? { ...assessed, route: 'advisor' as const } : assessed;
      },
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
  await bringIn(stand, keys.service);
});
afterAll(() => stand.stop());

async function started(seats: number): Promise<Reply> {
  return request(stand, 'POST', '/v1/changes', {
    ...{ key: keys.service, body: { subscriptionId: 'sub_1', seats }, headers: commandFor('user_1') },
  });
}

const command = (changeId: string, body: object): Promise<Reply> =>
  request(stand, 'POST', `/v1/changes/${changeId}/events`, { key: keys.service, body, headers: commandFor('user_1') });

const support = (who: keyof typeof keys, order: Reply, path: string, body: object): Promise<Reply> =>
  request(stand, 'POST', `/v1/changes/${order.body.changeId}/${path}`, {
    ...{ key: keys[who], body },
    headers: { 'idempotency-key': randomUUID(), 'if-match': `"${order.body.sequence}"` },
  });

const tryOut = (who: keyof typeof keys, order: Reply, body: object) => support(who, order, 'events/preview', body);

/** An order at checkout. */
async function atCheckout(): Promise<Reply> {
  const { changeId } = (await started(6)).body;
  return command(changeId, { type: 'CHECKOUT' });
}

async function stuckInFulfilment(): Promise<Reply> {
  const { changeId } = (await atCheckout()).body;
  const placed = await command(changeId, { type: 'PLACE_ORDER' });
  expect(placed.body.state).toMatch(/fulfilling\.stuck/);
  return placed;
}

/** The states at the top of the statechart that an order went through after a sequence, as its timeline tells. */
async function wentThrough({ body }: Reply): Promise<string[]> {
  const doc = await stand.store.orders.findDoc('acme', body.changeId);
  const later = (doc?.moves ?? []).filter(({ sequence }) => sequence > body.sequence);
  const tops = later.map(({ to }) => to.split('.', 1)[0] ?? to);
  return tops.filter((state, index) => state !== tops[index - 1]);
}

describe('the way that an act would lead', () => {
  it('a preview names each state on the way, and the order goes that way', async () => {
    const order = await atCheckout();
    const preview = await tryOut('agent', order, { type: 'PLACE_ORDER', consent: 'By phone, 23 November.' });
    const path = ['reserving', 'settlingPayment', 'applying', 'finishing', 'completed'];
    expect(preview.body).toMatchObject({ state: 'verifying', path, leadsTo: { state: 'completed' } });
    await command(order.body.changeId, { type: 'PLACE_ORDER' });
    // It got stuck on the way.
    expect(await wentThrough(order)).toEqual(path.slice(0, -1));
  });

  it('a preview that is decided to its end ends with the state where the order rests', async () => {
    const order = await stuckInFulfilment();
    const { body } = await tryOut('agent', order, { type: 'RETRY' });
    expect(body).toMatchObject({ undecided: null, path: ['completed'], leadsTo: { state: 'completed', done: true } });
    const retried = await support('agent', order, 'events', { type: 'RETRY', ...WHY });
    expect(retried.body.state).toBe('completed');
    expect((await wentThrough(order)).at(-1)).toBe('completed');
  });

  it('a way of which only an answer tells how it goes on ends where that is asked', async () => {
    const order = await atCheckout();
    const edit = { type: 'EDIT', changes: [{ subscriptionId: 'sub_1', seats: 9 }] };
    const { body } = await tryOut('agent', order, edit);
    expect(body).toMatchObject({ undecided: 'assess', path: ['assessing'], leadsTo: { state: 'assessing.working' } });
  });

  it('an act that leaves the order in its state has no way', async () => {
    const order = await stuckInFulfilment();
    expect((await tryOut('agent', order, { type: 'HOLD' })).body).toMatchObject({ path: [], steps: [] });
  });
});

describe('an act that is tried out before anybody has said why', () => {
  it('a preview needs neither reason nor evidence, and the act itself needs both', async () => {
    const order = await stuckInFulfilment();
    const override = { type: 'OVERRIDE' };
    const preview = await tryOut('lead', order, override);
    expect(preview.body).toMatchObject({ event: 'OVERRIDE', needsSecondPerson: true, path: ['completed'] });
    const sent = await support('lead', order, 'events', override);
    expect(sent.status).toBe(422);
    const pointers = sent.body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual(['/evidence', '/reasonCode', '/reason']);
    expect((await stand.store.orders.findDoc('acme', order.body.changeId))?.sequence).toBe(order.body.sequence);
  });

  it('a preview says the same with the reason as without', async () => {
    const order = await stuckInFulfilment();
    const without = await tryOut('agent', order, { type: 'SKIP' });
    expect(without.status).toBe(200);
    expect((await tryOut('agent', order, { type: 'SKIP', ...WHY })).body).toEqual(without.body);
  });

  it('a preview of a request that is approved asks for no evidence again, and is refused to who asked', async () => {
    const order = await stuckInFulfilment();
    const asked = await support('lead', order, 'events', { type: 'OVERRIDE', evidence: 'By hand.', ...WHY });
    const { grantId } = asked.body;
    const approving = { type: 'OVERRIDE', grantId };
    expect((await tryOut('otherLead', order, approving)).body).toMatchObject({ needsSecondPerson: false });
    expect((await tryOut('lead', order, approving)).body.code).toBe('second_person_required');
    const other = await tryOut('otherLead', order, { ...approving, evidence: 'Something else.' });
    expect(other.body).toMatchObject({ code: 'evidence_changed', evidence: 'By hand.' });
  });

  it('a hand-over is tried out as if accepted for now, without the customer’s purchase order', async () => {
    const order = await started(MANY);
    expect(order.body.state).toMatch(/^handedOver/);
    const accepted = await tryOut('agent', order, { type: 'ACCEPT_HANDOVER' });
    expect(accepted.body).toMatchObject({ event: 'ACCEPT_HANDOVER', path: expect.arrayContaining(['reviewing']) });
    const sent = await support('agent', order, 'events', { type: 'ACCEPT_HANDOVER', effective: 'now', ...WHY });
    expect(sent.body).toMatchObject({ status: 422, errors: [{ pointer: '/purchaseOrder' }] });
    const declined = await tryOut('agent', order, { type: 'DECLINE_HANDOVER' });
    expect(declined.body.path).toEqual(['releasing', 'cancelled']);
  });

  it('a consent and a deadline may be left out too; a deadline that is said is looked at', async () => {
    const order = await atCheckout();
    expect((await tryOut('agent', order, { type: 'PLACE_ORDER' })).status).toBe(200);
    expect((await tryOut('lead', order, { type: 'EXTEND_QUOTE' })).body).toMatchObject({ path: [], movesMoney: false });
    const past = { type: 'EXTEND_QUOTE', until: '2020-01-01T00:00:00Z' };
    expect((await tryOut('lead', order, past)).body).toMatchObject({ status: 422, errors: [{ pointer: '/until' }] });
  });

  it('what decides where the order goes is asked in a preview as well', async () => {
    const order = await atCheckout();
    for (const event of [{ type: 'EDIT' }, { type: 'PROVIDE_VAT' }, { type: 'PROVIDE_PAYMENT' }]) {
      expect((await tryOut('agent', order, event)).body.code).toBe('invalid_request');
    }
  });
});
