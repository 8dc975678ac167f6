import { Gate } from 'statechart-host/testing';
import type { OrderEvent } from '../../machines/events';
import type { AssessOutput, OrderSteps, QuoteOutput, ReserveOutput } from '../../machines/subscription-change/steps';
import { sampleQuote } from '../support/sample-quote';
import { accepting, editing, failing, inTurn, openOrder, type Script, times } from './order-desk';
import { accepted, OUTAGE, refused } from './order-world';

const assessed = (overrides: Parameters<typeof accepted>[0]): Script => ({ assess: async () => accepted(overrides) });
const quoted = (due: string, costsMore = false): QuoteOutput => ({
  quote: sampleQuote({ quoteId: `q ${due}`, dueToday: due, rateIncreases: due !== '0.00' }),
  costsMore,
});

/** An order in checkout. */
const checkedOut = async (script: Script = {}) => {
  const order = await openOrder(script);
  await order.send('CHECKOUT');
  return order;
};

/** What support may do while the customer reads. */
const DESK = ['HOLD', 'EXTEND_QUOTE', 'KEEP_OPEN', 'AMEND', 'RESEND'];

describe('the order summary', () => {
  it('the order summary leads to checkout and not to the cart when the cart is empty', async () => {
    const order = await openOrder(assessed({ cartHoldsItems: false }));
    expect(order.state()).toBe('reviewing');
    expect(order.allowed()).toEqual(['EDIT', 'CHECKOUT', 'CANCEL', ...DESK]);
  });

  it('the order summary leads to the cart and not to checkout when the cart holds items', async () => {
    const order = await openOrder(assessed({ cartHoldsItems: true }));
    expect(order.allowed()).toEqual(['EDIT', 'ADD_TO_CART', 'CANCEL', ...DESK]);
  });

  it('the order summary is priced with the whole cart once the cart is checked out', async () => {
    const asked: boolean[] = [];
    const quote: OrderSteps['quote'] = async ({ includesCart }) => {
      asked.push(includesCart);
      return quoted('10.00');
    };
    const order = await openOrder({ ...assessed({ cartHoldsItems: true }), quote });
    await order.send('ADD_TO_CART', 'CHECKOUT');
    expect(order.state()).toBe('verifying');
    expect(asked).toEqual([false, true]);
  });

  it('an order is refused before it is priced when the change is not possible', async () => {
    const order = await openOrder({ assess: async () => refused });
    expect(order.state()).toBe('refused');
    expect(order.calls).toEqual(['assess']);
    expect(order.context().wish.refusal).toMatchObject({ code: 'seats_below_assigned' });
  });
});

describe('an edit', () => {
  it.each([
    ['the summary', []],
    ['the cart', ['ADD_TO_CART']],
    ['checkout', ['ADD_TO_CART', 'CHECKOUT']],
  ] as const)('an edit is assessed again when it comes from %s', async (_, events) => {
    const order = await openOrder(assessed({ cartHoldsItems: true }));
    await order.send(...events, editing(9));
    expect(times(order, 'assess')).toBe(2);
    expect(order.state()).toBe('reviewing');
    expect(order.context().wish.changes).toEqual([{ subscriptionId: 'sub_1', seats: 9 }]);
  });

  it('a refused edit leaves the order where it was, with its change and its quote', async () => {
    const order = await openOrder({
      assess: inTurn<AssessOutput>(accepted(), refused),
      quote: inTurn(quoted('10.00'), quoted('20.00')),
    });
    await order.send('CHECKOUT', editing(2));
    expect(order.state()).toBe('verifying');
    expect(order.context()).toMatchObject({
      wish: { changes: [{ seats: 8 }], draft: [{ seats: 8 }], returnsTo: null },
      price: { quote: { quoteId: 'q 10.00' } },
    });
    expect(order.context().wish.refusal).toMatchObject({ code: 'seats_below_assigned' });
  });
});

