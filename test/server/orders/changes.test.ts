import { randomUUID } from 'node:crypto';
import type { QuoteOutput } from '../../../machines/subscription-change/steps';
import { Gate } from '../../support/gate';
import { sampleQuote } from '../../support/sample-quote';
import { SMOOTH } from '../../support/scripted-steps';
import { bringIn } from '../facts/facts';
import { commandFor, type Reply, request, startWorld, type World } from '../world';

/** The real API in front of real workflows; only the steps are scripted, and each subscription picks its script. */

let world: World;
let key: string;

const slowQuote = new Gate<QuoteOutput>();
const slowCharge = new Gate<void>();
const chargedSlowly = new Set<string>();
const assessments: string[] = [];

beforeAll(async () => {
  world = await startWorld({
    steps: {
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
  key = await world.key('service');
  await bringIn(world, key);
  const { body } = await request(world, 'GET', '/v1/subscriptions/sub_1', { key });
  for (const subscriptionId of ['sub_slow', 'sub_unpaid']) {
    const { subscriptionId: _, assignedSeats: __, freeSeats: ___, ...facts } = body;
    await request(world, 'PUT', `/v1/subscriptions/${subscriptionId}`, { key, body: facts });
  }
});
afterAll(() => world.stop());

const refused = (code: 'not_billing_contact' | 'seats_out_of_range', facts: Record<string, string | number>) => ({
  accepted: false as const,
  refusal: { code, facts },
});

const start = (body: object = {}, headers: Record<string, string> = {}): Promise<Reply> =>
  request(world, 'POST', '/v1/changes', {
    key,
    body: { subscriptionId: 'sub_1', seats: 8, ...body },
    headers: { ...commandFor('user_1'), ...headers },
  });

const send = (changeId: string, body: object, headers: Record<string, string> = {}): Promise<Reply> =>
  request(world, 'POST', `/v1/changes/${changeId}/events`, {
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
  request(world, 'GET', `/v1/changes/${changeId}${query}`, { key, headers });

describe('starting a change', () => {
  it('answers with the quote in the same round trip', async () => {
    const reply = await start();
    expect(reply.status).toBe(201);
    expect(reply.headers.get('location')).toBe(`/v1/changes/${reply.body.changeId}`);
    expect(reply.headers.get('etag')).toBe(`"${reply.body.sequence}"`);
    expect(reply.body).toMatchObject({ state: 'reviewing', settled: true, accountId: 'acc_1' });
    expect(reply.body.quote.dueToday).toEqual({ amount: '357.67', currency: 'EUR' });
    expect(reply.body.allowedEvents).toEqual(expect.arrayContaining(['EDIT', 'CHECKOUT', 'CANCEL']));
    expect(reply.body.headline).toBe('The customer reads the order summary next.');
  });

  it('tells a refusal with its status, text, facts and order', async () => {
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

  it('refuses somebody who is not the billing contact, whatever the caller says', async () => {
    const reply = await start({}, commandFor('user_2'));
    expect(reply.status).toBe(403);
    expect(reply.body.code).toBe('not_billing_contact');
  });

  it('answers 202 when the order does not settle within the caller’s patience', async () => {
    const reply = await start({ subscriptionId: 'sub_slow' }, { prefer: 'wait=1' });
    expect(reply.status).toBe(202);
    expect(reply.body).toMatchObject({ state: 'quoting.working', settled: false });
    const { changeId } = reply.body;
    const waiting = look(changeId, '?wait=settled', { prefer: 'wait=30' });
    slowQuote.open({ quote: sampleQuote(), costsMore: false });
    expect((await waiting).body).toMatchObject({ changeId, state: 'reviewing', settled: true });
  });

  it('starts nothing for a subscription that is absent', async () => {
    const before = assessments.length;
    const reply = await start({ subscriptionId: 'nobody' });
    expect(reply.status).toBe(404);
    expect(reply.body.code).toBe('subscription_not_found');
    expect(assessments).toHaveLength(before);
  });
});

describe('abuse 3: the same request twice at the same moment', () => {
  it('starts one order', async () => {
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
    const slashed = await request(world, 'POST', '/v1/changes/', {
      key,
      body: { subscriptionId: 'sub_1', seats: 8 },
      headers,
    });
    expect(slashed.body.changeId).toBe(ids[0]);
    expect(assessments.filter((changeId) => changeId === ids[0])).toHaveLength(1);
  });
});

describe('abuse 4: the same key with another body', () => {
  it('is refused and changes nothing', async () => {
    const headers = commandFor('user_1');
    const first = await start({}, headers);
    const reply = await start({ seats: 9 }, headers);
    expect(reply.status).toBe(422);
    expect(reply.body.code).toBe('idempotency_key_reused');
    expect((await look(first.body.changeId)).body.changes).toEqual([{ subscriptionId: 'sub_1', seats: 8 }]);
  });

  it('is refused for another person as well', async () => {
    const idempotencyKey = randomUUID();
    await start({}, commandFor('user_1', idempotencyKey));
    const reply = await start({}, commandFor('user_2', idempotencyKey));
    expect(reply.body.code).toBe('idempotency_key_reused');
  });
});

describe('sending events', () => {
  it('leads an order to its end', async () => {
    const { changeId } = await started();
    expect((await send(changeId, { type: 'CHECKOUT' })).body.state).toBe('verifying');
    const placed = await send(changeId, { type: 'PLACE_ORDER', quoteHash: 'f'.repeat(64) });
    expect(placed.status).toBe(200);
    expect(placed.body).toMatchObject({ state: 'completed', done: true });
    const { body } = await request(world, 'GET', `/v1/changes/${changeId}/timeline`, { key });
    expect(body.items.at(-1)).toMatchObject({ kind: 'move', to: 'completed', text: 'The order is completed.' });
  });

  it('shows where the order stands while it is paid, and not where it settled last', async () => {
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

  it('happens once, also when the answer is asked for again', async () => {
    const { changeId } = await started();
    const headers = commandFor('user_1');
    const first = await send(changeId, { type: 'CHECKOUT' }, headers);
    const again = await send(changeId, { type: 'CHECKOUT' }, headers);
    expect(again.status).toBe(200);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
  });

  it('refuses an event that is not allowed now, with what is', async () => {
    const { changeId } = await started();
    for (const patience of ['wait=10', 'wait=0']) {
      const reply = await send(changeId, { type: 'PLACE_ORDER' }, { prefer: patience });
      expect(reply.status).toBe(409);
      expect(reply.body).toMatchObject({ code: 'event_not_allowed', state: 'reviewing', changeId });
      expect(reply.body.allowedEvents).toContain('CHECKOUT');
    }
    expect((await look(changeId)).body.state).toBe('reviewing');
  });

  it('says what is missing before the order can be placed', async () => {
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

  it('is too late to cancel what has taken effect', async () => {
    const { changeId } = await started();
    await send(changeId, { type: 'CHECKOUT' });
    await send(changeId, { type: 'PLACE_ORDER' });
    const reply = await send(changeId, { type: 'CANCEL' });
    expect(reply.status).toBe(409);
    expect(reply.body.code).toBe('too_late_to_cancel');
  });

  it('answers a refused edit with its refusal and leaves the order as it was', async () => {
    const { changeId } = await started();
    const reply = await send(changeId, { type: 'EDIT', changes: [{ subscriptionId: 'sub_1', seats: 99 }] });
    expect(reply.status).toBe(422);
    expect(reply.body).toMatchObject({ code: 'seats_out_of_range', changeId });
    expect((await look(changeId)).body).toMatchObject({
      state: 'reviewing',
      changes: [{ subscriptionId: 'sub_1', seats: 8 }],
    });
  });

  it('does not place an order on a quote that the customer has not seen', async () => {
    const { changeId } = await started();
    await send(changeId, { type: 'CHECKOUT' });
    const reply = await send(changeId, { type: 'PLACE_ORDER', quoteHash: 'e'.repeat(64) });
    expect(reply.status).toBe(409);
    expect(reply.body.code).toBe('quote_changed');
  });

  it('refuses events of the system and the machine’s own', async () => {
    const { changeId } = await started();
    for (const type of ['NUDGE', 'EXPIRE', 'SUPERSEDED', 'xstate.done.actor.charge', 'xstate.init']) {
      const reply = await send(changeId, { type, output: { status: 'paid' } });
      expect(reply.status).toBe(422);
      expect(reply.body.errors[0].pointer).toBe('/type');
    }
  });

  it('refuses card data and what cannot be a VAT number at the door', async () => {
    const { changeId } = await started();
    await send(changeId, { type: 'CHECKOUT' });
    const card = await send(changeId, { type: 'PROVIDE_PAYMENT', paymentToken: '4111111111111111' });
    expect(card.body).toMatchObject({ status: 422, code: 'card_data_refused' });
    expect(JSON.stringify(card.body)).not.toContain('4111');
    const number = await send(changeId, { type: 'PROVIDE_VAT', vatNumber: 'DE DE 246595415' });
    expect(number.body).toMatchObject({ status: 422, code: 'vat_format', errors: [{ pointer: '/vatNumber' }] });
  });

  it('is refused to a user who is not the billing contact', async () => {
    const { changeId } = await started();
    const reply = await send(changeId, { type: 'CHECKOUT' }, commandFor('user_2'));
    expect(reply.body).toMatchObject({ status: 403, code: 'not_billing_contact' });
    const stranger = await send(changeId, { type: 'CHECKOUT' }, commandFor('user_3'));
    expect(stranger.body).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('compares If-Match with where the order stands', async () => {
    const { changeId, sequence } = await started();
    const stale = await send(changeId, { type: 'CHECKOUT' }, { 'if-match': `"${sequence - 1}"` });
    expect(stale.status).toBe(412);
    expect(stale.headers.get('etag')).toBe(`"${sequence}"`);
    expect((await send(changeId, { type: 'CHECKOUT' }, { 'if-match': `"${sequence}"` })).status).toBe(200);
  });
});
