import type { RefundState } from '../../../gateways/payment/port';
import { sampleView } from '../../store/orders/sample-view';
import { applied, lookingAt, placed } from '../order/placing-inputs';
import {
  type ActivityStand,
  type OpenedAccount,
  openAccount,
  openActivityStand,
  quoted,
  TENANT,
  visitOf,
} from '../stand';

describe('payments that outlive their order', () => {
  let stand: ActivityStand;
  beforeAll(async () => {
    stand = await openActivityStand();
  });
  afterAll(() => stand.close());
  const { ledger, balance } = lookingAt(() => stand);

  const chargeOf = ({ changeId }: OpenedAccount, visit = 1): string => `${TENANT}:${changeId}:charge:${visit}`;
  const charge = (opened: OpenedAccount, quote: Awaited<ReturnType<typeof quoted>>, visit = 1) =>
    stand.activities.charge({ ...placed(opened, quote, visit), paymentMethod: 'pm_ok' });
  /** An order that was charged 304.45 and made. */
  const made = async () => {
    const opened = await openAccount(stand);
    const quote = await quoted(stand, opened);
    await stand.activities.reserve(placed(opened, quote));
    await charge(opened, quote);
    await stand.activities.apply(applied(opened, quote));
    return { opened, quote };
  };
  const says = (opened: OpenedAccount, state: object, visit = 1) => {
    stand.gateway.learn(chargeOf(opened, visit), { captured: 30_445, ...state });
    return stand.activities.reviewPayment({ tenantId: TENANT, reference: chargeOf(opened, visit) });
  };
  const lost = (amount: number, code = 'fraudulent') => ({ status: 'reversed', lost: amount, code });
  const RESTORED = { status: 'succeeded' };
  const items = async ({ changeId }: OpenedAccount): Promise<string[]> => {
    const open = await stand.store.supportItems.listOpen(TENANT, 200);
    return open.filter(({ facts }) => facts.changeId === changeId).map(({ kind }) => kind);
  };
  const moved = async (opened: OpenedAccount): Promise<string[]> =>
    (await ledger(opened))
      .filter(({ kind }) => kind.startsWith('payment_'))
      .map(({ reference, amount }) => `${reference.replace(opened.changeId, '')} ${amount}`);
  const payment = (opened: OpenedAccount, visit = 1) => stand.store.payments.find(TENANT, chargeOf(opened, visit));

  it('a payment that is taken back, won, and taken back again is entered and told to a person each time', async () => {
    const { opened, quote } = await made();
    expect(quote.dueToday).toBe('304.45');
    expect(await says(opened, lost(30_445))).toEqual({ status: 'reversed' });
    expect(await says(opened, lost(30_445))).toEqual({ status: 'reversed' });
    expect([await moved(opened), await balance(opened)]).toEqual([[':payment_reversal -304.45'], '-304.45']);
    expect(await says(opened, RESTORED)).toEqual({ status: 'settled' });
    expect(await says(opened, RESTORED)).toEqual({ status: 'settled' });
    expect([await payment(opened), await balance(opened)]).toMatchObject([{ status: 'paid', code: null }, '0.00']);
    expect(await says(opened, lost(30_445, 'duplicate'))).toEqual({ status: 'reversed' });
    expect(await moved(opened)).toEqual([
      ':payment_reversal -304.45',
      ':payment_restored 304.45',
      ':payment_reversal:2 -304.45',
    ]);
    expect(await payment(opened)).toMatchObject({ status: 'reversed', code: 'duplicate', reversals: 2 });
    expect((await items(opened)).sort()).toEqual(['payment_restored', 'payment_reversed', 'payment_reversed']);
    const trail = await stand.store.audit.listOfChange(TENANT, opened.changeId, 50);
    expect(trail.map(({ action }) => action).filter((action) => action.startsWith('PAYMENT_'))).toEqual([
      'PAYMENT_REVERSED',
      'PAYMENT_RESTORED',
      'PAYMENT_REVERSED',
    ]);
  });

  it('a payment of which a part is disputed leaves a debt of that part', async () => {
    const { opened } = await made();
    await says(opened, lost(10_000));
    expect([await moved(opened), await balance(opened)]).toEqual([[':payment_reversal -100.00'], '-100.00']);
    await says(opened, lost(30_445));
    expect(await balance(opened)).toBe('-304.45');
    await says(opened, lost(10_000));
    expect([(await moved(opened)).at(-1), await balance(opened)]).toEqual([':payment_restored 204.45', '-100.00']);
    await says(opened, RESTORED);
    expect(await balance(opened)).toBe('0.00');
  });

  it('a payment that arrives although it was resolved as not paid is told to a person', async () => {
    const opened = await openAccount(stand);
    const quote = await quoted(stand, opened);
    stand.gateway.answers.push({ status: 'unknown', reason: 'timeout' });
    expect(await charge(opened, quote)).toMatchObject({ status: 'unknown' });
    // Resolved as not paid, and placed once more.
    await stand.activities.reserve(placed(opened, quote, 2));
    await charge(opened, quote, 2);
    await stand.activities.apply(applied(opened, quote, 2));
    expect(await says(opened, RESTORED)).toEqual({ status: 'settled' });
    expect(await items(opened)).toEqual(['payment_not_wanted']);
    // What becomes of it is no matter of the order’s own payment.
    await says(opened, lost(30_445));
    expect([await moved(opened), await balance(opened)]).toEqual([[], '0.00']);
    expect(await says(opened, RESTORED, 2)).toEqual({ status: 'settled' });
    expect((await items(opened)).sort()).toEqual(['payment_not_wanted', 'payment_reversed']);
  });

  it('a payment that arrives after its order has ended without it is told to a person', async () => {
    const opened = await openAccount(stand);
    const quote = await quoted(stand, opened);
    stand.gateway.answers.push({ status: 'unknown', reason: 'timeout' });
    await charge(opened, quote);
    const { changeId } = opened;
    await stand.store.orders.project(sampleView({ state: 'cancelled', status: 'done', tags: [] }, { changeId }));
    await says(opened, RESTORED);
    expect(await items(opened)).toEqual(['payment_not_wanted']);
  });

  describe('giving back', () => {
    /** An order that was charged and will not be made. */
    const charged = async () => {
      const opened = await openAccount(stand);
      const quote = await quoted(stand, opened);
      await stand.activities.reserve(placed(opened, quote));
      const outcome = await charge(opened, quote);
      stand.gateway.learn(chargeOf(opened), { status: 'succeeded', captured: 30_445 });
      const input = { ...placed(opened, quote), payment: outcome };
      const book = (activities = stand.activities) => activities.bookGivenBack({ ...input, grantId: 'grant_1' });
      return { opened, undo: (activities = stand.activities) => activities.compensate(input), book };
    };
    /** An order whose payment two persons have seen, and the gateway says nothing of. */
    const unseen = async () => {
      const opened = await openAccount(stand);
      const quote = await quoted(stand, opened);
      stand.gateway.answers.push({ status: 'unknown', reason: 'timeout' });
      const payment = { ...(await charge(opened, quote)), status: 'paid' as const, code: 'resolved_by_support' };
      const input = { ...placed(opened, quote), payment, grantId: 'grant_1' };
      return { opened, book: () => stand.activities.bookGivenBack(input) };
    };
    const BOOKED = { status: 'compensated', payment: 'refunded', code: 'given_back_by_hand' };
    const byHand = (opened: OpenedAccount) => stand.store.payments.find(TENANT, `${chargeOf(opened)}:by_hand`);
    const refundOf = (opened: OpenedAccount, more: Partial<RefundState> = {}): RefundState => ({
      reference: `${TENANT}:${opened.changeId}:refund:1`,
      gatewayReference: 're_1',
      amount: 30_445,
      status: 'pending',
      ...more,
    });
    const refund = async ({ changeId }: OpenedAccount, count = 1) =>
      stand.store.payments.find(TENANT, `${TENANT}:${changeId}:refund:1${count === 1 ? '' : `:${count}`}`);

    it('a refund that takes days is looked at until it has arrived, also after a crash', async () => {
      const { opened, undo } = await charged();
      stand.gateway.refundAnswers.push({ status: 'pending', gatewayReference: 're_1' });
      expect(await undo()).toEqual({ status: 'compensated', payment: 'refunded' });
      expect(stand.sent.at(-1)?.workflowId).toBe(`payment:${chargeOf(opened)}`);
      const asked = stand.gateway.refundsAsked.length;
      stand.gateway.learn(chargeOf(opened), { status: 'succeeded', captured: 30_445, refunds: [refundOf(opened)] });
      await undo();
      expect(stand.gateway.refundsAsked).toHaveLength(asked);
      expect(await refund(opened)).toMatchObject({ status: 'pending', gatewayReference: 're_1' });
      expect(await says(opened, { ...RESTORED, refunds: [refundOf(opened)] })).toMatchObject({ status: 'open' });
      const failed = refundOf(opened, { status: 'declined', code: 'expired_or_canceled_card' });
      expect(await says(opened, { ...RESTORED, refunds: [failed] })).toEqual({ status: 'settled' });
      expect([(await refund(opened))?.status, await items(opened)]).toEqual(['declined', ['refund_failed']]);
    });

    it('a refund gives back only what nobody has given back by hand', async () => {
      const [whole, part] = [await charged(), await charged()];
      const byHand = (opened: OpenedAccount, amount: number) =>
        stand.gateway.learn(chargeOf(opened), {
          status: 'succeeded',
          captured: 30_445,
          refunds: [
            refundOf(opened, { reference: 're_hand', gatewayReference: 're_hand', amount, status: 'succeeded' }),
          ],
        });
      const tooMuch = { status: 'declined', code: 'refund_exceeds_captured', retryable: false } as const;
      byHand(whole.opened, 30_445);
      stand.gateway.refundAnswers.push(tooMuch);
      expect(await whole.undo()).toEqual({ status: 'compensated', payment: 'refunded' });
      byHand(part.opened, 445);
      stand.gateway.refundAnswers.push(tooMuch);
      await expect(part.undo()).rejects.toMatchObject({ type: 'RefundDeclined' });
      expect(await part.undo()).toEqual({ status: 'compensated', payment: 'refunded' });
      expect(await refund(part.opened, 2)).toMatchObject({ status: 'paid', amount: 30_000 });
    });

    it('a payment is not given back again while the gateway does not say whether it was', async () => {
      const { undo } = await charged();
      stand.gateway.refundAnswers.push({ status: 'unknown', reason: 'timeout' });
      await expect(undo()).rejects.toMatchObject({ type: 'RefundUnconfirmed' });
      const asked = stand.gateway.refundsAsked.length;
      stand.gateway.isDown = true;
      await expect(undo()).rejects.toMatchObject({ type: 'RefundUnconfirmed' });
      stand.gateway.isDown = false;
      expect(stand.gateway.refundsAsked).toHaveLength(asked);
    });

    it('a payment given back by hand is booked once on the word of two persons, and the gateway is not asked', async () => {
      const { opened, undo, book } = await charged();
      stand.gateway.refundAnswers.push({ status: 'declined', code: 'account_closed', retryable: false });
      await expect(undo()).rejects.toMatchObject({ type: 'RefundDeclined' });
      const before = [stand.gateway.refundsAsked.length, stand.sent.length];
      const { activities, gate } = stand.paused('bookGivenBack:booked');
      const died = book(activities);
      await gate.arrived();
      gate.fail(new Error('killed'));
      await expect(died).rejects.toThrow('killed');
      expect(await book()).toEqual(BOOKED);
      expect(await book()).toEqual(BOOKED);
      expect([stand.gateway.refundsAsked.length, stand.sent.length]).toEqual(before);
      const calls = await stand.store.payments.listOfChange(TENANT, opened.changeId);
      expect(calls.filter(({ status }) => status === 'paid').map(({ kind, amount }) => [kind, amount])).toEqual([
        ['charge', 30_445],
        ['refund', 30_445],
      ]);
      expect(await byHand(opened)).toMatchObject({ code: 'given_back_by_hand', grantId: 'grant_1' });
      expect(await says(opened, RESTORED)).toEqual({ status: 'settled' });
      expect(await items(opened)).toEqual([]);
    });

    it('a person hears once of an unknown refund that comes after the money was given back by hand', async () => {
      const { opened, undo, book } = await charged();
      stand.gateway.refundAnswers.push({ status: 'unknown', reason: 'timeout' });
      await expect(undo()).rejects.toMatchObject({ type: 'RefundUnconfirmed' });
      expect(await book()).toEqual(BOOKED);
      expect(stand.sent.at(-1)?.workflowId).toBe(`payment:${chargeOf(opened)}`);
      expect(await says(opened, RESTORED)).toMatchObject({ status: 'open' });
      const late = { ...RESTORED, refunds: [refundOf(opened, { status: 'succeeded' })] };
      expect(await says(opened, late)).toEqual({ status: 'settled' });
      expect(await says(opened, late)).toEqual({ status: 'settled' });
      expect([(await refund(opened))?.status, await items(opened)]).toEqual(['paid', ['given_back_twice']]);
    });

    it('an attempt about to ask the gateway does not ask once the money was given back by hand', async () => {
      const { opened, undo, book } = await charged();
      const asked = stand.gateway.refundsAsked.length;
      const { activities, gate } = stand.paused('compensate:intended');
      const late = undo(activities);
      await gate.arrived();
      expect(await book()).toEqual(BOOKED);
      gate.open();
      await late;
      expect(stand.gateway.refundsAsked).toHaveLength(asked);
      expect(await says(opened, RESTORED)).toEqual({ status: 'settled' });
      expect([(await refund(opened))?.status, await items(opened)]).toEqual(['declined', []]);
    });

    it('money that nobody had seen and that comes after it was given back by hand is told to a person', async () => {
      const { opened, book } = await unseen();
      expect(await book()).toEqual(BOOKED);
      expect(stand.sent.at(-1)?.workflowId).toBe(`payment:${chargeOf(opened)}`);
      expect(await says(opened, { status: 'pending' })).toMatchObject({ status: 'open' });
      expect(await says(opened, RESTORED)).toEqual({ status: 'settled' });
      const open = await stand.store.supportItems.listOpen(TENANT, 200);
      const facts = { changeId: opened.changeId, grantId: 'grant_1', minorUnits: 30_445 };
      expect(open).toContainEqual(
        expect.objectContaining({ kind: 'payment_not_wanted', facts: expect.objectContaining(facts) }),
      );
      // Told once more, by somebody who has the gateway’s word that it is paid: what was booked stays what it was.
      expect([await book(), (await byHand(opened))?.code]).toEqual([BOOKED, 'given_back_unseen']);
    });

    it('a charge that was declined leaves nothing to book as given back by hand', async () => {
      const opened = await openAccount(stand);
      const quote = await quoted(stand, opened);
      stand.gateway.answers.push({ status: 'declined', code: 'card_declined', retryable: false });
      const input = { ...placed(opened, quote), payment: await charge(opened, quote), grantId: 'grant_1' };
      expect(await stand.activities.bookGivenBack(input)).toEqual({ status: 'compensated', payment: 'voided' });
      expect(await byHand(opened)).toBeNull();
    });

    it('a refund at the gateway’s own desk after the order was made is for a person to book', async () => {
      const { opened } = await made();
      const byHand = refundOf(opened, { reference: 're_hand', gatewayReference: 're_hand', status: 'succeeded' });
      await says(opened, { ...RESTORED, refunds: [byHand] });
      expect(await items(opened)).toEqual(['refunded_elsewhere']);
    });
  });

  it('a payment is left alone while nothing is known of it', async () => {
    const { opened } = await made();
    stand.gateway.isDown = true;
    const look = stand.activities.reviewPayment({ tenantId: TENANT, reference: chargeOf(opened) });
    await expect(look).rejects.toMatchObject({ type: 'PaymentGatewayUnavailable' });
    stand.gateway.isDown = false;
    await stand.activities.giveUpReview({ tenantId: TENANT, reference: chargeOf(opened) });
    await stand.activities.giveUpReview({ tenantId: TENANT, reference: chargeOf(opened) });
    expect([await items(opened), visitOf(opened).visit]).toEqual([['payment_review_failed'], 1]);
  });
});
