import { differencesIn, type LedgerDifference } from '../../billing/ledger/ledger';
import type { Store } from '../../store/index';
import type { LedgerEntryDoc, LedgerKey } from '../../store/money/ledger';
import type { Check } from './check';

const PAGE = 1_000;

/** Every account's balance is the sum of its entries, in one currency, without a gap and without a reference twice. */
export const LEDGERS: Check = {
  subjects: 'ledgers',
  async run({ ledger }, tell) {
    let count = 0;
    for (let key = await ledger.nextAccount(); key !== null; key = await ledger.nextAccount(key)) {
      const { tenantId, accountId } = key;
      for (const difference of differencesIn(await entriesOf(ledger, key))) {
        tell({ tenantId, subject: `account ${accountId}`, problem: told(difference) });
      }
      count += 1;
    }
    return count;
  },
};

async function entriesOf(ledger: Store['ledger'], key: LedgerKey): Promise<LedgerEntryDoc[]> {
  const entries: LedgerEntryDoc[] = [];
  for (;;) {
    const page = await ledger.list(key, entries.at(-1)?.sequence ?? Number.NEGATIVE_INFINITY, PAGE);
    entries.push(...page);
    if (page.length < PAGE) return entries;
  }
}

function told({ sequence, reference, problem, expected, found }: LedgerDifference): string {
  return `entry ${sequence} (${reference}): ${problem.replaceAll('_', ' ')}, expected ${expected}, found ${found}`;
}
