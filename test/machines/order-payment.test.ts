import { Gate } from 'statechart-host/testing';
import type { OrderSteps, PaymentOutcome } from '../../machines/subscription-change/steps';
import { LIMITS, PAUSES } from '../../machines/subscription-change/timing';
import { outcome } from '../support/scripted-steps';
import { editing, failing, inTurn, type Order, openOrder, type Script, times, withGrant } from './order-desk';

type Status = PaymentOutcome['status'];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PAID = outcome({ status: 'paid' });

/** A gateway that answers with these outcomes, one after the other. */
const answering = (...statuses: (Status | typeof failing)[]): (() => Promise<PaymentOutcome>) =>
  inTurn(...statuses.map((status) => (typeof status === 'string' ? outcome({ status }) : status)));

/** An order that was placed with a way to pay. */
async function placed(script: Script): Promise<Order> {
  const order = await openOrder(script);
  await order.send('CHECKOUT', 'PLACE_ORDER');
  return order;
}

/** Lets time go by second by second, so that each timer follows from the one before. */
async function live(order: Order, minutes: number): Promise<void> {
  for (let second = 0; second < 60 * minutes; second += 1) await order.pass(1_000);
}

describe('a payment', () => {
  it('a declined payment lets go of what was reserved and returns to checkout with the reason', async () => {
    const order = await placed({ charge: async () => outcome({ status: 'declined', code: 'insufficient_funds' }) });
    expect(order.state()).toBe('verifying');
    expect(times(order, 'release')).toBe(1);
    expect(order.context().price.askAgain).toMatchObject({ reason: 'payment_declined', code: 'insufficient_funds' });
  });

  it('an order that is placed again after a decline makes another payment, under another key', async () => {
    const visits: number[] = [];
    const answer = answering('declined', 'paid');
    const charge: OrderSteps['charge'] = ({ visit }) => {
      visits.push(visit);
      return answer();
    };
    const order = await placed({ charge });
    await order.send('PLACE_ORDER');
    expect(order.state()).toBe('completed');
    expect(visits).toEqual([1, 2]);
  });

  it('a payment that waits for the customer is looked up at a nudge', async () => {
    const order = await placed({ charge: answering('requires_action'), lookUpPayment: answering('paid') });
    expect(order.state()).toBe('settlingPayment.waiting');
    await order.send({ type: 'NUDGE', about: 'payment' });
    expect(order.state()).toBe('completed');
  });

  it('a payment that waits for the customer is looked up in time, without a nudge', async () => {
    const order = await placed({ charge: answering('pending'), lookUpPayment: answering('paid') });
    await order.pass(60_000);
    expect(order.state()).toBe('completed');
  });

  it('a payment is looked up once more when the nudge came before the answer', async () => {
    const gate = new Gate<PaymentOutcome>();
    const order = await placed({ charge: () => gate.pass(), lookUpPayment: answering('paid') });
    await order.send({ type: 'NUDGE', about: 'payment' });
    expect(order.calls).not.toContain('lookUpPayment');
    gate.open(outcome({ status: 'requires_action' }));
    await order.pass(0);
    expect(order.state()).toBe('completed');
  });

  it('a payment whose link has expired is voided, and the customer hears of the link and not of a decline', async () => {
    const order = await placed({ charge: answering('expired'), voidPayment: answering('voided') });
    expect(order.state()).toBe('verifying');
    expect(order.context().price.askAgain).toMatchObject({ reason: 'payment_link_expired' });
  });

  it('a payment whose void comes too late counts as paid', async () => {
    const order = await placed({ charge: answering('expired'), voidPayment: answering('paid') });
    expect(order.state()).toBe('completed');
  });

  it('a payment that went through although it was cancelled is given back', async () => {
    const gate = new Gate<PaymentOutcome>();
    const order = await placed({ charge: () => gate.pass() });
    await order.send('CANCEL');
    expect(order.state()).toBe('settlingPayment.charging');
    gate.open(outcome({ status: 'paid' }));
    await order.pass(0);
    expect(order.state()).toBe('cancelled');
    expect(order.calls.slice(-3)).toEqual(['compensate', 'tellCustomer', 'release']);
  });

  it('a payment that was not sent is sent again while the gateway is away for ten minutes, and needs nobody', async () => {
    let isBack = false;
    const order = await placed({ charge: async () => (isBack ? PAID : outcome({ status: 'not_sent' })) });
    await live(order, 10);
    expect(order.state()).toBe('settlingPayment.resendingLater');
    isBack = true;
    await live(order, 5);
    expect(order.state()).toBe('completed');
    expect(order.context().support.stuck).toBeNull();
  });

  it('a payment that was not sent is sent again, a few times, and then waits for support', async () => {
    const order = await placed({ charge: answering('not_sent') });
    for (const pause of PAUSES.resends) await order.pass(1_000 * pause);
    expect(order.state()).toBe('settlingPayment.stuck.waiting');
    expect(times(order, 'charge')).toBe(1 + LIMITS.resends);
    expect(order.context().support.stuck).toMatchObject({
      step: 'settlingPayment',
      code: 'payment_not_sent',
      attempts: 1,
    });
    expect(order.allowed()).toEqual(['CANCEL', 'RETRY', 'RETRY_NEW_KEY', 'ABORT', 'HOLD']);
  });
});