describe('checkout', () => {
  it('checkout asks for payment details or a VAT number when the rate increases', async () => {
    const raised = { quote: sampleQuote({ dueToday: '0.00', rateIncreases: true }), costsMore: false };
    const order = await checkedOut({ ...assessed({ paymentMethod: null }), quote: async () => raised });
    expect(order.allowed()).not.toContain('PLACE_ORDER');
    await order.send({ type: 'PROVIDE_VAT', vatNumber: 'FR83404833048' });
    expect(order.allowed()).toContain('PLACE_ORDER');
  });

  it('checkout asks for payment details when money is due, also when the rate does not increase', async () => {
    const due = { quote: sampleQuote({ dueToday: '5.00', rateIncreases: false }), costsMore: false };
    const order = await checkedOut({ ...assessed({ paymentMethod: null }), quote: async () => due });
    await order.send({ type: 'PROVIDE_VAT', vatNumber: 'FR83404833048' });
    expect(order.allowed()).not.toContain('PLACE_ORDER');
    await order.send({ type: 'PROVIDE_PAYMENT', paymentToken: 'tok_1' });
    expect(order.allowed()).toContain('PLACE_ORDER');
  });

  it('an order is placed without payment details when nothing is due and the rate does not increase', async () => {
    const order = await checkedOut({ ...assessed({ paymentMethod: null }), quote: async () => quoted('0.00') });
    await order.send('PLACE_ORDER');
    expect(order.state()).toBe('completed');
    expect(order.calls).not.toContain('charge');
  });

  it('a number that nobody could verify stays pending, and the register is asked again', async () => {
    const order = await checkedOut({
      checkVat: inTurn<Awaited<ReturnType<OrderSteps['checkVat']>>>(
        { status: 'unverifiable', number: 'FR83404833048', evidenceId: null, hold: OUTAGE },
        { status: 'valid', number: 'FR83404833048', evidenceId: 'ev_1' },
      ),
    });
    await order.send({ type: 'PROVIDE_VAT', vatNumber: 'FR83404833048' });
    expect(order.state()).toBe('vatPending.waiting');
    expect(order.context().vat.onOrder).toBeNull();
    await order.pass(5 * 60_000);
    expect(order.state()).toBe('verifying');
    expect(order.context().vat.onOrder).toMatchObject({ status: 'valid', evidenceId: 'ev_1' });
  });

  it('the register is asked again at once when something new is told while it is being asked', async () => {
    const number = 'FR83404833048';
    let answerFirst = (): void => {};
    const answers = [
      new Promise<Awaited<ReturnType<OrderSteps['checkVat']>>>((resolve) => {
        answerFirst = () => resolve({ status: 'unverifiable', number, evidenceId: null, hold: OUTAGE });
      }),
      Promise.resolve({ status: 'valid' as const, number, evidenceId: 'ev_1' }),
    ];
    const order = await checkedOut({ checkVat: async () => (await answers.shift()) ?? failing() });
    await order.send({ type: 'PROVIDE_VAT', vatNumber: number }, { type: 'NUDGE', about: 'vat' });
    expect(order.state()).toBe('checkingVat.working');
    answerFirst();
    await order.pass(0);
    expect(order.state()).toBe('verifying');
    expect(order.context()).toMatchObject({
      vat: { onOrder: { status: 'valid', evidenceId: 'ev_1' } },
      waiting: { nudged: false },
    });
    // Two checks, so two pieces of evidence.
    expect(order.context().visits.checkVat).toBe(2);
  });

  it('checkout goes on with VAT charged where the seller does not hold orders for the register', async () => {
    const order = await checkedOut({
      ...assessed({ vatPolicy: 'charge_then_credit' }),
      checkVat: async ({ vatNumber }) => ({
        status: 'unverifiable',
        number: vatNumber,
        evidenceId: null,
        hold: OUTAGE,
      }),
    });
    await order.send({ type: 'PROVIDE_VAT', vatNumber: 'FR83404833048' });
    expect(order.state()).toBe('verifying');
    expect(order.context().vat.onOrder).toMatchObject({ status: 'unverifiable' });
  });
});

