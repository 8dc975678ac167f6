import type { Account } from '../../billing/facts/types';
import { present } from '../../billing/present';
import { masked } from '../../machines/card-number';
import { type Connection, collectionOf, type Model, trusted } from '../mongo/collection';
import { beginningWith, findPlain, listPlain, WITHIN } from '../mongo/documents';
import { type PutResult, putVersioned, type Versioned } from '../mongo/versioned';
import { beginWords, nameWordsOf } from './name-words';

/** An account as it is brought in: with null for payment details, what is on file is removed. */
type AccountFacts = Omit<Account, 'paymentMethod'> & { paymentMethod?: string | null };

interface AccountDoc extends AccountFacts, Versioned {
  /** Of the company, so that it is found by them; absent where the account was stored before they were kept. */
  nameWords?: string[];
}

/** Of those with a word that begins so, this many are tried for the other words that are looked for. */
const MOST_TRIED = 200;
/** Of many words the longest say the most: of so many it is counted how often each is found. */
const MOST_COUNTED = 5;

const OPTIONAL_TEXTS = ['postalCode', 'vatNumber', 'companyName', 'street', 'city', 'openInvoicesUrl'] as const;
const OPTIONAL = [...OPTIONAL_TEXTS, 'openInvoices'] as const;

type AccountName = Pick<Account, 'tenantId' | 'accountId'>;

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
  /**
   * The ids of those whose names have words that begin so, in no order. Of several words the one that the fewest have is looked
   * up; callers see to it that it says enough.
   *
   * @returns `more` where there may be others
   */
  listIdsByName(tenantId: string, text: string, limit: number): Promise<{ ids: string[]; more: boolean }>;
  /**
   * Has accounts found by their names that were stored before these were kept, or renamed by a server that did not know of them:
   * those of a page, from after one.
   *
   * @returns how many were, and the last of the page; null once there is none left
   */
  findableByName(limit: number, after?: AccountName): Promise<{ written: number; last: AccountName | null }>;
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
      // What is not there yet is not the same as none.
      others: { nameWords: { type: [String], default: undefined } },
    },
    [
      [{ tenantId: 1, accountId: 1 }, { unique: true }],
      [{ tenantId: 1, billingContactIds: 1, ...BY_ID }],
      [{ tenantId: 1, seatAdminIds: 1, ...BY_ID }],
      [BY_NAME],
    ],
  );
  return {
    async find(tenantId, accountId) {
      const doc = await findPlain(model, { tenantId, accountId });
      return doc && fromDoc(doc);
    },
    put(account) {
      const { tenantId, accountId } = account;
      const derived = { nameWords: wordsOf({ companyName: account.companyName }) };
      return putVersioned(model, { key: { tenantId, accountId }, facts: account, optional: OPTIONAL, derived });
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
    async listIdsByName(tenantId, text, limit) {
      const words = nameWordsOf(text);
      const word = await rarest(model, tenantId, words);
      if (word === undefined) return { ids: [], more: false };
      const tried = words.length === 1 ? limit : MOST_TRIED;
      const page = { limit: tried + 1, hint: BY_NAME };
      const found = await listPlain(model, havingWord(tenantId, word), page, { accountId: 1, nameWords: 1 });
      const named = found.slice(0, tried).filter(({ nameWords = [] }) => beginWords(words, nameWords));
      const ids = named.slice(0, limit).map(({ accountId }) => accountId);
      return { ids, more: found.length > tried || named.length > limit };
    },
    async findableByName(limit, after) {
      const page = await listPlain(model, after ? behindAccount(after) : {}, { sort: BY_KEY, limit }, NAMED);
      let written = 0;
      for (const { tenantId, accountId, companyName, nameWords } of page) {
        const words = wordsOf({ companyName });
        if (words.join(' ') === (nameWords ?? []).join(' ')) continue;
        // Unless it is renamed at this moment: then its words are written with it.
        const asRead = { tenantId, accountId, companyName: companyName ?? null };
        written += (await model.updateOne(asRead, { $set: { nameWords: words } }, WITHIN)).modifiedCount;
      }
      const last = page.length < limit ? undefined : page.at(-1);
      return { written, last: last ? { tenantId: last.tenantId, accountId: last.accountId } : null };
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
const BY_KEY = { tenantId: 1, ...BY_ID } as const;
const BY_NAME = { tenantId: 1, nameWords: 1 } as const;
const NAMED = { tenantId: 1, accountId: 1, companyName: 1, nameWords: 1 } as const;

/** Of what is kept of the name: what looks like a card number is not. */
const wordsOf = ({ companyName }: { companyName: string | undefined }): string[] =>
  nameWordsOf(masked(companyName ?? ''));

/** One and the same word lies between both ends. */
const havingWord = (tenantId: string, word: string) => ({
  tenantId,
  nameWords: trusted({ $elemMatch: beginningWith(word) }),
});

/** Of some words the one that the fewest names have, as far as they are counted. */
async function rarest(
  model: Model<AccountDoc>,
  tenantId: string,
  words: readonly string[],
): Promise<string | undefined> {
  if (words.length < 2) return words[0];
  const longest = words.toSorted((one, other) => other.length - one.length).slice(0, MOST_COUNTED);
  const counted = await Promise.all(
    longest.map(async (word) => {
      const upTo = { ...WITHIN, hint: BY_NAME, limit: MOST_TRIED + 1 };
      return { word, count: await model.countDocuments(havingWord(tenantId, word), upTo).exec() };
    }),
  );
  return counted.reduce((one, other) => (other.count < one.count ? other : one)).word;
}

const behindAccount = ({ tenantId, accountId }: AccountName) => ({
  tenantId: trusted({ $gte: tenantId }),
  $or: [{ tenantId: trusted({ $gt: tenantId }) }, { tenantId, accountId: trusted({ $gt: accountId }) }],
});

const idsOf = ({ after = '', beginning = '' }: AccountsFrom = {}) =>
  trusted({ ...beginningWith(beginning), $gt: after });

const fromDoc = ({ factsHash: _, nameWords: __, paymentMethod, ...account }: AccountDoc): Account =>
  present({ ...account, paymentMethod: paymentMethod ?? undefined });