describe('a payment nobody knows the outcome of', () => {
  const unknown: Script = { charge: failing, lookUpPayment: failing };

  async function stuck(script: Script = {}): Promise<Order> {
    const order = await placed({ ...unknown, ...script });
    for (const pause of PAUSES.lookUps) await order.pass(1_000 * pause);
    expect(order.state()).toBe('settlingPayment.unknown.waiting');
    return order;
  }

  it('a payment of unknown outcome is looked up with growing patience and never sent again', async () => {
    const order = await placed(unknown);
    await order.pass(1_000);
    expect(times(order, 'lookUpPayment')).toBe(1);
    await order.pass(4_999);
    expect(order.state()).toBe('settlingPayment.lookingUpSoon');
    expect(times(order, 'lookUpPayment')).toBe(1);
    await order.pass(1);
    expect(order.state()).toBe('settlingPayment.lookingUpLater');
    expect(times(order, 'lookUpPayment')).toBe(2);
    expect(times(order, 'charge')).toBe(1);
  });

  it('support has a payment of unknown outcome looked up now, however long the pause is', async () => {
    const order = await placed(unknown);
    for (const pause of PAUSES.lookUps.slice(0, 4)) await order.pass(1_000 * pause);
    expect(order.state()).toBe('settlingPayment.lookingUpLater');
    const before = times(order, 'lookUpPayment');
    await order.send('RETRY');
    expect(times(order, 'lookUpPayment')).toBe(before + 1);
    expect(times(order, 'charge')).toBe(1);
  });

  it('a payment of unknown outcome waits for a person who finds out, and can only be looked up or resolved', async () => {
    const order = await stuck();
    expect(order.context().support.stuck).toMatchObject({ step: 'settlingPayment', code: 'payment_unknown' });
    // CANCEL is a wish that is kept for later; it does not leave the state.
    expect(order.allowed()).toEqual(['CANCEL', 'RETRY', 'RESOLVE_PAID', 'RESOLVE_NOT_PAID', 'HOLD']);
    await order.send('CANCEL');
    expect(order.state()).toBe('settlingPayment.unknown.waiting');
  });

  it('a payment of unknown outcome waits for a person after a quarter of an hour at the latest', async () => {
    const order = await placed(unknown);
    await live(order, 15);
    expect(order.state()).toBe('settlingPayment.unknown.waiting');
    expect(times(order, 'charge')).toBe(1);
  });

  it('a payment of unknown outcome is looked up on while a person is asked, and goes forward when the gateway knows', async () => {
    const order = await stuck({ lookUpPayment: inTurn(...Array(LIMITS.lookUps + 2).fill(failing), PAID) });
    await order.pass(15 * MINUTE);
    expect(times(order, 'lookUpPayment')).toBe(LIMITS.lookUps + 1);
    await order.pass(30 * MINUTE);
    expect(order.state()).toBe('settlingPayment.unknown.waiting');
    expect(order.context().support.stuck).toMatchObject({ code: 'payment_unknown', attempts: 3 });
    await order.pass(60 * MINUTE);
    expect(order.state()).toBe('completed');
    expect(times(order, 'charge')).toBe(1);
  });

  it('a payment that a person is asked about is looked up at once when the gateway sends word', async () => {
    const order = await stuck({ lookUpPayment: inTurn(...Array(LIMITS.lookUps).fill(failing), PAID) });
    await order.send({ type: 'NUDGE', about: 'payment' });
    expect(order.state()).toBe('completed');
  });

  it('a payment that support holds is not looked up by itself', async () => {
    const order = await stuck();
    await order.send('HOLD');
    await order.pass(3 * HOUR);
    expect(order.state()).toBe('settlingPayment.unknown.held');
    expect(times(order, 'lookUpPayment')).toBe(LIMITS.lookUps);
  });

  it('RETRY looks a payment of unknown outcome up once', async () => {
    const order = await stuck();
    await order.send('RETRY');
    expect(order.state()).toBe('settlingPayment.unknown.waiting');
    expect(times(order, 'lookUpPayment')).toBe(LIMITS.lookUps + 1);
    expect(order.context().support.stuck?.attempts).toBe(2);
  });

  it('a payment of unknown outcome goes forward when support found it paid', async () => {
    const order = await stuck();
    await order.send(withGrant('RESOLVE_PAID'));
    expect(order.state()).toBe('completed');
  });

  it('a payment of unknown outcome returns to checkout when support found it not paid', async () => {
    const order = await stuck();
    await order.send(withGrant('RESOLVE_NOT_PAID'));
    expect(order.state()).toBe('verifying');
    expect(order.calls).not.toContain('compensate');
  });

  it('a payment of unknown outcome is given back when support found it paid after the customer cancelled', async () => {
    const order = await stuck();
    await order.send('CANCEL', withGrant('RESOLVE_PAID'));
    expect(order.state()).toBe('cancelled');
    expect(order.calls).toContain('compensate');
  });
});