describe('what is on file', () => {
  const vat = (number: string) => ({ number, status: 'valid' as const, evidenceId: 'ev_1' });
  const before = accepted({ paymentMethod: 'pm_old', vat: vat('FR83404833048') });
  const meanwhile = accepted({ paymentMethod: 'pm_new', vat: vat('FR40303265045') });
  const changing = (): Script => ({
    assess: inTurn<AssessOutput>(before, meanwhile),
    capturePayment: async () => ({ status: 'saved', paymentMethod: 'pm_given' }),
  });

  it('data on file is looked at again when the order is edited', async () => {
    const order = await checkedOut(changing());
    await order.send(editing(9));
    expect(order.context()).toMatchObject({
      payment: { method: 'pm_new' },
      vat: { onOrder: { number: 'FR40303265045' } },
    });
  });

  it('data on file gives way to what the customer gave in the order, also after an edit', async () => {
    const order = await checkedOut(changing());
    await order.send({ type: 'PROVIDE_PAYMENT', paymentToken: 'tok_1' }, 'REMOVE_VAT', editing(9));
    expect(order.context()).toMatchObject({ payment: { method: 'pm_given' }, vat: { onOrder: null } });
  });
});

describe('placing an order', () => {
  const outdated = (status: 'quote_expired' | 'balance_changed'): OrderSteps['reserve'] =>
    inTurn<ReserveOutput>({ status }, { status: 'reserved' });
  const expired = (): OrderSteps['reserve'] => outdated('quote_expired');

  it('an order whose quote has expired goes on when it costs no more', async () => {
    const order = await checkedOut({ reserve: expired(), quote: inTurn(quoted('10.00'), quoted('9.00')) });
    await order.send('PLACE_ORDER');
    expect(order.state()).toBe('completed');
    expect(order.context().price.quote?.dueToday).toBe('9.00');
  });

  it('an order whose quote has expired is shown again when it costs more', async () => {
    const order = await checkedOut({ reserve: expired(), quote: inTurn(quoted('10.00'), quoted('11.00', true)) });
    await order.send('PLACE_ORDER');
    expect(order.state()).toBe('verifying');
    expect(order.context().price.askAgain).toMatchObject({ reason: 'quote_expired', previousDue: '10.00' });
    expect(order.calls).not.toContain('charge');
  });

  it('an order whose balance another order spent says so, not that the quote had expired', async () => {
    const reserve = outdated('balance_changed');
    const order = await checkedOut({ reserve, quote: inTurn(quoted('10.00'), quoted('70.00', true)) });
    await order.send('PLACE_ORDER');
    expect(order.state()).toBe('verifying');
    expect(order.context().price.askAgain).toMatchObject({ reason: 'balance_changed', previousDue: '10.00' });
    expect(order.calls).not.toContain('charge');
  });

  it('an order whose quote expires again at once is shown instead of priced for ever', async () => {
    const order = await checkedOut({ reserve: async () => ({ status: 'quote_expired' }) });
    await order.send('PLACE_ORDER');
    expect(order.state()).toBe('verifying');
    expect(times(order, 'reserve')).toBe(2);
  });

  it.each([
    ['the subscription has moved', 'moved', 'subscription_moved'],
    ['the cart has moved', 'cart_moved', 'cart_moved'],
    ['the account has changed', 'account_changed', 'account_changed'],
  ] as const)('an order is always shown again when %s, also when it costs less', async (_, status, reason) => {
    const order = await checkedOut({
      reserve: async () => ({ status }),
      quote: inTurn(quoted('10.00'), quoted('1.00')),
    });
    await order.send('PLACE_ORDER');
    expect(order.state()).toBe('verifying');
    expect(order.context().price.askAgain).toMatchObject({ reason, previousDue: '10.00' });
    expect(times(order, 'assess')).toBe(2);
  });
});

describe('a newer order of the same subscription', () => {
  it.each([
    ['the summary', [], {}],
    ['the cart', ['ADD_TO_CART'], assessed({ cartHoldsItems: true })],
    ['checkout', ['CHECKOUT'], {}],
    ['the desk of support', [], assessed({ route: 'customer_support' })],
    ['the calendar', [accepting('period_end'), 'CHECKOUT', 'PLACE_ORDER'], assessed({ route: 'customer_support' })],
    ['a stuck step', [], { quote: failing }],
  ] as const)('a newer order takes the place of one that waits in %s', async (_, events, script: Script) => {
    const order = await openOrder(script);
    await order.send(...events, { type: 'SUPERSEDED', by: 'chg_2' });
    expect(order.state()).toBe('superseded');
  });

  it('a newer order takes the place of one that is at work as soon as it stops', async () => {
    const gate = new Gate<AssessOutput>();
    const order = await openOrder({ assess: () => gate.pass() });
    await order.send({ type: 'SUPERSEDED', by: 'chg_2' });
    expect(order.state()).toBe('assessing.working');
    gate.open(accepted());
    await order.send({ type: 'NUDGE', about: 'payment' });
    expect(order.state()).toBe('superseded');
  });

  it('a newer order is told to the older ones before it is priced', async () => {
    const order = await openOrder(assessed({ supersedes: ['chg_0'] }));
    expect(order.calls).toEqual(['assess', 'supersede', 'quote']);
  });
});

