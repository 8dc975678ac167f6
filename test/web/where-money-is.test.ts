import { undoingOf, whereMoneyIs } from '../../web/desk/order/head/where-money-is';

type Order = Parameters<typeof whereMoneyIs>[0];
type Call = Parameters<typeof whereMoneyIs>[1][number];

const step = (name: 'reserve' | 'apply', standing: 'done' | 'now') => ({ step: name, standing, text: '' });
const money = (amount: string) => ({ amount, currency: 'EUR' });
const order = (more: Partial<Order> = {}): Order => ({
  ...{ state: 'settlingPayment.charging', steps: [], quote: null, payment: null, done: false, waits: null },
  ...more,
});
const charge = (status: Call['status'], at = '2026-03-12T10:00:00Z'): Call => ({ kind: 'charge', status, at });
const refund = (status: Call['status']): Call => ({ kind: 'refund', status, at: '2026-03-12T11:00:00Z' });
const payment = (status: 'paid' | 'unknown' | 'requires_action' | 'refunded') =>
  ({ payment: { status, code: null, link: null, linkExpiresAt: null } }) as const;

describe('where the money of an order is', () => {
  it('nothing is taken before the gateway was asked, or after it has declined', () => {
    expect(whereMoneyIs(order(), [])).toBe('none');
    expect(whereMoneyIs(order(), [charge('declined')])).toBe('none');
    expect(whereMoneyIs(order(), [charge('intended')])).toBe('none');
  });

  it('nobody knows while the gateway has not answered, nor where an order got stuck with a call that may have been made', () => {
    expect(whereMoneyIs(order(), [charge('unknown')])).toBe('unknown');
    expect(whereMoneyIs(order(payment('unknown')), [])).toBe('unknown');
    expect(whereMoneyIs(order({ waits: 'stuck' }), [charge('intended')])).toBe('unknown');
  });

  it('what was taken is told as taken until it is being given back, and then as given back', () => {
    expect(whereMoneyIs(order(), [charge('declined'), charge('paid', '2026-03-12T10:05:00Z')])).toBe('taken');
    expect(whereMoneyIs(order({ state: 'compensating.working' }), [charge('paid')])).toBe('giving_back');
    expect(whereMoneyIs(order({ state: 'releasing.working' }), [charge('paid'), refund('paid')])).toBe('given_back');
    expect(whereMoneyIs(order(payment('refunded')), [])).toBe('given_back');
  });

  it('what the bank took back is not told as taken, whatever the order says of its payment', () => {
    expect(whereMoneyIs(order(), [charge('reversed')])).toBe('taken_back');
    expect(whereMoneyIs(order(payment('paid')), [charge('reversed')])).toBe('taken_back');
  });

  it('the bank that asks its customer has taken nothing, and balance that is set aside is held', () => {
    expect(whereMoneyIs(order(payment('requires_action')), [])).toBe('at_bank');
    const quote = { balanceUsed: money('12.00') } as Order['quote'];
    expect(whereMoneyIs(order({ quote, steps: [step('reserve', 'done')] }), [])).toBe('held');
    expect(whereMoneyIs(order({ quote, steps: [step('reserve', 'now')] }), [])).toBe('none');
  });

  it('an order can be undone until its change is made, and is not asked about while it is being undone', () => {
    expect(undoingOf(order({ state: 'applying.working', steps: [step('apply', 'now')] }))).toBe('before');
    expect(undoingOf(order({ state: 'finishing.working', steps: [step('apply', 'done')] }))).toBe('made');
    expect(undoingOf(order({ state: 'completed', done: true }))).toBe('made');
    expect(undoingOf(order({ state: 'compensating.working', steps: [step('apply', 'now')] }))).toBe('under_way');
    expect(undoingOf(order({ state: 'cancelled', done: true }))).toBe('over');
  });
});
