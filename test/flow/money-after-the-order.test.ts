import { VIEW } from 'statechart-host/contract';
import { changeSettings } from '../../dev/stack/change-settings';
import { type SeatView, seatWorkflowId } from '../../workflows/contract';
import { type Customer, MORNING } from '../support/flow-facts';
import { oneRun } from '../support/flow-runs';
import type { Shop } from '../support/flow-shop';
import { PATIENCE, until } from '../support/within';

const chargeOf = (changeId: string): string => `acme:${changeId}:charge:1`;

oneRun('money that moves after its order', (shop) => {
  const paymentOf = async (changeId: string) => {
    const list = await shop().agent.get<{ items: { kind: string; status: string; code: string | null }[] }>(
      `/v1/changes/${changeId}/payments`,
    );
    return list.items.find(({ kind }) => kind === 'charge');
  };
  const becomes = (changeId: string, status: string): Promise<void> =>
    until(PATIENCE, `the payment to be ${status}`, async () => (await paymentOf(changeId))?.status === status);
  const itemsOf = async (changeId: string): Promise<string[]> => {
    const items = await shop().stand.store.supportItems.listOpen('acme', 100);
    return items.filter(({ facts }) => facts.changeId === changeId).map(({ kind }) => kind);
  };
  const trusting = (kinds: string[]): Promise<void> =>
    changeSettings(shop().stand.store, 'acme', { placeOnPending: kinds });
  afterEach(async () => {
    shop().stand.clock.set(MORNING);
    await trusting([]);
  });

  it('a debit that its bank takes back weeks later leaves a support item, a mark and an entry (abuse 19)', async () => {
    const { stand } = shop();
    const claire = await shop().customer();
    const { changeId, state } = await claire.buy({ seats: 8 });
    expect(state).toBe('completed');
    stand.clock.advance({ days: 42 });
    await stand.payments().reverse(chargeOf(changeId), 'debit_returned');
    await becomes(changeId, 'reversed');
    expect(await paymentOf(changeId)).toMatchObject({ code: 'debit_returned' });
    await until(PATIENCE, 'the entry', async () =>
      (await claire.ledger()).entries.includes('payment_reversal -201.60'),
    );
    expect(await itemsOf(changeId)).toEqual(['payment_reversed']);
    expect((await claire.ledger()).balance).toBe('-201.60');
    expect(await claire.look(changeId)).toMatchObject({ state: 'completed' });
    const { items } = await shop().agent.get<{ items: { action?: string }[] }>(`/v1/changes/${changeId}/timeline`);
    expect(items).toContainEqual(expect.objectContaining({ action: 'PAYMENT_REVERSED' }));
    expect(await claire.gatewayBook(changeId)).toEqual(['charge 20160', 'reversal -20160']);
  });

  it('a chargeback leaves the seats to their people, and may be won and lost again (abuse 19)', async () => {
    const { stand } = shop();
    const claire = await shop().customer();
    const { changeId } = await claire.buy({ seats: 8 });
    await claire.assign('ana');
    await stand.payments().reverse(chargeOf(changeId), 'fraudulent');
    await claire.assign('ben');
    await becomes(changeId, 'reversed');
    await until(PATIENCE, 'the debt', async () => (await claire.ledger()).balance === '-201.60');
    await claire.assign('cleo');
    const followUp = stand.temporal.client.workflow.getHandle(seatWorkflowId('acme', claire.subscription));
    const assigned = async () => (await followUp.query<SeatView>(VIEW)).details.assigned;
    await until(PATIENCE, 'three seats to be assigned', async () => (await assigned()) === 3);
    expect(await claire.look(changeId)).toMatchObject({ state: 'completed' });

    await stand.payments().restore(chargeOf(changeId));
    await becomes(changeId, 'paid');
    expect((await claire.ledger()).balance).toBe('0.00');
    await stand.payments().reverse(chargeOf(changeId), 'duplicate');
    await becomes(changeId, 'reversed');
    await until(PATIENCE, 'the debt again', async () => (await claire.ledger()).balance === '-201.60');
    expect((await itemsOf(changeId)).sort()).toEqual(['payment_restored', 'payment_reversed', 'payment_reversed']);
  });

  it('a bank debit that the seller trusts makes the order at once, and is followed until it has arrived', async () => {
    await trusting(['bank_debit']);
    const claire = await shop().customer({ paymentMethod: 'pm_sepa' });
    const { changeId, state, payment } = await claire.buy({ seats: 8 });
    expect([state, payment?.status]).toEqual(['completed', 'pending']);
    expect(await claire.gatewayBook(changeId)).toEqual([]);
    await shop().stand.payments().settle(chargeOf(changeId));
    await becomes(changeId, 'paid');
    expect(await itemsOf(changeId)).toEqual([]);
    expect((await claire.ledger()).balance).toBe('0.00');
  });

  it('a trusted bank debit that never arrives leaves a debt, and a person to look at it', async () => {
    await trusting(['bank_debit']);
    const claire = await shop().customer({ paymentMethod: 'pm_sepa' });
    const { changeId } = await claire.buy({ seats: 8 });
    await shop().stand.payments().fail(chargeOf(changeId), 'insufficient_funds');
    await becomes(changeId, 'reversed');
    await until(PATIENCE, 'the debt', async () => (await claire.ledger()).balance === '-201.60');
    expect(await itemsOf(changeId)).toEqual(['payment_reversed']);
    expect(await claire.terms()).toMatchObject({ seats: 8 });
  });
});

