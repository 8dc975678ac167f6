import { received } from 'statechart-host/contract';
import { Gate } from 'statechart-host/testing';
import type { OrderEvent } from '../../machines/events';
import type { AssessOutput, OrderSteps } from '../../machines/subscription-change/steps';
import { sampleQuote } from '../support/sample-quote';
import { accepting, editing, failing, inTurn, openOrder, type Script } from './order-desk';
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

  it('an agreed change tells of nothing as lost that it does not lose', async () => {
    const order = await scheduled();
    await order.send({ ...takingNothing, fields: ['tierId'] } as OrderEvent);
    expect(order.context().wish).toMatchObject({ changes: [{ subscriptionId: 'sub_1', seats: 8 }], dropped: [] });
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
    const changes = [
      { subscriptionId: 'sub_1', seats: 8 },
      { subscriptionId: 'sub_2', seats: 8 },
    ];
    await order.send({ type: 'EDIT', changes }, 'CHECKOUT', 'PLACE_ORDER');
    await order.send({ type: 'SUPERSEDED', by: 'chg_2', subscriptionIds: ['sub_1'] });
    gate.open();
    await order.pass(0);
    expect(order.state()).toBe('superseded');
  });
});
