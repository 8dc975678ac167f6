import { Gate } from 'statechart-host/testing';
import type { OrderSteps } from '../../machines/subscription-change/steps';
import { sampleQuote } from '../support/sample-quote';
import { outcome } from '../support/scripted-steps';
import { accepting, editing, failing, inTurn, openOrder, type Script, times, withGrant } from './order-desk';
import { accepted } from './order-world';

const HOUR = 3_600_000;
const at = (type: 'HOLD' | 'RELEASE', time: string) => ({ type, at: time }) as const;

describe('an order on hold', () => {
  it.each<[string, Script, Parameters<Awaited<ReturnType<typeof openOrder>>['send']>]>([
    ['reviewing', {}, []],
    ['verifying', {}, ['CHECKOUT']],
    ['handedOver.waiting', { assess: async () => accepted({ route: 'advisor' }) }, []],
    ['settlingPayment.waiting', waitingForTheBank(), ['CHECKOUT', 'PLACE_ORDER']],
    ['reserving.stuck.waiting', { reserve: failing }, ['CHECKOUT', 'PLACE_ORDER']],
  ])(
    'an order on hold in %s takes nothing until it is released, and is then where it was',
    async (state, script, events) => {
      const order = await openOrder(script);
      await order.send(...events);
      expect(order.state()).toBe(state);
      await order.send('HOLD');
      expect(order.allowed()).toEqual(['RELEASE']);
      const held = order.state();
      await order.send('CANCEL', editing(9), { type: 'EXPIRE' }, { type: 'NUDGE', about: 'payment' });
      await order.pass(1_000 * HOUR);
      expect(order.state()).toBe(held);
      await order.send('RELEASE');
      expect([order.state(), order.context().waiting.heldSince]).toEqual([state, null]);
    },
  );

  it('an order on hold remembers that a newer order took its place, and ends when it is released', async () => {
    const order = await openOrder();
    await order.send('HOLD', { type: 'SUPERSEDED', by: 'chg_2' });
    expect(order.state()).toBe('onHold');
    await order.send('RELEASE');
    expect(order.state()).toBe('superseded');
  });

  it('an order on hold still takes effect on the day agreed to, however long it was held before', async () => {
    const order = await openOrder({ assess: async () => accepted({ route: 'advisor' }) });
    await order.send(accepting('period_end'), 'CHECKOUT', 'PLACE_ORDER');
    expect(order.state()).toBe('scheduled');
    const effectiveAt = Date.parse(order.context().price.quote?.effectiveAt ?? '');
    const eve = new Date(effectiveAt - HOUR).toISOString();
    await order.send(at('HOLD', eve), at('RELEASE', eve));
    await order.pass(Math.max(2, HOUR + 1));
    expect(order.state()).toBe('completed');
  });
});

describe('a stuck step that support does under a new key', () => {
  it('a retry under a new key is a new visit of the stuck step', async () => {
    const order = await openOrder({ quote: inTurn(failing, failing, { quote: sampleQuote(), costsMore: false }) });
    const visits: number[] = [order.context().visits.quote];
    await order.send('RETRY');
    visits.push(order.context().visits.quote);
    await order.send(withGrant('RETRY_NEW_KEY', { confirmed: true }));
    visits.push(order.context().visits.quote);
    expect([order.state(), visits]).toEqual(['reviewing', [1, 1, 2]]);
  });

  it('a retry under a new key lets go of an attempt to place the order before it begins another one', async () => {
    const order = await openOrder({ reserve: inTurn(failing, { status: 'reserved' }) });
    await order.send('CHECKOUT', 'PLACE_ORDER', withGrant('RETRY_NEW_KEY', { confirmed: true }));
    expect(order.state()).toBe('completed');
    const placing = order.calls.filter((call) => ['reserve', 'release', 'charge'].includes(call));
    expect(placing).toEqual(['reserve', 'release', 'reserve', 'charge']);
    expect(order.context().visits.place).toBe(2);
  });

  it('a payment of unknown outcome is never retried under a new key', async () => {
    const order = await openOrder({ charge: failing, lookUpPayment: failing });
    await order.send('CHECKOUT', 'PLACE_ORDER');
    for (let look = 0; look < 8; look += 1) await order.pass(HOUR);
    expect(order.state()).toBe('settlingPayment.unknown.waiting');
    expect(order.allowed()).not.toContain('RETRY_NEW_KEY');
  });

  it('a retry under a new key ends the order instead when the customer has cancelled meanwhile', async () => {
    const gate = new Gate<void>();
    const order = await openOrder({ reserve: failing, release: () => gate.pass() });
    await order.send('CHECKOUT', 'PLACE_ORDER', withGrant('RETRY_NEW_KEY', { confirmed: true }), 'CANCEL');
    gate.open(undefined);
    await order.pass(0);
    expect(order.state()).toBe('cancelled');
  });
});

