import type { StepFailure } from 'statechart-host/contract';
import { Gate } from 'statechart-host/testing';
import type { FailureCode } from '../../machines/failure-codes';
import type { CapturePaymentOutput, FulfilOutput, OrderSteps, VatHold } from '../../machines/subscription-change/steps';
import { sampleQuote } from '../support/sample-quote';
import { failing, inTurn, type Order, openOrder, type Script, times, withGrant } from './order-desk';
import { accepted, DOUBT, OUTAGE } from './order-world';

const paying = (...events: Parameters<Order['send']>): Parameters<Order['send']> => [
  'CHECKOUT',
  'PLACE_ORDER',
  ...events,
];
const tokens = { type: 'PROVIDE_PAYMENT', paymentToken: 'tok_1' } as const;
const vat = { type: 'PROVIDE_VAT', vatNumber: 'FR83404833048' } as const;
const needsFulfilment: OrderSteps['apply'] = async () => ({ status: 'applied', fulfilment: 'needed', seatsAdded: [] });
const addsSeats: OrderSteps['apply'] = async () => ({
  status: 'applied',
  fulfilment: 'done',
  seatsAdded: [{ subscriptionId: 'sub_1', seats: 3 }],
});
const lost: Script = { apply: async () => ({ status: 'reservation_lost' }) };

const unverified = (hold: VatHold | null, more: Script = {}): Script => ({
  assess: async () => accepted({ vatPolicy: 'charge_then_credit' }),
  checkVat: async ({ vatNumber }) => ({ status: 'unverifiable', number: vatNumber, evidenceId: 'ev_1', hold }),
  quote: async () => ({
    quote: sampleQuote({ vatTreatment: { rule: 'R5', kind: 'hold', country: 'DE', percent: '19' } }),
    costsMore: false,
  }),
  ...more,
});

const AGAIN = ['CANCEL', 'RETRY', 'RETRY_NEW_KEY', 'ABORT'];
/** Before anything is placed, the wish itself may be mended. */
const UNPLACED = [...AGAIN, 'AMEND'];

const STUCK: [string, Script, Parameters<Order['send']>, string[]][] = [
  ['assessing.stuck', { assess: failing }, [], UNPLACED],
  ['quoting.stuck', { quote: failing }, [], UNPLACED],
  ['capturingPayment.stuck', { capturePayment: failing }, ['CHECKOUT', tokens], UNPLACED],
  ['checkingVat.stuck', { checkVat: failing }, ['CHECKOUT', vat], UNPLACED],
  [
    'vatPending.escalating.stuck',
    unverified(DOUBT, { escalateVat: failing }),
    ['CHECKOUT', vat],
    ['EDIT', 'PROVIDE_VAT', 'REMOVE_VAT', 'CANCEL', 'RETRY', 'KEEP_OPEN', 'AMEND'],
  ],
  ['reserving.stuck', { reserve: failing }, paying(), AGAIN],
  ['applying.stuck', { apply: failing }, paying(), ['CANCEL', 'RETRY', 'ABORT']],
  ['compensating.stuck', { ...lost, compensate: failing }, paying(), ['RETRY', 'OVERRIDE']],
  ['compensating.stuckTelling', { ...lost, tellCustomer: failing }, paying(), ['RETRY', 'SKIP']],
  ['releasing.stuck', { release: failing }, ['CANCEL'], ['RETRY']],
  ['finishing.confirming.stuck', { confirm: failing }, paying(), ['RETRY', 'SKIP']],
  [
    'finishing.followingVat.stuck',
    unverified(OUTAGE, { followUpVat: failing }),
    ['CHECKOUT', vat, 'PLACE_ORDER'],
    ['RETRY', 'SKIP'],
  ],
  [
    'finishing.fulfilling.stuck',
    { apply: needsFulfilment, fulfil: failing },
    paying(),
    ['RETRY', 'RETRY_NEW_KEY', 'SKIP', 'OVERRIDE'],
  ],
  ['finishing.seating.stuck', { apply: addsSeats, followUpSeats: failing }, paying(), ['RETRY', 'SKIP']],
];

