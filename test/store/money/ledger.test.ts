import { appendTo, differencesIn, type LedgerEntry, type LedgerPosting } from '../../../billing/ledger/ledger';
import { connectStore, type Store } from '../../../store';
import { StoreUnavailable } from '../../../store/mongo/availability';
import { testBackends } from '../../support/backends';
import { newId, openTestStore, TENANT } from '../test-store';

const AT = new Date('2026-03-12T10:00:00.000Z');

describe('the ledger', () => {
  let store: Store & { databaseName: string };
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  const posting = (reference: string, amount: string): LedgerPosting => ({
    reference,
    amount,
    kind: 'adjustment',
    currency: 'EUR',
  });
  const enter = (accountId: string, postings: LedgerPosting[], through: Store = store) =>
    through.ledger.append({
      tenantId: TENANT,
      accountId,
      changeId: 'c1',
      at: AT,
      references: postings.map(({ reference }) => reference),
      place: (head, isEntered) =>
        appendTo(
          head,
          postings.filter(({ reference }) => !isEntered(reference)),
          'EUR',
        ),
    });
  /** As the steps of an order do it: a database that did not answer in time is asked again. */
  const enterAtLast = async (...entering: Parameters<typeof enter>): Promise<boolean> => {
    for (;;) {
      try {
        return await enter(...entering);
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
      }
    }
  };
  const entries = async (accountId: string) =>
    (await store.ledger.list({ tenantId: TENANT, accountId }, 0, 500)) as unknown as LedgerEntry[];

  it('the ledger enters each movement once, however often and by however many it is entered', async () => {
    const accountId = newId('acc');
    const movements = [posting(newId('ref'), '10.00'), posting(newId('ref'), '-2.50')];
    await Promise.all(Array.from({ length: 8 }, () => enter(accountId, movements)));
    expect(await store.ledger.head({ tenantId: TENANT, accountId })).toEqual({ sequence: 2, balance: '7.50' });
  });

  it('the ledger enters what is missing when an earlier attempt entered only a part', async () => {
    const accountId = newId('acc');
    const [first, second] = [posting(newId('ref'), '10.00'), posting(newId('ref'), '5.00')];
    await enter(accountId, [first]);
    await enter(accountId, [first, second]);
    expect(await store.ledger.head({ tenantId: TENANT, accountId })).toEqual({ sequence: 2, balance: '15.00' });
  });

  it('the ledger has no gaps and adds up after many orders in several processes at once', async () => {
    const accountId = newId('acc');
    const others = await Promise.all(
      [1, 2].map(() => connectStore(testBackends().mongo, { databaseName: store.databaseName })),
    );
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        enterAtLast(
          accountId,
          [posting(newId('ref'), `${index}.25`), posting(newId('ref'), '-1')],
          [store, ...others][index % 3],
        ),
      ),
    );
    await Promise.all(others.map((other) => other.close()));
    const stored = await entries(accountId);
    expect(stored).toHaveLength(80);
    expect(differencesIn(stored)).toEqual([]);
  });

  it('the ledger enters nothing when the rule refuses', async () => {
    const accountId = newId('acc');
    const refused = await store.ledger.append({
      tenantId: TENANT,
      accountId,
      changeId: 'c1',
      at: AT,
      references: ['x'],
      place: () => null,
    });
    expect([refused, await entries(accountId)]).toEqual([false, []]);
  });

  it('the ledger keeps the accounts of two tenants apart', async () => {
    const accountId = newId('acc');
    await enter(accountId, [posting('shared', '10.00')]);
    expect(await store.ledger.head({ tenantId: 'tenant_b', accountId })).toEqual({ sequence: 0, balance: '0' });
    expect(await store.ledger.find('tenant_b', 'shared')).toBeNull();
  });
});