oneRun('a payment that waits for its customer', (shop: () => Shop) => {
  const waiting = async (facts: Customer = {}) => {
    const { stand } = shop();
    const claire = await shop().customer(facts);
    await stand.payments().script({ fault: 'three_d_secure', operation: 'charge', expiresInSeconds: 900 });
    const order = await claire.buy({ seats: 8 });
    expect(order).toMatchObject({ state: 'settlingPayment.waiting', payment: { status: 'requires_action' } });
    return { claire, order, nudge: () => nudge(order.changeId) };
  };
  const nudge = async (changeId: string): Promise<void> => {
    await shop()
      .stand.temporal.client.workflow.getHandle(`change:acme:${changeId}`)
      .signal('nudge', { type: 'NUDGE', about: 'payment' });
  };

  it('a customer is reminded of a waiting payment once by mail, at a look that the order makes anyway', async () => {
    const { claire, nudge: look } = await waiting();
    await look();
    shop().stand.clock.advance({ minutes: 5 });
    await look();
    await look();
    await until(PATIENCE, 'the reminder', async () => (await claire.mails()).length > 0);
    const mails = await claire.mails();
    expect(mails.map(({ kind, recipientId }) => [kind, recipientId])).toEqual([['paymentWaiting', 'claire']]);
    expect(mails[0]?.body).toMatch(/http:\/\/127\.0\.0\.1:\d+\/payments\/pay_\w+\/confirm/);
  });

  it('a payment link may be opened twice, answers 410 when it is over, and is renewed on request (abuse 16)', async () => {
    const { stand } = shop();
    // The API has the present as its clock.
    stand.clock.set(new Date().toISOString());
    const { claire, order, nudge: look } = await waiting({ period: aroundNow() });
    const { changeId } = order;
    const link = await claire.get<{ url: string }>(`/v1/changes/${changeId}/payment-link`);
    expect(link.url).toBe(order.payment?.link);
    stand.clock.advance({ minutes: 16 });
    await look();
    const back = await claire.reaches(changeId, 'verifying');
    expect(back).toMatchObject({ askAgain: { reason: 'payment_link_expired' } });
    expect(back.allowedEvents).toContain('RENEW_PAYMENT_LINK');
    const gone = await claire.ask<{ code: string }>('GET', `/v1/changes/${changeId}/payment-link`, { expect: [410] });
    expect(gone.body.code).toBe('payment_link_expired');
    expect(await stand.payments().confirm(link.url)).toBe(410);

    await stand.payments().script({ fault: 'three_d_secure', operation: 'charge', expiresInSeconds: 900 });
    const renewed = await claire.send(changeId, { type: 'RENEW_PAYMENT_LINK' });
    expect(renewed.payment?.link).not.toBe(link.url);
    const url = renewed.payment?.link ?? '';
    expect([await stand.payments().confirm(url), await stand.payments().confirm(url)]).toEqual([200, 200]);
    expect(await claire.reaches(changeId, 'completed')).toMatchObject({ payment: { status: 'paid' } });
    expect(await claire.gatewayBook(changeId)).toHaveLength(1);
    stand.clock.set(MORNING);
    expect(await claire.refused(changeId, { type: 'RENEW_PAYMENT_LINK' })).toMatchObject({ code: 'event_not_allowed' });
  });

  it('a customer whose saved card has expired is told so in so many words', async () => {
    const claire = await shop().customer({ paymentMethod: 'pm_expired' });
    const back = await claire.buy({ seats: 8 });
    expect(back).toMatchObject({ state: 'verifying', askAgain: { reason: 'payment_declined', code: 'expired_card' } });
    expect(back.askAgain?.text).toMatch(/expir/i);
  });

  it('a text that looks like a card number is refused in whatever field it comes', async () => {
    const claire = await shop().customer();
    const { changeId } = await claire.checkOut({ seats: 8 });
    for (const body of [
      { type: 'PLACE_ORDER', consent: 'my card is 4242 4242 4242 4242' },
      { type: 'PROVIDE_PAYMENT', paymentToken: '5555555555554444' },
      { type: 'PROVIDE_VAT', vatNumber: '378282246310005' },
    ]) {
      expect(await claire.refused(changeId, body)).toMatchObject({ status: 422, code: 'card_data_refused' });
    }
    const path = `/v1/accounts/${claire.account}`;
    const escaped = '{"kind":"standard","paymentMethod":"\\u0034242424242424242"}';
    const raw = await fetch(`${shop().stand.url}${path}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${await shop().stand.key('service')}`, 'content-type': 'application/json' },
      body: escaped,
    });
    expect([raw.status, ((await raw.json()) as { code: string }).code]).toEqual([422, 'card_data_refused']);
  });
});

/** A month that began ten days ago. */
function aroundNow() {
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  return { start: day(-10), end: day(21) };
}
