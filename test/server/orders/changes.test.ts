import { randomUUID } from 'node:crypto';
import type { QuoteOutput } from '../../../machines/subscription-change/steps';
import { Gate } from '../../support/gate';
import { sampleQuote } from '../../support/sample-quote';
import { SMOOTH } from '../../support/scripted-steps';
import { bringIn } from '../facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../stand';

/** The real API in front of real workflows; only the steps are scripted, and each subscription picks its script. */

let stand: ServerStand;
let key: string;

const slowQuote = new Gate<QuoteOutput>();
const slowCharge = new Gate<void>();
const chargedSlowly = new Set<string>();
const assessments: string[] = [];

beforeAll(async () => {
  stand = await startServerStand({
    worker: {
      assess: async (input) => {
        const [{ subscriptionId = '', seats } = {}] = input.changes;
        assessments.push(input.changeId);
        if (input.actor.userId !== 'user_1') return refused('not_billing_contact', { userId: input.actor.userId });
        if (seats === 99) return refused('seats_out_of_range', { seats: 99, minSeats: 1, maxSeats: 50 });
        const smooth = await SMOOTH.assess(input);
        if (!smooth.accepted) throw new Error('The smooth script accepts.');
        return { ...smooth, paymentMethod: subscriptionId === 'sub_unpaid' ? null : 'pm_saved' };
      },
      quote: async (input) =>
        input.changes[0]?.subscriptionId === 'sub_slow' ? slowQuote.pass() : { quote: sampleQuote(), costsMore: false },
      charge: async (input) => {
        if (chargedSlowly.has(input.changeId)) await slowCharge.pass();
        return SMOOTH.charge(input);
      },
    },
  });
  key = await stand.key('service');
  await bringIn(stand, key);
  const { body } = await request(stand, 'GET', '/v1/subscriptions/sub_1', { key });
  for (const subscriptionId of ['sub_slow', 'sub_unpaid']) {
    const { subscriptionId: _, assignedSeats: __, freeSeats: ___, ...facts } = body;
    await request(stand, 'PUT', `/v1/subscriptions/${subscriptionId}`, { key, body: facts });
  }
});
afterAll(() => stand.stop());

const refused = (code: 'not_billing_contact' | 'seats_out_of_range', facts: Record<string, string | number>) => ({
  accepted: false as const,
  refusal: { code, facts },
});

const start = (body: object = {}, headers: Record<string, string> = {}): Promise<Reply> =>
  request(stand, 'POST', '/v1/changes', {
    key,
    body: { subscriptionId: 'sub_1', seats: 8, ...body },
    headers: { ...commandFor('user_1'), ...headers },
  });

const send = (changeId: string, body: object, headers: Record<string, string> = {}): Promise<Reply> =>
  request(stand, 'POST', `/v1/changes/${changeId}/events`, {
    key,
    body,
    headers: { ...commandFor('user_1'), ...headers },
  });

const started = async (body: object = {}): Promise<Reply['body']> => {
  const reply = await start(body);
  expect(reply.status).toBe(201);
  return reply.body;
};

const look = (changeId: string, query = '', headers: Record<string, string> = {}): Promise<Reply> =>
  request(stand, 'GET', `/v1/changes/${changeId}${query}`, { key, headers });

describe('starting a change', () => {
  it('a started change is answered with its quote in the same round trip', async () => {
    const reply = await start();
    expect(reply.status).toBe(201);
    expect(reply.headers.get('location')).toBe(`/v1/changes/${reply.body.changeId}`);
    expect(reply.headers.get('etag')).toBe(`"${reply.body.sequence}"`);
    expect(reply.body).toMatchObject({ state: 'reviewing', settled: true, accountId: 'acc_1' });
    expect(reply.body.quote.dueToday).toEqual({ amount: '357.67', currency: 'EUR' });
    expect(reply.body.allowedEvents).toEqual(expect.arrayContaining(['EDIT', 'CHECKOUT', 'CANCEL']));
    expect(reply.body.headline).toBe('The customer reads the order summary next.');
  });

  it('a refused change is told with its status, text, facts and order', async () => {
    const reply = await start({ seats: 99 }, { 'accept-language': 'fr' });
    expect(reply.status).toBe(422);
    expect(reply.body).toMatchObject({
      code: 'seats_out_of_range',
      facts: { seats: 99, minSeats: 1, maxSeats: 50 },
      detail: 'Cette formule compte de 1 à 50 sièges ; 99 est hors limites.',
      changeId: expect.stringMatching(/^chg_[0-9a-f]{40}$/),
    });
    expect((await look(reply.body.changeId)).body).toMatchObject({ state: 'refused', done: true });
  });

  it('a change by somebody who is not the billing contact is refused, whatever the caller says', async () => {
    const reply = await start({}, commandFor('user_2'));
    expect(reply.status).toBe(403);
    expect(reply.body.code).toBe('not_billing_contact');
  });

  it('a started change is answered with 202 when the order does not settle within the caller’s patience', async () => {
    const reply = await start({ subscriptionId: 'sub_slow' }, { prefer: 'wait=1' });
    expect(reply.status).toBe(202);
    expect(reply.body).toMatchObject({ state: 'quoting.working', settled: false });
    const { changeId } = reply.body;
    const waiting = look(changeId, '?wait=settled', { prefer: 'wait=30' });
    slowQuote.open({ quote: sampleQuote(), costsMore: false });
    expect((await waiting).body).toMatchObject({ changeId, state: 'reviewing', settled: true });
  });

  it('a change of an absent subscription starts nothing', async () => {
    const before = assessments.length;
    const reply = await start({ subscriptionId: 'nobody' });
    expect(reply.status).toBe(404);
    expect(reply.body.code).toBe('subscription_not_found');
    expect(assessments).toHaveLength(before);
  });
});

