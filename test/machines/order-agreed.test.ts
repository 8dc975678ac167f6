import { received } from 'statechart-host/contract';
import { Gate } from 'statechart-host/testing';
import type { OrderEvent } from '../../machines/events';
import type { AssessOutput, OrderSteps } from '../../machines/subscription-change/steps';
import { sampleQuote } from '../support/sample-quote';
import { accepting, editing, failing, inTurn, openOrder, type Script, withGrant } from './order-desk';
import { accepted, refused } from './order-world';

const EFFECTIVE_AT = '2026-04-24T22:00:00Z';
const PLACED_AT = '2026-03-25T10:04:00Z';
const WAIT = Date.parse(EFFECTIVE_AT) - Date.parse(PLACED_AT);
const served = accepted({ route: 'customer_support' });

const quote = sampleQuote({ effectiveAt: EFFECTIVE_AT });
const replacing = {
  ...quote,
  changes: quote.changes.map((change) => ({
    ...change,
    agreed: { changeId: 'chg_0', visit: 1, takenOut: ['seats' as const], kept: [] },
  })),
};
const quoting =
  (quoted = quote): OrderSteps['quote'] =>
  async () => ({ quote: quoted, costsMore: false });

const OF_TWO = [
  { subscriptionId: 'sub_1', seats: 8 },
  { subscriptionId: 'sub_2', seats: 8 },
];
const takingNothing: OrderEvent = { type: 'SUPERSEDED', by: 'chg_2', subscriptionIds: ['sub_1'], fields: [] };

const atCheckout = async (script: Script = {}) => {
  const order = await openOrder({ assess: async () => served, quote: quoting(), ...script });
  await order.send(accepting('period_end'), 'CHECKOUT');
  return order;
};

const scheduled = async (script: Script = {}) => {
  const order = await atCheckout(script);
  await order.send('PLACE_ORDER');
  expect(order.state()).toBe('scheduled');
  return order;
};

describe('an agreed change whose subscription a newer order has changed', () => {
  it('an agreed change that goes on by itself still waits for its day, however long it had waited before', async () => {
    const order = await scheduled();
    await order.pass(WAIT / 2);
    const at = new Date(Date.parse(PLACED_AT) + WAIT / 2).toISOString();
    await order.send(received({ ...takingNothing }, { at }));
    expect(order.state()).toBe('scheduled');
    await order.pass(WAIT / 2 - 1);
    expect(order.state()).toBe('scheduled');
    await order.pass(1);
    expect(order.state()).toBe('completed');
  });

  it('an agreement that was to be kept for what is left does not cover an edit', async () => {
    const order = await scheduled({ assess: inTurn<AssessOutput>(served, refused, served) });
    await order.send(takingNothing);
    expect(order.state()).not.toBe('scheduled');
    await order.send(editing(1));
    expect([order.state(), order.context().wish.agreement]).toEqual(['handedOver.waiting', null]);
  });

  it('an agreed change that is told twice of what it loses has lost it once', async () => {
    const order = await openOrder({ assess: async () => served, quote: quoting() });
    const changes = [{ subscriptionId: 'sub_1', tierId: 'starter', seats: 8 }];
    await order.send({ type: 'EDIT', changes }, accepting('period_end'), 'CHECKOUT', 'PLACE_ORDER');
    const takingSeats: OrderEvent = { ...takingNothing, fields: ['seats'] };
    await order.send(takingSeats, takingSeats);
    expect(order.context().wish).toMatchObject({
      changes: [{ subscriptionId: 'sub_1', tierId: 'starter' }],
      dropped: [{ change: { subscriptionId: 'sub_1', seats: 8 } }],
    });
  });

  it('an agreed change of which an edit was refused once still goes on by itself', async () => {
    const order = await scheduled({ assess: inTurn<AssessOutput>(served, refused, served) });
    await order.send(editing(1));
    expect(order.state()).toBe('scheduled');
    await order.send(takingNothing);
    expect(order.state()).toBe('scheduled');
  });

  it('an agreed change that is being edited is not told that it lost a part where it lost none', async () => {
    const order = await scheduled();
    await order.send(editing(9));
    expect(order.state()).toBe('handedOver.waiting');
    await order.send(takingNothing);
    expect(order.context()).toMatchObject({ wish: { dropped: [], changes: [{ seats: 9 }] } });
    expect(order.context().price.askAgain?.reason).not.toBe('change_dropped');
  });

  it('an agreed change that loses something twice still goes on by itself', async () => {
    const gate = new Gate();
    let looks = 0;
    const order = await scheduled({
      async assess() {
        looks += 1;
        if (looks === 2) await gate.pass();
        return served;
      },
    });
    await order.send(takingNothing, { ...takingNothing, by: 'chg_3' });
    gate.open();
    await order.pass(0);
    expect(order.state()).toBe('scheduled');
  });
});

describe('an order that ends an agreed change', () => {
  it('an order that is cancelled while it is noted for its day tells the people of the one it has ended', async () => {
    const gate = new Gate();
    const agree: OrderSteps['agree'] = async () => {
      await gate.pass();
      return { status: 'agreed' };
    };
    const order = await atCheckout({ agree, quote: quoting(replacing) });
    await order.send('PLACE_ORDER', 'CANCEL');
    gate.open();
    await order.pass(0);
    expect(order.state()).toBe('cancelled');
    expect(order.calls).toContain('replaceAgreed');
  });

  it('an order is not let go while the people of the one it has ended do not know', async () => {
    const order = await atCheckout({ quote: quoting(replacing), replaceAgreed: failing });
    await order.send('PLACE_ORDER');
    expect(order.state()).toBe('agreeing.stuckTelling.waiting');
    await order.send('CANCEL');
    expect(order.state()).not.toBe('cancelled');
  });

  it('an order that lost a part goes on without it when support skips telling the people of the one it has ended', async () => {
    const order = await openOrder({
      ...{ assess: async () => served, quote: quoting(replacing), replaceAgreed: failing },
    });
    await order.send({ type: 'EDIT', changes: OF_TWO }, accepting('period_end'), 'CHECKOUT', 'PLACE_ORDER');
    await order.send({ ...takingNothing, fields: ['seats'] });
    await order.send(withGrant('SKIP'));
    expect(order.context().wish.changes).toEqual(OF_TWO.slice(1));
  });
});

describe('an order of two subscriptions', () => {
  it('an order that was told of one loss while it finds out the other has nothing left', async () => {
    const gate = new Gate();
    const order = await openOrder({
      async reserve() {
        await gate.pass();
        return { status: 'superseded', by: 'chg_3', subscriptionId: 'sub_2' };
      },
    });
    await order.send({ type: 'EDIT', changes: OF_TWO }, 'CHECKOUT', 'PLACE_ORDER');
    await order.send({ type: 'SUPERSEDED', by: 'chg_2', subscriptionIds: ['sub_1'] });
    gate.open();
    await order.pass(0);
    expect(order.state()).toBe('superseded');
  });
});
