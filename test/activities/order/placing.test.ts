import { differencesIn } from '../../../billing/ledger/ledger';
import type { Quote } from '../../../billing/quotes/types';
import {
  type ActivityStand,
  assessInput,
  newId,
  type OpenedAccount,
  openAccount,
  openActivityStand,
  priced,
  quoted,
  quoteInput,
  TENANT,
  visitOf,
} from '../stand';
import { applied, lookingAt, placed, releaseOf } from './placing-inputs';

describe('placing an order', () => {
  let stand: ActivityStand;
  beforeAll(async () => {
    stand = await openActivityStand();
  });
  beforeEach(() => stand.at(0));
  afterAll(() => stand.close());
  const { facts, ledger, balance, everything } = lookingAt(() => stand);
  const mails = async ({ key }: OpenedAccount): Promise<string[]> =>
    (await stand.store.outbox.listOfAccount(TENANT, key.accountId, 9)).map(({ kind }) => kind);

  describe('reserve', () => {
    it('an order reserves the subscription and the balance once', async () => {
      const opened = await openAccount(stand, { balance: '100.00' });
      const quote = await quoted(stand, opened);
      expect(await stand.activities.reserve(placed(opened, quote))).toEqual({ status: 'reserved' });
      expect(await stand.activities.reserve(placed(opened, quote))).toEqual({ status: 'reserved' });
      expect((await facts(opened))?.reservation).toMatchObject({ changeId: opened.changeId, visit: 1, seatLimit: 8 });
      expect(await balance(opened)).toBe('0.00');
    });

    it('an order that a lost task placed with another quote lets go of what that holds, and is quoted anew', async () => {
      const opened = await openAccount(stand, { balance: '100.00' });
      const lost = await quoted(stand, opened);
      await stand.activities.reserve(placed(opened, lost));
      const changes = [{ subscriptionId: opened.subscription.subscriptionId, seats: 6 }];
      const { quote } = await priced(stand.activities, quoteInput(opened, { changes, visit: 2 }));
      expect(await stand.activities.reserve(placed(opened, quote))).toEqual({ status: 'balance_changed' });
      expect([(await facts(opened))?.reservation, await balance(opened)]).toEqual([null, '100.00']);
      expect(await stand.activities.reserve({ ...placed(opened, quote), visit: 2 })).toEqual({ status: 'reserved' });
    });

    it('an order whose subscription moved reserves nothing and leaves nothing behind', async () => {
      const opened = await openAccount(stand);
      const quote = await quoted(stand, opened);
      await stand.store.subscriptions.put({ ...opened.subscription, seats: 6, version: 2 });
      expect(await stand.activities.reserve(placed(opened, quote))).toEqual({ status: 'moved' });
      expect((await facts(opened))?.reservation).toBeNull();
    });

    it('an order whose subscription a newer one took over reserves nothing', async () => {
      const opened = await openAccount(stand);
      const quote = await quoted(stand, opened);
      stand.at(5);
      const changeId = newId('change');
      await stand.activities.assess(assessInput(opened, { changeId }));
      expect(await stand.activities.reserve(placed(opened, quote))).toEqual({
        status: 'superseded',
        by: changeId,
        subscriptionId: opened.subscription.subscriptionId,
      });
    });

    it('an order reserves nothing after its quote expired, but stays reserved when it had been in time', async () => {
      const [late, inTime] = [await openAccount(stand), await openAccount(stand)];
      const quotes = [await quoted(stand, late), await quoted(stand, inTime)] as const;
      await stand.activities.reserve(placed(inTime, quotes[1]));
      stand.at(31 * 60);
      expect(await stand.activities.reserve(placed(late, quotes[0]))).toEqual({ status: 'quote_expired' });
      expect(await stand.activities.reserve(placed(inTime, quotes[1]))).toEqual({ status: 'reserved' });
    });

    it('an order reserves nothing with another cart than its quote saw, nor with a balance spent meanwhile', async () => {
      const opened = await openAccount(stand, { balance: '100.00' });
      const item = { itemId: 'training', description: 'Training', amount: '50.00' };
      const cart = { ...opened.key, currency: 'EUR', items: [item], version: 1 };
      await stand.store.carts.put(cart);
      await stand.activities.assess(assessInput(opened));
      const { quote } = await priced(stand.activities, quoteInput(opened, { includesCart: true, visit: 2 }));
      await stand.store.carts.put({ ...cart, items: [], version: 2 });
      expect(await stand.activities.reserve(placed(opened, quote))).toEqual({ status: 'cart_moved' });
      expect([(await facts(opened))?.reservation, await balance(opened)]).toEqual([null, '100.00']);
      const other = await openAccount(stand, { balance: '100.00' });
      const second = await quoted(stand, other);
      await stand.store.ledger.append({
        ...other.key,
        changeId: 'x',
        at: new Date(),
        references: [newId('spent')],
        place: () => [
          {
            reference: newId('spent'),
            kind: 'adjustment',
            amount: '-60.00',
            currency: 'EUR',
            sequence: 2,
            balanceAfter: '40.00',
          },
        ],
      });
      expect(await stand.activities.reserve(placed(other, second))).toEqual({ status: 'balance_changed' });
      expect([(await facts(other))?.reservation, await balance(other)]).toEqual([null, '40.00']);
    });

    it('50 orders of one account at once never reserve more balance than there is', async () => {
      const opened = await openAccount(stand, { balance: '1000.00' });
      const orders = await Promise.all(
        Array.from({ length: 50 }, async (): Promise<[OpenedAccount, Quote]> => {
          const subscription = { ...opened.subscription, subscriptionId: newId('sub') };
          await stand.store.subscriptions.put(subscription);
          const order = { ...opened, subscription, changeId: newId('change') };
          return [order, await quoted(stand, order)];
        }),
      );
      const answers = await Promise.all(orders.map(([order, quote]) => stand.activities.reserve(placed(order, quote))));
      // Each order uses 304.45 of the balance, so three fit into 1000.00.
      expect(answers.filter(({ status }) => status === 'reserved')).toHaveLength(3);
      expect(answers.filter(({ status }) => status === 'balance_changed')).toHaveLength(47);
      expect(await balance(opened)).toBe('86.65');
      expect(differencesIn(await ledger(opened))).toEqual([]);
    });
  });

  describe('apply', () => {
    it('an order applies terms, period, ledger, cart, payment details and claims once', async () => {
      const opened = await openAccount(stand, { balance: '100.00' });
      const item = { itemId: 'training', description: 'Training', amount: '50.00' };
      await stand.store.carts.put({ ...opened.key, currency: 'EUR', items: [item], version: 1 });
      await stand.activities.capturePayment({ ...visitOf(opened), paymentToken: 'tok_1' });
      await stand.activities.assess(assessInput(opened));
      const { quote } = await priced(stand.activities, quoteInput(opened, { includesCart: true, visit: 2 }));
      await stand.activities.reserve(placed(opened, quote));
      const answer = await stand.activities.apply(applied(opened, quote));
      const { subscriptionId } = opened.subscription;
      expect(answer).toEqual({
        status: 'applied',
        fulfilment: 'done',
        confirmed: true,
        seatsAdded: [{ subscriptionId, seats: 3 }],
      });
      const after = await everything(opened);
      expect(after.held).toMatchObject({
        subscription: { seats: 8, period: { start: '2026-03-12', end: '2026-04-12' }, anchorDay: 12, version: 2 },
        openChange: null,
        reservation: null,
      });
      expect(differencesIn(after.ledger)).toEqual([]);
      expect(await balance(opened)).toBe('0.00');
      expect(await stand.store.carts.find(TENANT, opened.key.accountId)).toMatchObject({ items: [] });
      expect(await stand.store.accounts.find(TENANT, opened.key.accountId)).toMatchObject({ paymentMethod: 'pm_new' });
      expect(await stand.activities.apply(applied(opened, quote))).toEqual(answer);
      expect(await everything(opened)).toEqual(after);
      expect(await mails(opened)).toEqual(['confirmed']);
    });

    it('an order is applied when the customer cannot be told at once, which is a step of its own then', async () => {
      const opened = await openAccount(stand);
      const quote = await quoted(stand, opened);
      await stand.activities.reserve(placed(opened, quote));
      const pauseAt = async (point: string): Promise<void> => {
        if (point === 'apply:confirming') throw new Error('The database did not answer.');
      };
      const answer = await stand.activitiesWith({ pauseAt }).apply(applied(opened, quote));
      expect(answer).toMatchObject({ status: 'applied' });
      expect(answer).not.toHaveProperty('confirmed');
      expect(await mails(opened)).toEqual([]);
    });

    it('every subscription of an order is applied, also when the first attempt died after the first commit', async () => {
      const opened = await openAccount(stand);
      const second = { ...opened.subscription, subscriptionId: newId('sub') };
      await stand.store.subscriptions.put(second);
      const changes = [opened.subscription, second].map(({ subscriptionId }) => ({ subscriptionId, seats: 6 }));
      const quote = await quoted(stand, opened, { changes });
      await stand.activities.reserve(placed(opened, quote));
      const { activities, gate } = stand.paused('apply:committed');
      const died = activities.apply(applied(opened, quote));
      await gate.arrived();
      gate.fail(new Error('killed'));
      await expect(died).rejects.toThrow('killed');
      expect(await stand.activities.apply(applied(opened, quote))).toMatchObject({ status: 'applied' });
      for (const { subscriptionId } of [opened.subscription, second]) {
        const stored = await stand.store.subscriptions.find({ tenantId: TENANT, subscriptionId });
        expect(stored).toMatchObject({ seats: 6, version: 2 });
      }
      expect(differencesIn(await ledger(opened))).toEqual([]);
    });

    it('an order applies nothing without its reservation, and leaves fulfilment to others where the seller says so', async () => {
      const opened = await openAccount(stand, { account: { kind: 'corporate' } });
      const quote = await quoted(stand, opened);
      expect(await stand.activities.apply(applied(opened, quote))).toEqual({ status: 'reservation_lost' });
      await stand.activities.reserve(placed(opened, quote));
      expect(await stand.activities.apply(applied(opened, quote))).toMatchObject({ fulfilment: 'needed' });
    });
  });

  describe('release', () => {
    it('an order lets go of everything once, and of its claim only when it ends', async () => {
      const opened = await openAccount(stand, { balance: '100.00' });
      const quote = await quoted(stand, opened);
      await stand.activities.reserve(placed(opened, quote));
      await stand.activities.release(releaseOf(opened, true));
      expect(await balance(opened)).toBe('100.00');
      expect(await facts(opened)).toMatchObject({ reservation: null, openChange: { changeId: opened.changeId } });
      await stand.activities.reserve(placed(opened, quote, 2));
      await stand.activities.release(releaseOf(opened, false, 2));
      const after = await everything(opened);
      expect(after.held).toMatchObject({ reservation: null, openChange: null });
      await stand.activities.release(releaseOf(opened, false, 2));
      expect(await everything(opened)).toEqual(after);
      expect(await balance(opened)).toBe('100.00');
    });

    it('an order that was never placed lets go without touching the ledger', async () => {
      const opened = await openAccount(stand);
      await quoted(stand, opened);
      await stand.activities.release(releaseOf(opened, false, 0));
      expect([await facts(opened), await ledger(opened)]).toMatchObject([{ openChange: null }, []]);
    });
  });
});