describe('abuse 3: the same request twice at the same moment', () => {
  it('the same request sent twice at the same moment starts one order', async () => {
    const headers = commandFor('user_1');
    const [first, second] = await Promise.all([start({}, headers), start({}, headers)]);
    const statuses = [first.status, second.status].sort();
    expect([
      [201, 201],
      [201, 409],
    ]).toContainEqual(statuses);
    const ids = [first, second].filter(({ status }) => status === 201).map(({ body }) => body.changeId);
    expect(new Set(ids).size).toBe(1);
    const again = await start({}, headers);
    expect(again.status).toBe(201);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.headers.get('etag')).toBe(`"${again.body.sequence}"`);
    expect(again.body.changeId).toBe(ids[0]);
    const slashed = await request(stand, 'POST', '/v1/changes/', {
      key,
      body: { subscriptionId: 'sub_1', seats: 8 },
      headers,
    });
    expect(slashed.body.changeId).toBe(ids[0]);
    expect(assessments.filter((changeId) => changeId === ids[0])).toHaveLength(1);
  });
});

describe('abuse 4: the same key with another body', () => {
  it('a request with another body under the same key is refused and changes nothing', async () => {
    const headers = commandFor('user_1');
    const first = await start({}, headers);
    const reply = await start({ seats: 9 }, headers);
    expect(reply.status).toBe(422);
    expect(reply.body.code).toBe('idempotency_key_reused');
    expect((await look(first.body.changeId)).body.changes).toEqual([{ subscriptionId: 'sub_1', seats: 8 }]);
  });

  it('a request for another person under the same key is refused', async () => {
    const idempotencyKey = randomUUID();
    await start({}, commandFor('user_1', idempotencyKey));
    const reply = await start({}, commandFor('user_2', idempotencyKey));
    expect(reply.body.code).toBe('idempotency_key_reused');
  });
});