describe('an order that is stuck', () => {
  it.each(STUCK)(
    'an order stuck in %s says why and offers what is declared there and no more',
    async (state, script, events, ways) => {
      const order = await openOrder(script);
      await order.send(...events);
      expect(order.state()).toBe(`${state}.waiting`);
      expect(order.context().support.stuck).toMatchObject({
        code: 'StoreUnavailable',
        message: 'The service is down.',
        attempts: 1,
      });
      expect(order.allowed().filter((type) => type !== 'HOLD')).toEqual(ways);
      expect(order.allowed()).toContain('HOLD');
    },
  );

  it.each(STUCK)('a retry in %s keeps the visit and counts as an attempt', async (state, script, events) => {
    const order = await openOrder(script);
    await order.send(...events);
    const { visits } = order.context();
    await order.send('RETRY');
    expect(order.state()).toBe(`${state}.waiting`);
    expect(order.context().support.stuck?.attempts).toBe(2);
    expect(order.context().visits).toEqual(visits);
  });

  it('a stuck order goes on where it was once the step works again', async () => {
    const order = await openOrder({ reserve: inTurn(failing, { status: 'reserved' }) });
    await order.send(...paying('RETRY'));
    expect(order.state()).toBe('completed');
  });

  it('payment details that no gateway took are sent on by themselves, and a gateway that comes back needs nobody', async () => {
    const saved = { status: 'saved', paymentMethod: 'pm_saved' } as const;
    const order = await openOrder({ capturePayment: inTurn<CapturePaymentOutput>(failing, failing, saved) });
    await order.send('CHECKOUT', tokens);
    await order.pass(60_000);
    expect(order.context().support.stuck).toMatchObject({ step: 'capturingPayment', attempts: 2 });
    await order.pass(60_000);
    expect(order.state()).toBe('capturingPayment.stuck.waiting');
    await order.pass(60_000);
    expect(order.state()).toBe('verifying');
  });

  it('a stuck order skips one step and not the ones behind it', async () => {
    const order = await openOrder({ confirm: failing, apply: needsFulfilment });
    await order.send(...paying(withGrant('SKIP')));
    expect(order.state()).toBe('completed');
    expect(times(order, 'fulfil')).toBe(1);
  });
});

describe('an order whose money the gateway will not give back', () => {
  const unable: Script = { apply: failing, compensate: failing };
  const stuck = async (more: Script = {}): Promise<Order> => {
    const order = await openOrder({ ...unable, ...more });
    await order.send(...paying('CANCEL'));
    expect(order.state()).toBe('compensating.stuck.waiting');
    return order;
  };

  it('an order whose refund the gateway declines ends once two persons say that the customer has it, and the gateway is not asked again', async () => {
    const order = await stuck();
    await order.send(withGrant('OVERRIDE'));
    expect([order.state(), order.context().undoing.ending]).toEqual(['cancelled', 'cancelled']);
    expect(order.calls.slice(-4)).toEqual(['compensate', 'bookGivenBack', 'tellCustomer', 'release']);
    expect(order.context().payment.outcome).toMatchObject({ status: 'refunded', code: 'given_back_by_hand' });
  });

  it('an order whose refund was confirmed by hand is only ever booked after that, also by a retry', async () => {
    const asked: string[] = [];
    const bookGivenBack: OrderSteps['bookGivenBack'] = async ({ grantId }) => {
      asked.push(grantId);
      if (asked.length === 1) return failing();
      return { status: 'compensated', payment: 'refunded', code: 'given_back_by_hand' };
    };
    const order = await stuck({ bookGivenBack });
    await order.send(withGrant('OVERRIDE'));
    expect(order.state()).toBe('compensating.stuck.waiting');
    expect(order.context().support.stuck).toMatchObject({ step: 'compensating', attempts: 2 });
    await order.send('RETRY');
    expect([order.state(), asked, times(order, 'compensate')]).toEqual(['cancelled', ['grant_1', 'grant_1'], 1]);
  });

  it('an order whose refund the gateway declines goes forward all the same when the commit had landed', async () => {
    const applied = { status: 'applied', fulfilment: 'needed', seatsAdded: [] } as const;
    const order = await stuck({
      bookGivenBack: async () => ({ status: 'already_applied', applied: { ...applied, seatsAdded: [] } }),
    });
    await order.send(withGrant('OVERRIDE'));
    expect([order.state(), order.context().undoing.ending]).toEqual(['completed', null]);
    expect(order.context().payment.outcome).toMatchObject({ status: 'paid' });
  });
});