describe('support helps a customer on', () => {
  it('support reminds a customer of the order, each time anew, and leaves it where it was', async () => {
    const reminded: object[] = [];
    const remindCustomer: OrderSteps['remindCustomer'] = async ({ reminder, link }) => {
      reminded.push({ reminder, link });
    };
    const order = await openOrder({ remindCustomer });
    await order.send('RESEND', 'RESEND');
    expect(order.state()).toBe('reviewing');
    expect(reminded).toEqual([
      { reminder: 1, link: null },
      { reminder: 2, link: null },
    ]);
  });

  it('support sends the payment link again', async () => {
    const links: unknown[] = [];
    const order = await openOrder({
      ...waitingForTheBank(),
      remindCustomer: async ({ link }) => void links.push(link),
    });
    await order.send('CHECKOUT', 'PLACE_ORDER', 'RESEND');
    expect(order.state()).toBe('settlingPayment.waiting');
    expect(links).toEqual(['https://bank.example/3ds']);
  });

  it('support waits longer for a payment link', async () => {
    const asked: unknown[] = [];
    const order = await openOrder({
      ...waitingForTheBank(),
      lookUpPayment: async ({ linkExtendedUntil }) => {
        asked.push(linkExtendedUntil);
        return openLink();
      },
    });
    const until = '2026-03-26T10:00:00Z';
    await order.send('CHECKOUT', 'PLACE_ORDER', { type: 'EXTEND_LINK', until });
    expect([order.state(), asked]).toEqual(['settlingPayment.waiting', [until]]);
  });

  it('support lets a quote be placed for longer, until there is another one', async () => {
    const expiries: string[] = [];
    const order = await openOrder({
      reserve: async ({ quote }) => {
        expiries.push(quote.expiresAt);
        return expiries.length === 1 ? { status: 'quote_expired' } : { status: 'reserved' };
      },
    });
    const until = '2026-03-27T10:00:00Z';
    await order.send('CHECKOUT', { type: 'EXTEND_QUOTE', until }, 'PLACE_ORDER');
    expect(order.state()).toBe('completed');
    expect(expiries).toEqual([until, sampleQuote().expiresAt]);
  });

  it('support amends the order, which is assessed and quoted anew', async () => {
    const order = await openOrder();
    await order.send('CHECKOUT', { type: 'AMEND', changes: [{ subscriptionId: 'sub_1', seats: 9 }] });
    expect(order.state()).toBe('reviewing');
    expect(order.context().wish.changes).toEqual([{ subscriptionId: 'sub_1', seats: 9 }]);
    expect([times(order, 'assess'), times(order, 'quote')]).toEqual([2, 2]);
  });
});

function openLink() {
  return outcome({ status: 'requires_action', link: 'https://bank.example/3ds', checkAgainIn: 60_000 });
}

function waitingForTheBank(): Script {
  return { charge: async () => openLink(), lookUpPayment: async () => openLink() };
}