describe('sending events', () => {
  it('events lead an order to its end', async () => {
    const { changeId } = await started();
    expect((await send(changeId, { type: 'CHECKOUT' })).body.state).toBe('verifying');
    const placed = await send(changeId, { type: 'PLACE_ORDER', quoteHash: 'f'.repeat(64) });
    expect(placed.status).toBe(200);
    expect(placed.body).toMatchObject({ state: 'completed', done: true });
    const { body } = await request(stand, 'GET', `/v1/changes/${changeId}/timeline`, { key });
    expect(body.items.at(-1)).toMatchObject({ kind: 'move', to: 'completed', text: 'The order is completed.' });
  });

  it('an order that is being paid shows where it stands, and not where it settled last', async () => {
    const { changeId } = await started();
    chargedSlowly.add(changeId);
    const checkedOut = await send(changeId, { type: 'CHECKOUT' });
    const placed = await send(changeId, { type: 'PLACE_ORDER' }, { prefer: 'wait=0' });
    await slowCharge.arrived();
    const { body } = await look(changeId);
    expect(placed.status).toBe(202);
    expect(body).toMatchObject({ state: 'settlingPayment.charging', settled: false, allowedEvents: ['CANCEL'] });
    expect(body.sequence).toBeGreaterThan(checkedOut.body.sequence);
    slowCharge.open();
    expect((await look(changeId, '?wait=settled')).body).toMatchObject({ state: 'completed' });
  });

  it('an event happens once, also when the answer is asked for again', async () => {
    const { changeId } = await started();
    const headers = commandFor('user_1');
    const first = await send(changeId, { type: 'CHECKOUT' }, headers);
    const again = await send(changeId, { type: 'CHECKOUT' }, headers);
    expect(again.status).toBe(200);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
  });

  it('an event that is not allowed now is refused, with those that are', async () => {
    const { changeId } = await started();
    for (const patience of ['wait=10', 'wait=0']) {
      const reply = await send(changeId, { type: 'PLACE_ORDER' }, { prefer: patience });
      expect(reply.status).toBe(409);
      expect(reply.body).toMatchObject({ code: 'event_not_allowed', state: 'reviewing', changeId });
      expect(reply.body.allowedEvents).toContain('CHECKOUT');
    }
    expect((await look(changeId)).body.state).toBe('reviewing');
  });

  it('an order that cannot be placed yet says what is missing', async () => {
    const { changeId } = await started({ subscriptionId: 'sub_unpaid' });
    await send(changeId, { type: 'CHECKOUT' });
    const reply = await send(changeId, { type: 'PLACE_ORDER' });
    expect(reply.status).toBe(409);
    expect(reply.body).toMatchObject({
      code: 'payment_details_required',
      missing: ['payment_details_or_vat_number'],
    });
    expect((await send(changeId, { type: 'PROVIDE_PAYMENT', paymentToken: 'tok_1' })).body.missing).toEqual([]);
  });

  it('a change that has taken effect is too late to cancel', async () => {
    const { changeId } = await started();
    await send(changeId, { type: 'CHECKOUT' });
    await send(changeId, { type: 'PLACE_ORDER' });
    const reply = await send(changeId, { type: 'CANCEL' });
    expect(reply.status).toBe(409);
    expect(reply.body.code).toBe('too_late_to_cancel');
  });

  it('a refused edit is answered with its refusal and leaves the order as it was', async () => {
    const { changeId } = await started();
    const reply = await send(changeId, { type: 'EDIT', changes: [{ subscriptionId: 'sub_1', seats: 99 }] });
    expect(reply.status).toBe(422);
    expect(reply.body).toMatchObject({ code: 'seats_out_of_range', changeId });
    expect((await look(changeId)).body).toMatchObject({
      state: 'reviewing',
      changes: [{ subscriptionId: 'sub_1', seats: 8 }],
    });
  });

  it('an order is not placed on a quote that the customer has not seen', async () => {
    const { changeId } = await started();
    await send(changeId, { type: 'CHECKOUT' });
    const reply = await send(changeId, { type: 'PLACE_ORDER', quoteHash: 'e'.repeat(64) });
    expect(reply.status).toBe(409);
    expect(reply.body.code).toBe('quote_changed');
  });

  it('an event of the system or the machine’s own is refused', async () => {
    const { changeId } = await started();
    for (const type of ['NUDGE', 'EXPIRE', 'SUPERSEDED', 'xstate.done.actor.charge', 'xstate.init']) {
      const reply = await send(changeId, { type, output: { status: 'paid' } });
      expect(reply.status).toBe(422);
      expect(reply.body.errors[0].pointer).toBe('/type');
    }
  });

  it('card data and what cannot be a VAT number are refused at the door', async () => {
    const { changeId } = await started();
    await send(changeId, { type: 'CHECKOUT' });
    const card = await send(changeId, { type: 'PROVIDE_PAYMENT', paymentToken: '4111111111111111' });
    expect(card.body).toMatchObject({ status: 422, code: 'card_data_refused' });
    expect(JSON.stringify(card.body)).not.toContain('4111');
    const number = await send(changeId, { type: 'PROVIDE_VAT', vatNumber: 'DE DE 246595415' });
    expect(number.body).toMatchObject({ status: 422, code: 'vat_format', errors: [{ pointer: '/vatNumber' }] });
  });

  it('an event of a user who is not the billing contact is refused', async () => {
    const { changeId } = await started();
    const reply = await send(changeId, { type: 'CHECKOUT' }, commandFor('user_2'));
    expect(reply.body).toMatchObject({ status: 403, code: 'not_billing_contact' });
    const stranger = await send(changeId, { type: 'CHECKOUT' }, commandFor('user_3'));
    expect(stranger.body).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('an event with If-Match is compared with where the order stands', async () => {
    const { changeId, sequence } = await started();
    const stale = await send(changeId, { type: 'CHECKOUT' }, { 'if-match': `"${sequence - 1}"` });
    expect(stale.status).toBe(412);
    expect(stale.headers.get('etag')).toBe(`"${sequence}"`);
    expect((await send(changeId, { type: 'CHECKOUT' }, { 'if-match': `"${sequence}"` })).status).toBe(200);
  });
});
