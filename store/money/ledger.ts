import type { LedgerEntry, LedgerHead } from '../../billing/ledger/ledger';
import { isDuplicate } from '../mongo/availability';
import { type Connection, collectionOf, type Model, type QueryFilter, trusted } from '../mongo/collection';
import { findPlain, firstPlain, insert, listPlain } from '../mongo/documents';
import { oneAtATime } from '../mongo/one-at-a-time';
import { untilWritten } from '../mongo/until-written';

/** One movement of an account's balance; an entry is never changed. */
export interface LedgerEntryDoc extends LedgerKey, LedgerEntry {
  changeId: string;
  at: Date;
}

export interface LedgerKey {
  tenantId: string;
  accountId: string;
}

interface LedgerAppend extends LedgerKey {
  changeId: string;
  at: Date;
  /** References of the movements; those entered already are left out of `place`. */
  references: readonly string[];
  /**
   * Places what is missing behind the head, or answers null to enter nothing, e.g. because the balance does not
   * suffice. Called again with the new head when another order was faster.
   */
  place(head: LedgerHead, isEntered: (reference: string) => boolean): LedgerEntry[] | null;
}

/** The append-only balance of every account. */
export interface Ledger {
  /** The balance is "0" for a ledger without entries. */
  head(key: LedgerKey): Promise<LedgerHead>;
  find(tenantId: string, reference: string): Promise<LedgerEntryDoc | null>;
  /** Enters movements exactly once each. False when `place` refused. */
  append(append: LedgerAppend): Promise<boolean>;
  /** Oldest first, from after a sequence. */
  list(key: LedgerKey, afterSequence: number, limit: number): Promise<LedgerEntryDoc[]>;
  /** Newest first, from before a sequence. */
  listLatest(key: LedgerKey, beforeSequence: number, limit: number): Promise<LedgerEntryDoc[]>;
  /** Everything that an order entered. */
  ofChange(tenantId: string, changeId: string): Promise<LedgerEntryDoc[]>;
  /** The first account of all tenants that has entries, or the one after another; null behind the last. */
  nextAccount(after?: LedgerKey): Promise<LedgerKey | null>;
}

export function ledgerIn(connection: Connection): Ledger {
  const model = collectionOf<LedgerEntryDoc>(
    connection,
    'ledgerentries',
    {
      requiredText: ['tenantId', 'accountId', 'reference', 'kind', 'amount', 'currency', 'balanceAfter', 'changeId'],
      requiredNumber: ['sequence'],
      requiredInstant: ['at'],
    },
    [
      [{ tenantId: 1, accountId: 1, sequence: 1 }, { unique: true }],
      [{ tenantId: 1, reference: 1 }, { unique: true }],
    ],
  );
  const inTurn = oneAtATime();
  return {
    head: (key) => headOf(model, key),
    find: (tenantId, reference) => findPlain(model, { tenantId, reference }),
    append: (append) => inTurn(`${append.tenantId}/${append.accountId}`, () => appendTo(model, append)),
    list: ({ tenantId, accountId }, afterSequence, limit) =>
      listPlain(
        model,
        { tenantId, accountId, sequence: trusted({ $gt: afterSequence }) },
        { sort: { sequence: 1 }, limit },
      ),
    listLatest: ({ tenantId, accountId }, beforeSequence, limit) =>
      listPlain(
        model,
        { tenantId, accountId, sequence: trusted({ $lt: beforeSequence }) },
        { sort: { sequence: -1 }, limit },
      ),
    ofChange: (tenantId, changeId) =>
      listPlain(model, { tenantId, reference: trusted({ $gt: `${changeId}:`, $lt: `${changeId};` }) }),
    nextAccount: (after) =>
      firstPlain(model, after ? behind(after) : {}, { tenantId: 1, accountId: 1 }, { tenantId: 1, accountId: 1 }),
  };
}

/** The bound on the first field lets the index start at the account; the alternatives alone would read from the top. */
function behind({ tenantId, accountId }: LedgerKey): QueryFilter<LedgerEntryDoc> {
  return {
    tenantId: trusted({ $gte: tenantId }),
    $or: [{ tenantId: trusted({ $gt: tenantId }) }, { tenantId, accountId: trusted({ $gt: accountId }) }],
  };
}

async function headOf(model: Model<LedgerEntryDoc>, { tenantId, accountId }: LedgerKey): Promise<LedgerHead> {
  const last = await firstPlain(model, { tenantId, accountId }, { sequence: -1 }, { sequence: 1, balanceAfter: 1 });
  return last ? { sequence: last.sequence, balance: last.balanceAfter } : { sequence: 0, balance: '0' };
}

async function appendTo(model: Model<LedgerEntryDoc>, append: LedgerAppend): Promise<boolean> {
  const { tenantId, accountId, changeId, at, references } = append;
  if (references.length === 0) return true;
  return untilWritten('ledger of an account', async () => {
    // The head is read first: an entry that lands between the two reads takes the sequence, so the insert fails.
    const head = await headOf(model, append);
    const entered = head.sequence === 0 ? new Set<string>() : await enteredOf(model, tenantId, references);
    if (entered.size === references.length) return true;
    const entries = append.place(head, (reference) => entered.has(reference));
    if (entries === null) return false;
    try {
      const docs = entries.map((entry) => ({ tenantId, accountId, ...entry, changeId, at }));
      await insert(model, docs);
      return true;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return undefined;
    }
  });
}

async function enteredOf(
  model: Model<LedgerEntryDoc>,
  tenantId: string,
  references: readonly string[],
): Promise<Set<string>> {
  const found = await listPlain(
    model,
    { tenantId, reference: trusted({ $in: [...references] }) },
    {},
    { reference: 1 },
  );
  return new Set(found.map(({ reference }) => reference));
}
