import type { OrderEvent } from '../../machines/events';
import type { AssessInput, OrderSteps, QuoteStepInput } from '../../machines/subscription-change/steps';
import { sampleQuote } from '../support/sample-quote';
import { editing, failing, inTurn, openOrder, type Script } from './order-desk';
import { accepted, refused } from './order-world';

const effectiveAt = '2026-04-24T22:00:00Z';
const effectiveDate = '2026-04-25';
const wait = Date.parse(effectiveAt) - Date.parse('2026-03-25T10:04:00Z');
const later = (seats: number): OrderEvent => ({ ...editing(seats), effective: 'period_end' }) as OrderEvent;

/** An order that its customer puts off, and what its steps are asked. */
async function deferred(script: Script = {}) {
  const assessed: AssessInput[] = [];
  const quoted: QuoteStepInput[] = [];
  const { assess = async () => accepted() } = script;
  const quote: OrderSteps['quote'] = async (input) => {
    quoted.push(input);
    return { quote: sampleQuote({ effectiveAt, effectiveDate }), costsMore: false };
  };
  const asked: OrderSteps['assess'] = (input) => {
    assessed.push(input);
    return assess(input);
  };
  const order = await openOrder({ quote, ...script, assess: asked });
  await order.send(later(8));
  return { order, assessed, quoted };
}

describe('an order that its customer puts off', () => {
  it('an order that is put off is assessed and priced for later, and on its day for the day that it waited for', async () => {
    const { order, assessed, quoted } = await deferred();
    expect([assessed.at(-1)?.effective, quoted.at(-1)?.effective]).toEqual(['period_end', 'period_end']);
    await order.send('CHECKOUT', 'PLACE_ORDER');
    expect(order.state()).toBe('scheduled');
    await order.pass(wait);
    expect(quoted.at(-1)).toMatchObject({ effective: 'now', waitedFor: effectiveDate, onItsDay: true });
    expect([order.state(), order.context().wish.effective]).toEqual(['completed', 'period_end']);
  });

  it('an order that is put off keeps its time when an edit is refused, and when support amends it in vain', async () => {
    const assess = inTurn(accepted(), accepted(), refused, failing, refused);
    const { order } = await deferred({ assess });
    await order.send(editing(1));
    expect([order.state(), order.context().wish]).toMatchObject([
      'reviewing',
      { effective: 'period_end', effectiveDraft: 'period_end' },
    ]);
    await order.send(editing(2));
    expect(order.state()).toBe('assessing.stuck.waiting');
    await order.send({ ...editing(3), type: 'AMEND' } as OrderEvent);
    expect([order.state(), order.context().wish]).toMatchObject([
      'reviewing',
      { effective: 'period_end', effectiveDraft: 'period_end' },
    ]);
  });

  it('an order that is put off keeps its time when another change joins it, and takes effect now when an edit says no time', async () => {
    const { order } = await deferred({ assess: async () => accepted({ cartHoldsItems: true }) });
    await order.send('ADD_TO_CART', { type: 'ADD_CHANGE', change: { subscriptionId: 'sub_2', seats: 2 } });
    expect(order.context().wish).toMatchObject({ effective: 'period_end', changes: [{}, {}] });
    await order.send(editing(8));
    expect(order.context().wish.effective).toBe('now');
  });

  it('an order that is put off is held to the offer of its seller until it is placed, and not afterwards', async () => {
    const { order, assessed, quoted } = await deferred();
    expect([assessed.at(-1), quoted.at(-1)]).not.toContainEqual(expect.objectContaining({ deferralIsAgreed: true }));
    await order.send('CHECKOUT', 'PLACE_ORDER', {
      type: 'ADD_CHANGE',
      change: { subscriptionId: 'sub_2', seats: 2 },
    });
    expect(order.state()).toBe('scheduled');
    await order.pass(wait);
    expect(quoted.at(-1)?.deferralIsAgreed).toBe(true);
  });

  it('an order whose day has come waits for another one only when it is put off anew', async () => {
    const quote = async () => ({ quote: sampleQuote({ effectiveAt, effectiveDate }), costsMore: false });
    const more = async () => ({
      quote: sampleQuote({ effectiveAt, effectiveDate, dueToday: '999.00' }),
      costsMore: true,
    });
    let asked = 0;
    const { order } = await deferred({
      quote: () => {
        asked += 1;
        return asked === 3 ? more() : quote();
      },
    });
    await order.send('CHECKOUT', 'PLACE_ORDER');
    await order.pass(wait);
    expect([order.state(), order.context().placing.waitedFor]).toEqual(['verifying', effectiveDate]);
    await order.send(later(7), 'CHECKOUT', 'PLACE_ORDER');
    expect([order.state(), order.context().placing.waitedFor]).toEqual(['scheduled', null]);
  });
});
