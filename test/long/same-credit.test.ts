import { holdBalance, postToLedger, releaseHold } from '../../activities/shared/holds';
import { differencesIn, orderPostings } from '../../billing/ledger/ledger';
import { quoteChanges } from '../../billing/quotes/quote';
import { connectStore, type Store } from '../../store';
import { aChange, aQuoteInput } from '../billing/samples';
import { newId, openTestStore, TENANT } from '../store/test-store';
import { testBackends } from '../support/backends';

const AT = new Date('2026-03-12T12:00:00.000Z');
/** Side by side, because a fight is mostly waiting for the database. */
const ACCOUNTS = 4;
const ROUNDS_EACH = 250;

describe('a fight for credit', () => {
  let stores: [Store, Store];
  beforeAll(async () => {
    const store = await openTestStore();
    stores = [store, await connectStore(testBackends().mongo, { databaseName: store.databaseName })];
  });
  afterAll(() => Promise.all(stores.map((store) => store.close())));

  // 9 x 30.00 - 240.00 x 20/30 = 110.00, x 1.2 = 132.00: the credit is enough for one of them.
  const changes = [aChange({ change: { subscriptionId: 'subscription', seats: 9 } })];
  const quote = quoteChanges(aQuoteInput({ changes, balance: '150.00' }));

  it(`two orders that want the same credit never both get it, ${ACCOUNTS * ROUNDS_EACH} times over`, async () => {
    expect(quote).toMatchObject({ total: '132.00', balanceUsed: '132.00', dueToday: '0.00' });
    const sequences = await Promise.all(Array.from({ length: ACCOUNTS }, () => fight(ROUNDS_EACH)));
    // A hold and its release each round; in every tenth two lines, their VAT and a top-up besides.
    expect(sequences).toEqual(Array(ACCOUNTS).fill(1 + 2 * ROUNDS_EACH + (5 * ROUNDS_EACH) / 10));
  });

  /** @returns the sequence that the ledger of a new account has come to */
  async function fight(rounds: number): Promise<number> {
    const [one, other] = stores;
    const key = { tenantId: TENANT, accountId: newId('acc') };
    const topUp = (reference: string, amount: string) => {
      const posting = {
        reference: `${key.accountId} ${reference}`,
        kind: 'adjustment',
        amount,
        currency: 'EUR',
      } as const;
      return postToLedger(one, { ...key, changeId: 'seller', visit: 1 }, [posting], 'EUR', AT);
    };
    await topUp('opening', '150.00');
    let head = { sequence: 0, balance: '0' };
    for (let round = 1; round <= rounds; round += 1) {
      const orders = ['a', 'b'].map((name) => ({ ...key, changeId: `${key.accountId}_${round}${name}`, visit: 1 }));
      const holds = await Promise.all(
        stores.map((store, index) => holdBalance(store, orders[index] ?? first(orders), quote, AT)),
      );
      const winners = orders.filter((_, index) => holds[index]);
      if (winners.length !== 1) throw new Error(`Round ${round}: ${winners.length} orders hold the credit.`);
      const winner = first(winners);
      if (round % 10 !== 0) {
        await releaseHold(other, winner, 'EUR', AT);
        continue;
      }
      await postToLedger(other, winner, orderPostings(winner.changeId, 1, quote, '0'), 'EUR', AT);
      await topUp(`top up ${round}`, '132.00');
      const entries = await one.ledger.list(key, head.sequence, 100);
      if (differencesIn(entries, head).length > 0) throw new Error(`Round ${round}: the ledger does not add up.`);
      head = await other.ledger.head(key);
      if (head.balance !== '150.00') throw new Error(`Round ${round}: the balance is ${head.balance}.`);
    }
    return head.sequence;
  }
});

function first<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined) throw new Error('There is none.');
  return item;
}