describe('an order whose delivery is overdue', () => {
  const failed = (code: FailureCode): StepFailure => ({
    code,
    message: 'Nothing was delivered.',
    retryable: false,
    at: '2026-03-25T10:04:00Z',
  });

  /** The first look is under way until the gate opens; each later one finds the delivery done. */
  async function lookedAt() {
    const gate = new Gate<FulfilOutput>();
    let looks = 0;
    const fulfil = async (): Promise<FulfilOutput> => {
      looks += 1;
      return looks === 1 ? gate.pass() : { status: 'done', checkAgainIn: 0 };
    };
    const order = await openOrder({ apply: needsFulfilment, fulfil });
    await order.send(...paying());
    return { order, gate };
  }

  it('an order with news of its delivery looks again when that look finds it overdue', async () => {
    const { order, gate } = await lookedAt();
    await order.send('NUDGE');
    gate.fail(failed('FulfilmentOverdue'));
    await order.pass(0);
    expect([order.state(), times(order, 'fulfil')]).toEqual(['completed', 2]);
  });

  it('an order with news of its delivery that support holds looks again when it is released', async () => {
    const { order, gate } = await lookedAt();
    gate.fail(failed('FulfilmentOverdue'));
    await order.pass(0);
    await order.send('HOLD', 'NUDGE');
    expect([order.state(), times(order, 'fulfil')]).toEqual(['finishing.fulfilling.stuck.held', 1]);
    await order.send('RELEASE');
    expect([order.state(), times(order, 'fulfil')]).toEqual(['completed', 2]);
  });

  it('an order with news of its delivery waits for support where something else has failed', async () => {
    const { order, gate } = await lookedAt();
    await order.send('NUDGE');
    gate.fail(failed('FulfilmentRejected'));
    await order.pass(0);
    expect([order.state(), times(order, 'fulfil')]).toEqual(['finishing.fulfilling.stuck.waiting', 1]);
  });
});

describe('an order that is let go', () => {
  it('an order let go before the payment releases and gives nothing back', async () => {
    const order = await openOrder({ reserve: failing });
    await order.send(...paying(withGrant('ABORT')));
    expect(order.state()).toBe('cancelled');
    expect(order.calls).not.toContain('compensate');
  });

  it('an order let go between payment and commit gives the money back first', async () => {
    const order = await openOrder({ apply: failing });
    await order.send(...paying(withGrant('ABORT')));
    expect(order.state()).toBe('cancelled');
    expect(order.calls.slice(-3)).toEqual(['compensate', 'tellCustomer', 'release']);
  });

  it('an order cancelled while the step was at work does not wait for support when the step fails', async () => {
    const gate = new Gate<Awaited<ReturnType<OrderSteps['quote']>>>();
    const order = await openOrder({ quote: () => gate.pass() });
    await order.send('CANCEL');
    gate.fail(new Error('The service is down.'));
    await order.pass(0);
    expect(order.state()).toBe('cancelled');
  });

  it('an order whose reservation was lost gives the money back and tells the customer once', async () => {
    const order = await openOrder(lost);
    await order.send(...paying());
    expect(order.state()).toBe('cancelled');
    expect(times(order, 'tellCustomer')).toBe(1);
  });

  it('an order let go rolls forward instead when the commit had landed after all', async () => {
    const applied = { status: 'applied', fulfilment: 'needed', seatsAdded: [] } as const;
    const order = await openOrder({
      apply: failing,
      compensate: async () => ({ status: 'already_applied', applied: { ...applied, seatsAdded: [] } }),
    });
    await order.send(...paying('CANCEL'));
    expect(order.state()).toBe('completed');
    expect(order.calls).toContain('fulfil');
    expect(order.calls).not.toContain('release');
    expect(order.context().undoing.ending).toBeNull();
  });
});
