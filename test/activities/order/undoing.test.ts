import { type ActivityStand, type OpenedAccount, openAccount, openActivityStand, quoted, TENANT } from '../stand';
import { lookingAt, placed } from './placing-inputs';

describe('an order that will not be made', () => {
  let stand: ActivityStand;
  beforeAll(async () => {
    stand = await openActivityStand();
  });
  beforeEach(() => stand.at(0));
  afterAll(() => stand.close());
  const { facts, ledger, balance } = lookingAt(() => stand);

  describe('compensate', () => {
    const charged = async (opened: OpenedAccount) => {
      const quote = await quoted(stand, opened);
      await stand.activities.reserve(placed(opened, quote));
      const payment = await stand.activities.charge({ ...placed(opened, quote), paymentMethod: 'pm_ok' });
      return { ...placed(opened, quote), payment };
    };

    it('an undone order gives the money and the balance back once', async () => {
      const opened = await openAccount(stand, { balance: '100.00' });
      const input = await charged(opened);
      const before = stand.gateway.refundsAsked.length;
      expect(await stand.activities.compensate(input)).toEqual({ status: 'compensated', payment: 'refunded' });
      expect(await stand.activities.compensate(input)).toEqual({ status: 'compensated', payment: 'refunded' });
      expect(stand.gateway.refundsAsked.slice(before)).toEqual([`${TENANT}:${opened.changeId}:refund:1`]);
      expect([(await facts(opened))?.reservation, await balance(opened)]).toEqual([null, '100.00']);
    });

    it('an order whose commit landed after all goes on and is not undone', async () => {
      const opened = await openAccount(stand);
      const input = await charged(opened);
      const { activities, gate } = stand.paused('apply:committed');
      const died = activities.apply({ ...input, purchaseOrder: null, vatNumber: null });
      await gate.arrived();
      gate.fail(new Error('killed'));
      await expect(died).rejects.toThrow('killed');
      const before = stand.gateway.refundsAsked.length;
      expect(await stand.activities.compensate(input)).toMatchObject({
        status: 'already_applied',
        applied: { status: 'applied', fulfilment: 'done' },
      });
      expect(stand.gateway.refundsAsked).toHaveLength(before);
      expect((await ledger(opened)).map(({ kind }) => kind)).toContain('payment');
      // Nor where two persons say that its customer has the money back: that is for a person to settle then.
      const byHand = await stand.activities.bookGivenBack({ ...input, grantId: 'grant_1' });
      expect(byHand.status).toBe('already_applied');
      const [item] = await stand.store.supportItems.listOpen(TENANT, 1);
      expect(item).toMatchObject({ kind: 'refunded_elsewhere', facts: { grantId: 'grant_1' } });
      expect((await stand.store.payments.listOfChange(TENANT, opened.changeId)).map(({ kind }) => kind)).toEqual([
        'charge',
      ]);
    });

    it('a commit under way can no longer land after its order is undone', async () => {
      const opened = await openAccount(stand);
      const input = await charged(opened);
      const { activities, gate } = stand.paused('apply:started');
      const late = activities.apply({ ...input, purchaseOrder: null, vatNumber: null });
      await gate.arrived();
      await stand.activities.compensate(input);
      gate.open();
      expect(await late).toEqual({ status: 'reservation_lost' });
      expect((await facts(opened))?.subscription).toMatchObject({ seats: 5, version: 1 });
    });

    it('a declined refund is asked for anew, an unknown one under the same reference, until it succeeds', async () => {
      const opened = await openAccount(stand);
      const input = await charged(opened);
      const before = stand.gateway.refundsAsked.length;
      stand.gateway.refundAnswers.push({ status: 'declined', code: 'try_later', retryable: true });
      stand.gateway.refundAnswers.push({ status: 'unknown', reason: 'timeout' });
      await expect(stand.activities.compensate(input)).rejects.toMatchObject({ type: 'RefundDeclined' });
      await expect(stand.activities.compensate(input)).rejects.toMatchObject({ type: 'RefundUnconfirmed' });
      expect(await stand.activities.compensate(input)).toEqual({ status: 'compensated', payment: 'refunded' });
      const reference = `${TENANT}:${opened.changeId}:refund:1`;
      expect(stand.gateway.refundsAsked.slice(before)).toEqual([reference, `${reference}:2`, `${reference}:2`]);
    });

    it('a person is asked to give back money that only a person saw', async () => {
      const opened = await openAccount(stand);
      const quote = await quoted(stand, opened);
      stand.gateway.answers.push({ status: 'unknown', reason: 'timeout' });
      const payment = await stand.activities.charge({ ...placed(opened, quote), paymentMethod: 'pm_ok' });
      const resolved = { ...payment, status: 'paid' as const, code: 'resolved_by_support' };
      await stand.activities.compensate({ ...placed(opened, quote), payment: resolved });
      const items = await stand.store.supportItems.listOpen(TENANT, 50);
      const [item] = items.filter(({ facts: { changeId } }) => changeId === opened.changeId);
      expect(item).toMatchObject({ kind: 'refund_by_hand', facts: { amount: quote.dueToday, currency: 'EUR' } });
    });
  });
});
