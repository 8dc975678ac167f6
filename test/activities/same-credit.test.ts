import { hold, post, releaseHold } from '../../activities/holds';
import { differencesIn, orderPostings } from '../../billing/ledger';
import { quoteChanges } from '../../billing/quote';
import { connectStore, type Store } from '../../store/connection';
import { aChange, aQuoteInput } from '../billing/samples';
import { newId, openTestStore, TENANT } from '../store/test-store';
import { testBackends } from '../support/backends';

const AT = new Date('2026-03-12T12:00:00.000Z');
const ROUNDS = 1_000;

describe('two orders of one account that want the same credit', () => {
  let stores: [Store, Store];
  beforeAll(async () => {
    const store = await openTestStore();
    stores = [store, await connectStore(testBackends().mongo, { databaseName: store.databaseName })];
  });
  afterAll(() => Promise.all(stores.map((store) => store.close())));

  // 9 x 30.00 - 240.00 x 20/30 = 110.00, x 1.2 = 132.00: the credit is enough for one of them.
  const changes = [aChange({ change: { subscriptionId: 'subscription', seats: 9 } })];
  const quote = quoteChanges(aQuoteInput({ changes, balance: '150.00' }));

  it(`never both get it, ${ROUNDS} times over, and the ledger stays exact`, async () => {
    const [one, other] = stores;
    expect(quote).toMatchObject({ total: '132.00', balanceUsed: '132.00', dueToday: '0.00' });
    const key = { tenantId: TENANT, accountId: newId('acc') };
    const topUp = (reference: string, amount: string) => {
      const posting = { reference, kind: 'adjustment', amount, currency: 'EUR' } as const;
      return post(one, { ...key, changeId: 'seller', visit: 1 }, [posting], 'EUR', AT);
    };
    await topUp('opening', '150.00');
    let head = { sequence: 0, balance: '0' };
    for (let round = 1; round <= ROUNDS; round += 1) {
      const orders = ['a', 'b'].map((name) => ({ ...key, changeId: `order_${round}${name}`, visit: 1 }));
      const holds = await Promise.all(
        stores.map((store, index) => hold(store, orders[index] ?? first(orders), quote, AT)),
      );
      const winners = orders.filter((_, index) => holds[index]);
      if (winners.length !== 1) throw new Error(`Round ${round}: ${winners.length} orders hold the credit.`);
      const winner = first(winners);
      if (round % 10 !== 0) {
        await releaseHold(other, winner, 'EUR', AT);
        continue;
      }
      await post(other, winner, orderPostings(winner.changeId, 1, quote, '0'), 'EUR', AT);
      await topUp(`top up ${round}`, '132.00');
      const entries = await one.ledger.list(key, head.sequence, 100);
      if (differencesIn(entries, head).length > 0) throw new Error(`Round ${round}: the ledger does not add up.`);
      head = await other.ledger.head(key);
      if (head.balance !== '150.00') throw new Error(`Round ${round}: the balance is ${head.balance}.`);
    }
    // A hold and its release each round; in every tenth two lines, their VAT and a top-up besides.
    expect(head.sequence).toBe(1 + 2 * ROUNDS + (5 * ROUNDS) / 10);
  });
});

function first<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined) throw new Error('There is none.');
  return item;
}