describe('a cancellation', () => {
  it('a cancellation of a payment that waits for the customer leaves only when the void is confirmed', async () => {
    const order = await placed({
      charge: answering('pending'),
      voidPayment: answering('pending', 'voided'),
      lookUpPayment: answering('pending'),
    });
    await order.send('CANCEL');
    expect(order.state()).toBe('settlingPayment.lookingUpSoon');
    expect(times(order, 'voidPayment')).toBe(1);
    await order.pass(1_000);
    expect(order.state()).toBe('cancelled');
    expect(times(order, 'voidPayment')).toBe(2);
  });

  it('a cancellation during the release after a decline is acted on, and the claim is let go of', async () => {
    const gate = new Gate();
    const keeps: boolean[] = [];
    const release: OrderSteps['release'] = ({ keepsClaim }) => {
      keeps.push(keepsClaim);
      return keepsClaim ? gate.pass() : Promise.resolve();
    };
    const order = await placed({ charge: answering('declined'), release });
    await order.send('CANCEL');
    gate.open();
    await order.pass(0);
    expect(order.state()).toBe('cancelled');
    expect(keeps).toEqual([true, false]);
  });

  it('a cancellation is refused while the change is being made and after it', async () => {
    const gate = new Gate<Awaited<ReturnType<OrderSteps['apply']>>>();
    const order = await placed({ apply: () => gate.pass(), confirm: failing });
    expect(order.allowed()).not.toContain('CANCEL');
    gate.open({ status: 'applied', fulfilment: 'done', seatsAdded: [] });
    await order.pass(0);
    expect(order.state()).toBe('finishing.confirming.stuck.waiting');
    expect(order.allowed()).not.toContain('CANCEL');
    expect(order.allowed()).not.toContain('EDIT');
    await order.send(editing(20));
    expect(order.context().wish.changes).toEqual([{ subscriptionId: 'sub_1', seats: 8 }]);
  });
});