it('an order that waits too long expires, but never once it is agreed for later', async () => {
  const idle = await openOrder();
  await idle.send('EXPIRE');
  expect(idle.state()).toBe('expired');
  const agreed = await openOrder(assessed({ route: 'customer_support' }));
  await agreed.send(accepting('period_end'), 'CHECKOUT', 'PLACE_ORDER', 'EXPIRE');
  expect(agreed.state()).toBe('scheduled');
  await agreed.send('CANCEL');
  expect(agreed.state()).toBe('cancelled');
});

describe('an order of several changes', () => {
  const second = { subscriptionId: 'sub_2', seats: 2 };
  const taken: OrderEvent = { type: 'SUPERSEDED', by: 'chg_2', subscriptionIds: ['sub_2'] };
  const ofTwo = (script: Script = {}) => openOrder({ ...assessed({ cartHoldsItems: true }), ...script });
  const inCartWithTwo = async (script: Script = {}) => {
    const order = await ofTwo(script);
    await order.send('ADD_TO_CART', { type: 'ADD_CHANGE', change: second }, 'ADD_TO_CART');
    return order;
  };
  const inProgress = { code: 'change_in_progress', facts: { subscriptionId: 'sub_2', openChangeId: 'chg_2' } };

  it('an order of several changes loses only what a newer order takes, and says so', async () => {
    const order = await inCartWithTwo();
    await order.send(taken);
    expect(order.state()).toBe('reviewing');
    expect(order.context()).toMatchObject({
      wish: { changes: [{ subscriptionId: 'sub_1' }], dropped: [{ change: second, refusal: inProgress }] },
      price: { askAgain: { reason: 'change_dropped' } },
      undoing: { ending: null },
    });
  });

  it('an order of several changes learns of a loss when it is placed, and is asked again in checkout with the rest of the cart', async () => {
    const reserve = inTurn<ReserveOutput>(
      { status: 'superseded', by: 'chg_2', subscriptionId: 'sub_2' },
      { status: 'reserved' },
    );
    const order = await inCartWithTwo({ reserve });
    await order.send('CHECKOUT', 'PLACE_ORDER');
    expect(order.state()).toBe('verifying');
    expect(order.context()).toMatchObject({
      price: { includesCart: true },
      wish: { dropped: [{ refusal: inProgress }] },
    });
    await order.send('PLACE_ORDER');
    expect(order.state()).toBe('completed');
  });

  it('an order of several changes leaves out what cannot be priced any more, and goes on with the rest', async () => {
    const refusal = { code: 'renewal_missing', facts: { subscriptionId: 'sub_2' } } as const;
    const asked: (boolean | undefined)[] = [];
    const order = await inCartWithTwo({
      assess: async ({ leavesOutStale }) => {
        asked.push(leavesOutStale);
        return accepted({ cartHoldsItems: true, ...(leavesOutStale && { dropped: [{ change: second, refusal }] }) });
      },
      quote: inTurn(quoted('1.00'), quoted('2.00'), quoted('2.00'), { refusal }, quoted('1.00')),
      reserve: inTurn<ReserveOutput>({ status: 'quote_expired' }, { status: 'reserved' }),
    });
    await order.send('CHECKOUT', 'PLACE_ORDER');
    expect(asked).toEqual([undefined, undefined, true]);
    expect(order.state()).toBe('verifying');
    expect(order.context().wish).toMatchObject({ changes: [{ subscriptionId: 'sub_1' }], dropped: [{ refusal }] });
  });

  it('an order of several changes ends when a newer order takes all of it', async () => {
    const order = await inCartWithTwo();
    await order.send({ ...taken, subscriptionIds: ['sub_1', 'sub_2'] });
    expect(order.state()).toBe('superseded');
  });
});
