import { received } from 'statechart-host/contract';
import type { OrderSteps, QuoteOutput } from '../../machines/subscription-change/steps';
import { sampleQuote } from '../support/sample-quote';
import { accepting, editing, inTurn, openOrder, type Script, times, withGrant } from './order-desk';
import { accepted, refused } from './order-world';

const handedOver: Script = { assess: async () => accepted({ route: 'customer_support' }) };

describe('a change that somebody else must serve', () => {
  it.each(['customer_support', 'advisor'] as const)(
    'a handed-over change waits for %s with its quote',
    async (route) => {
      const order = await openOrder({ assess: async () => accepted({ route }) });
      expect(order.state()).toBe('handedOver.waiting');
      expect(order.context().price.quote).not.toBeNull();
      expect(order.allowed()).toEqual([
        ...['EDIT', 'CANCEL', 'ACCEPT_HANDOVER', 'DECLINE_HANDOVER'],
        ...['HOLD', 'KEEP_OPEN', 'AMEND'],
      ]);
    },
  );

  it('a handed-over change is verified and placed by the customer once it is accepted', async () => {
    const order = await openOrder(handedOver);
    await order.send(accepting());
    expect(order.state()).toBe('reviewing');
    expect(order.context().wish.agreement).toMatchObject({
      effective: 'now',
      purchaseOrder: 'PO-7',
      grantId: 'grant_1',
    });
    await order.send('CHECKOUT', 'PLACE_ORDER');
    expect(order.state()).toBe('completed');
  });

  it('a handed-over change ends when it is declined', async () => {
    const order = await openOrder(handedOver);
    await order.send(withGrant('DECLINE_HANDOVER'));
    expect(order.state()).toBe('cancelled');
    expect(order.context().undoing.ending).toBe('declined');
  });

  it('an edit into another change after the agreement hands the change over again', async () => {
    const order = await openOrder(handedOver);
    await order.send(accepting(), editing(9));
    expect(order.state()).toBe('handedOver.waiting');
    expect(order.context().wish.agreement).toBeNull();
  });

  it('a handed-over change keeps its agreement when an edit says the same as before', async () => {
    const order = await openOrder(handedOver);
    await order.send(accepting(), editing(8));
    expect(order.state()).toBe('reviewing');
    expect(order.context().wish.agreement).not.toBeNull();
  });

  it('a handed-over change keeps its agreement when an edit is refused', async () => {
    const assess = inTurn<Awaited<ReturnType<OrderSteps['assess']>>>(accepted({ route: 'advisor' }), refused);
    const order = await openOrder({ assess });
    await order.send(accepting(), editing(1));
    expect(order.state()).toBe('reviewing');
    expect(order.context().wish.agreement).not.toBeNull();
  });

  it.each([{ liftEnd: true }, { endTrial: true, seats: 1 }] as const)(
    'an agreement does not cover %j, which is another change than its terms alone',
    async (change) => {
      const order = await openOrder(handedOver);
      const changes = [{ subscriptionId: 'sub_1', ...change }];
      await order.send(accepting(), { type: 'EDIT', changes });
      expect(order.context().wish).toMatchObject({ agreement: null, changes });
      await order.send(accepting(), { type: 'EDIT', changes });
      expect(order.state()).toBe('reviewing');
    },
  );
});

describe('a change agreed for the end of the period', () => {
  const effectiveAt = '2026-04-24T22:00:00Z';
  const placedAt = '2026-03-25T10:04:00Z';
  const wait = Date.parse(effectiveAt) - Date.parse(placedAt);
  const quote: OrderSteps['quote'] = async () => ({ quote: sampleQuote({ effectiveAt }), costsMore: false });

  const scheduled = async (script: Script = {}) => {
    const order = await openOrder({ ...handedOver, quote, ...script });
    await order.send(accepting('period_end'), 'CHECKOUT', 'PLACE_ORDER');
    expect(order.state()).toBe('scheduled');
    return order;
  };

  it('a change agreed for the end of the period waits for its day, is priced anew and is made', async () => {
    const order = await scheduled();
    await order.pass(wait - 1);
    expect(order.state()).toBe('scheduled');
    const quotes = times(order, 'quote');
    await order.pass(1);
    expect(order.state()).toBe('completed');
    expect(times(order, 'quote')).toBe(quotes + 1);
  });

  it('a change agreed for the end of the period is shown to the customer on its day when it costs more than agreed', async () => {
    const due = { quote: sampleQuote({ effectiveAt, dueToday: '10.00' }), costsMore: false };
    const more = { quote: sampleQuote({ effectiveAt, dueToday: '12.00' }), costsMore: true };
    const order = await scheduled({ quote: inTurn(due, due, more) });
    await order.pass(wait);
    expect(order.state()).toBe('verifying');
    expect(order.calls).not.toContain('charge');
    expect(order.context().price.askAgain).toMatchObject({ previousDue: '10.00' });
  });

  it('a change agreed for the end of the period that is handed over again on its day can be agreed for later once more', async () => {
    const moved = accepted({ route: 'customer_support', terms: 'sub_1,professional,6,month' });
    const overdue: QuoteOutput = { refusal: { code: 'past_due', facts: {} } };
    const due = { quote: sampleQuote({ effectiveAt }), costsMore: false };
    const order = await scheduled({
      assess: inTurn(accepted({ route: 'customer_support' }), moved),
      quote: inTurn<QuoteOutput>(due, due, overdue, due),
    });
    await order.pass(wait);
    expect(order.state()).toBe('handedOver.waiting');
    await order.send(accepting('period_end'), 'CHECKOUT', 'PLACE_ORDER');
    expect(order.state()).toBe('scheduled');
  });

  it('a change agreed for the end of the period can be cancelled until then', async () => {
    const order = await scheduled();
    await order.send('CANCEL');
    expect(order.state()).toBe('cancelled');
  });

  it('a change agreed for the end of the period still waits for the same day when an edit is refused', async () => {
    const order = await scheduled({ assess: inTurn(accepted({ route: 'customer_support' }), refused) });
    await order.pass(wait / 2);
    const at = new Date(Date.parse(placedAt) + wait / 2).toISOString();
    await order.send(received({ ...editing(1) }, { at }));
    expect([order.state(), order.context().placing.placedAt, order.context().wish.refusal]).toEqual([
      ...['scheduled', placedAt, refused.accepted ? null : refused.refusal],
    ]);
    await order.pass(wait / 2 - 1);
    expect(order.state()).toBe('scheduled');
    await order.pass(1);
    expect([order.state(), order.context().wish.refusal]).toEqual(['completed', null]);
  });

  it('a change agreed for the end of the period goes back to its route when it is edited', async () => {
    const order = await scheduled();
    await order.send(editing(9));
    expect(order.state()).toBe('handedOver.waiting');
  });
});
