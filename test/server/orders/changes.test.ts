import { randomUUID } from 'node:crypto';
import { Gate } from 'statechart-host/testing';
import type { QuoteOutput } from '../../../machines/subscription-change/steps';
import { sampleQuote } from '../../support/sample-quote';
import { SMOOTH } from '../../support/scripted-steps';
import { bringIn, SUBSCRIPTION } from '../facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../stand';

/** The real API in front of real workflows; only the steps are scripted, and each subscription picks its script. */

let stand: ServerStand;
let key: string;

const slowQuote = new Gate<QuoteOutput>();
const charges = new Map<string, Gate>();
/** Orders whose quote has expired when they are placed, and costs more then. */
const askingAgain = new Set<string>();
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
      quote: async (input) => {
        if (input.changes[0]?.subscriptionId === 'sub_slow') return slowQuote.pass();
        const quote = sampleQuote();
        const dearer = { ...quote, quoteId: 'dearer', hash: 'e'.repeat(quote.hash.length) };
        return askingAgain.has(input.changeId) ? { quote: dearer, costsMore: true } : { quote, costsMore: false };
      },
      reserve: async (input) => (askingAgain.has(input.changeId) ? { status: 'quote_expired' } : SMOOTH.reserve(input)),
      charge: async (input) => {
        await charges.get(input.changeId)?.pass();
        return SMOOTH.charge(input);
      },
    },
  });
  key = await stand.key('service');
  await bringIn(stand, key);
  for (const subscriptionId of ['sub_slow', 'sub_unpaid']) {
    await request(stand, 'PUT', `/v1/subscriptions/${subscriptionId}`, { key, body: SUBSCRIPTION });
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

/** The charge of an order waits until its gate is opened. */
function chargedSlowly(changeId: string): Gate {
  const gate = new Gate();
  charges.set(changeId, gate);
  return gate;
}

/** As if 72 hours had passed; orders remember their events for as long as they live. */
const forgetKeys = () => stand.store.idempotency.removeExpired(new Date(Date.now() + 7 * 24 * 3_600_000), 1_000);

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
    expect(reply.body.headline).toBe('Your turn: check the order summary.');
  });

  it('a refused change is told with its status, text, facts and order', async () => {
    const reply = await start({ seats: 99 }, { 'accept-language': 'fr' });
    expect(reply.status).toBe(422);
    expect(reply.body).toMatchObject({
      code: 'seats_out_of_range',
      facts: { seats: 99, minSeats: 1, maxSeats: 50 },
      detail: 'Ce niveau d’abonnement va de 1 à 50 postes\u202f; 99 n’est pas possible.',
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

describe('waiting for an order', () => {
  it('waiting after an event that was accepted is answered by a state after it alone', async () => {
    const { changeId } = await started();
    const charge = chargedSlowly(changeId);
    const seen = (await send(changeId, { type: 'CHECKOUT' })).body;
    const placed = await send(changeId, { type: 'PLACE_ORDER' }, { prefer: 'wait=0' });
    const location = placed.headers.get('location') ?? '';
    expect(location).toMatch(new RegExp(`^/v1/changes/${changeId}\\?wait=settled&update=upd_[0-9a-f]{40}$`));
    const at = (path: string, prefer = 'wait=1') => request(stand, 'GET', path, { key, headers: { prefer } });
    const after = `/v1/changes/${changeId}?wait=settled&after=${seen.sequence}`;
    for (const path of [location, after]) {
      const early = await at(path);
      expect([early.status, early.body.settled]).toEqual([202, false]);
      expect(early.headers.get('location')).toBe(path);
    }
    charge.open();
    for (const path of [location, after]) expect((await at(path, 'wait=30')).body.state).toBe('completed');
    expect([(await at(location, 'wait=0')).status, (await at(after, 'wait=0')).status]).toEqual([200, 200]);
  });

  it('whoever asks without waiting whether an event was answered is told that it was, while the order goes on', async () => {
    const { changeId } = await started();
    const sent = await send(changeId, { type: 'CHECKOUT' }, { prefer: 'wait=0' });
    const path = sent.headers.get('location') ?? `/v1/changes/${changeId}?wait=settled`;
    expect((await request(stand, 'GET', path, { key, headers: { prefer: 'wait=30' } })).status).toBe(200);
    const again = await request(stand, 'GET', path, { key, headers: { prefer: 'wait=0' } });
    expect([again.status, again.body.state]).toEqual([200, 'verifying']);
  });

  it('waiting for a state after the one that an order rests in is answered when it moves', async () => {
    const { changeId, sequence } = await started();
    const path = `?wait=settled&after=${sequence}`;
    const early = await look(changeId, path, { prefer: 'wait=1' });
    expect([early.status, early.body]).toEqual([202, { changeId, state: 'under_way', settled: false }]);
    const waiting = look(changeId, path, { prefer: 'wait=30' });
    await send(changeId, { type: 'CHECKOUT' });
    expect((await waiting).body).toMatchObject({ state: 'verifying', settled: true });
  });

  it('however many wait for an order, it takes events as ever, and its history does not grow', async () => {
    const { changeId, sequence } = await started();
    const handle = stand.parts.temporal.workflow.getHandle(`change:acme:${changeId}`);
    const before = (await handle.describe()).historyLength;
    const waiting = Array.from({ length: 40 }, () =>
      look(changeId, `?wait=settled&after=${sequence}`, { prefer: 'wait=30' }),
    );
    await look(changeId, `?wait=settled&after=${sequence}`, { prefer: 'wait=1' });
    expect((await handle.describe()).historyLength).toBe(before);
    expect((await send(changeId, { type: 'CANCEL' })).status).toBe(200);
    for (const { body } of await Promise.all(waiting)) expect(body.state).toBe('cancelled');
  });
});

describe('abuse 3: the same request twice at the same moment', () => {
  it('the same request sent twice at the same moment starts one order', async () => {
    const headers = commandFor('user_1');
    const [first, second] = await Promise.all([start({}, headers), start({}, headers)]);
    expect([first.status, second.status]).toEqual([201, 201]);
    const ids = [first, second].map(({ body }) => body.changeId);
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
    const charge = chargedSlowly(changeId);
    const checkedOut = await send(changeId, { type: 'CHECKOUT' });
    const placed = await send(changeId, { type: 'PLACE_ORDER' }, { prefer: 'wait=0' });
    await charge.arrived();
    const { body } = await look(changeId);
    expect(placed.status).toBe(202);
    expect(body).toMatchObject({ state: 'settlingPayment.charging', settled: false, allowedEvents: ['CANCEL'] });
    expect(body.sequence).toBeGreaterThan(checkedOut.body.sequence);
    charge.open();
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

  it('an event whose process was killed is joined at once under its key', async () => {
    const { changeId } = await started();
    const charge = chargedSlowly(changeId);
    await send(changeId, { type: 'CHECKOUT' });
    const headers = commandFor('user_1');
    const first = send(changeId, { type: 'PLACE_ORDER' }, headers);
    const second = await send(changeId, { type: 'PLACE_ORDER' }, { ...headers, prefer: 'wait=0' });
    expect([200, 202]).toContain(second.status);
    charge.open();
    expect((await first).body).toMatchObject({ changeId, state: 'completed' });
  });

  it('an event that the caller sends again is answered as before, though it has moved the order past what they saw', async () => {
    const { changeId, sequence } = await started();
    const seen = { ...commandFor('user_1'), 'if-match': `"${sequence}"` };
    expect((await send(changeId, { type: 'CHECKOUT' }, seen)).body.state).toBe('verifying');
    await forgetKeys();
    const again = await send(changeId, { type: 'CHECKOUT' }, seen);
    expect([again.status, again.body.state]).toEqual([200, 'verifying']);
    const another = await send(changeId, { type: 'CANCEL' }, { ...seen, ...commandFor('user_1') });
    expect([another.status, another.body.code]).toEqual([412, 'precondition_failed']);
    expect((await look(changeId)).body.state).toBe('verifying');
  });

  it('an event bound to what the order has not come to yet is refused, also where it comes there before the event does', async () => {
    const { changeId, sequence } = await started();
    const { workflowService } = stand.parts.temporal.workflow;
    const ask = workflowService.queryWorkflow.bind(workflowService);
    const looks = jest.spyOn(workflowService, 'queryWorkflow').mockImplementation((async (asked: never) => {
      const answer = await ask(asked);
      looks.mockRestore();
      await send(changeId, { type: 'CHECKOUT' });
      return answer;
    }) as never);
    const early = await send(changeId, { type: 'CANCEL' }, { 'if-match': `"${sequence + 1}"` });
    expect([early.status, early.body.code]).toEqual([412, 'precondition_failed']);
    expect((await look(changeId)).body).toMatchObject({ state: 'verifying', sequence: sequence + 1 });
  });

  it('a placing that led to another quote is answered again as before, once its key is forgotten', async () => {
    const { changeId, quote } = await started();
    await send(changeId, { type: 'CHECKOUT' });
    askingAgain.add(changeId);
    const headers = commandFor('user_1');
    const placing = { type: 'PLACE_ORDER', quoteHash: quote.hash };
    const first = await send(changeId, placing, headers);
    expect(first.body).toMatchObject({ state: 'verifying', askAgain: { reason: 'quote_expired' } });
    expect(first.body.quote.hash).not.toBe(quote.hash);
    await forgetKeys();
    const again = await send(changeId, placing, headers);
    expect([again.status, again.body.sequence]).toEqual([200, first.body.sequence]);
    expect((await send(changeId, placing)).body.code).toBe('quote_changed');
  });

  it('another event under the key of one that the order remembers is refused, also once the key is forgotten', async () => {
    const { changeId, sequence } = await started();
    const headers = commandFor('user_1');
    await send(changeId, { type: 'CHECKOUT' }, headers);
    for (const more of [{}, { 'if-match': `"${sequence}"` }]) {
      await forgetKeys();
      const reply = await send(changeId, { type: 'CANCEL' }, { ...headers, ...more });
      expect([reply.status, reply.body.code]).toEqual([422, 'idempotency_key_reused']);
    }
    expect((await look(changeId)).body.state).toBe('verifying');
    await send(changeId, { type: 'CANCEL' });
    await forgetKeys();
    expect((await send(changeId, { type: 'PLACE_ORDER' }, headers)).body.code).toBe('idempotency_key_reused');
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
