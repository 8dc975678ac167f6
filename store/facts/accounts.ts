import type { Account } from '../../billing/facts/types';
import { present } from '../../billing/present';
import { type Connection, collectionOf, trusted } from '../mongo/collection';
import { beginningWith, findPlain, listPlain, WITHIN } from '../mongo/documents';
import { type PutResult, putVersioned, type Versioned } from '../mongo/versioned';

/** An account as it is brought in: with null for payment details, what is on file is removed. */
type AccountFacts = Omit<Account, 'paymentMethod'> & { paymentMethod?: string | null };

interface AccountDoc extends AccountFacts, Versioned {}

const OPTIONAL_TEXTS = ['postalCode', 'vatNumber', 'companyName', 'street', 'city', 'openInvoicesUrl'] as const;
const OPTIONAL = [...OPTIONAL_TEXTS, 'openInvoices'] as const;

/** A part of a list of accounts: from after an id, of those whose id begins so. */
interface AccountsFrom {
  after?: string;
  beginning?: string;
}

/** The customers, as the system of record brings them in. */
export interface Accounts {
  find(tenantId: string, accountId: string): Promise<Account | null>;
  /** Payment details that we saved stay when a put says nothing of them. */
  put(account: AccountFacts): Promise<PutResult>;
  /** Keeps payment details that a customer gave in an order; the version stays, because no quote reads them. */
  savePaymentMethod(tenantId: string, accountId: string, paymentMethod: string): Promise<void>;
  /** All of a tenant, by id. */
  list(tenantId: string, limit: number, from?: AccountsFrom): Promise<Account[]>;
  /** Those that somebody is a billing contact or a seat administrator of, by id. */
  listOfPerson(tenantId: string, personId: string, limit: number, from?: AccountsFrom): Promise<Account[]>;
  /** By their ids, the names of those accounts that have one. */
  listNames(tenantId: string, accountIds: readonly string[]): Promise<Map<string, string>>;
  /** They are neither of an account any more; the version stays, because no fact of the system of record is newer. */
  letGo(tenantId: string, accountId: string, personIds: readonly string[]): Promise<void>;
}

export function accountsIn(connection: Connection): Accounts {
  const model = collectionOf<AccountDoc>(
    connection,
    'accounts',
    {
      requiredText: ['tenantId', 'accountId', 'kind', 'currency', 'timeZone', 'locale', 'country', 'factsHash'],
      requiredNumber: ['version'],
      requiredFlag: ['pastDue'],
      text: [...OPTIONAL_TEXTS, 'paymentMethod'],
      json: ['openInvoices'],
      texts: ['billingContactIds', 'seatAdminIds'],
    },
    [
      [{ tenantId: 1, accountId: 1 }, { unique: true }],
      [{ tenantId: 1, billingContactIds: 1, ...BY_ID }],
      [{ tenantId: 1, seatAdminIds: 1, ...BY_ID }],
    ],
  );
  return {
    async find(tenantId, accountId) {
      const doc = await findPlain(model, { tenantId, accountId });
      return doc && fromDoc(doc);
    },
    put(account) {
      const { tenantId, accountId } = account;
      return putVersioned(model, { key: { tenantId, accountId }, facts: account, optional: OPTIONAL });
    },
    async list(tenantId, limit, from) {
      const docs = await listPlain(model, { tenantId, accountId: idsOf(from) }, { sort: BY_ID, limit });
      return docs.map(fromDoc);
    },
    async listOfPerson(tenantId, personId, limit, from) {
      const accountId = idsOf(from);
      const theirs = [
        { tenantId, billingContactIds: personId, accountId },
        { tenantId, seatAdminIds: personId, accountId },
      ];
      return (await listPlain(model, { $or: theirs }, { sort: BY_ID, limit })).map(fromDoc);
    },
    async listNames(tenantId, accountIds) {
      const these = { tenantId, accountId: trusted({ $in: [...new Set(accountIds)] }) };
      const docs = await listPlain(model, these, {}, { accountId: 1, companyName: 1 });
      return new Map(docs.flatMap(({ accountId, companyName }) => (companyName ? [[accountId, companyName]] : [])));
    },
    async letGo(tenantId, accountId, personIds) {
      const these = trusted({ $in: [...personIds] });
      await model.updateOne(
        { tenantId, accountId },
        { $pull: { billingContactIds: these, seatAdminIds: these } },
        WITHIN,
      );
    },
    async savePaymentMethod(tenantId, accountId, paymentMethod) {
      await model.updateOne({ tenantId, accountId }, { $set: { paymentMethod } }, WITHIN);
    },
  };
}

const BY_ID = { accountId: 1 } as const;

const idsOf = ({ after = '', beginning = '' }: AccountsFrom = {}) =>
  trusted({ ...beginningWith(beginning), $gt: after });

const fromDoc = ({ factsHash: _, paymentMethod, ...account }: AccountDoc): Account =>
  present({ ...account, paymentMethod: paymentMethod ?? undefined });
