import type { Locale } from '../../billing/facts/types';
import { maskedIn } from '../../machines/card-number';
import { isDuplicate } from '../mongo/availability';
import { type Connection, collectionOf, type QueryFilter, trusted } from '../mongo/collection';
import { findPlain, listPlain, UPSERT } from '../mongo/documents';

/** Somebody who has a seat, signs in, or decides for accounts. Nothing is kept of who left but that. */
export interface Person {
  tenantId: string;
  personId: string;
  name: string | null;
  mailAddress: string | null;
  locale: Locale | null;
  hasLeft: boolean;
  /** The accounts they belong to. Left out by whoever does not know, and then what was told before stays. */
  accountIds?: string[];
  /** The instant that this is told of: what is told of an earlier one changes nothing, however late it comes. */
  asOf: Date;
}

type RecordResult = { status: 'stored' | 'unchanged' } | { status: 'older'; asOf: Date };

interface AccountOfPeople {
  tenantId: string;
  accountId: string;
}

interface PeopleFrom {
  after: string;
  sought?: string | undefined;
}

/** A person as they are kept, with the text that they are found by. */
interface PersonDoc extends Person {
  searchText?: string;
}

/** The people of accounts, as the system of record and the identity systems of a tenant tell of them. */
export interface PeopleRepository {
  find(tenantId: string, personId: string): Promise<Person | null>;
  /** Those of them who are known. */
  list(tenantId: string, personIds: readonly string[]): Promise<Person[]>;
  /** Those who belong to an account and have not left, by id, from after one; where something is sought, who has it in id, name or address. */
  listOfAccount(account: AccountOfPeople, limit: number, from: PeopleFrom): Promise<Person[]>;
  /** Those of them who left. */
  listLeft(tenantId: string, personIds: readonly string[]): Promise<string[]>;
  /** Keeps what is told unless something later is known. Told of one instant, that somebody left outweighs the rest. */
  record(person: Person): Promise<RecordResult>;
}

export function peopleIn(connection: Connection): PeopleRepository {
  const model = collectionOf<PersonDoc>(
    connection,
    'people',
    {
      requiredText: ['tenantId', 'personId'],
      requiredFlag: ['hasLeft'],
      requiredInstant: ['asOf'],
      text: ['name', 'mailAddress', 'locale', 'searchText'],
      // Nobody knows is not the same as none.
      others: { accountIds: { type: [String], default: undefined } },
    },
    [
      [{ tenantId: 1, personId: 1 }, { unique: true }],
      [OF_ACCOUNT, { partialFilterExpression: { accountIds: { $gt: '' } } }],
    ],
  );
  const within = (tenantId: string, personIds: readonly string[]) => ({
    tenantId,
    personId: trusted({ $in: [...personIds] }),
  });
  return {
    find: (tenantId, personId) => findPlain(model, { tenantId, personId }, WITHOUT_SEARCH),
    list: (tenantId, personIds) => listPlain(model, within(tenantId, personIds), {}, WITHOUT_SEARCH),
    listOfAccount({ tenantId, accountId }, limit, { after, sought = '' }) {
      const belongs = { tenantId, accountIds: accountId, personId: trusted({ $gt: after }), hasLeft: false };
      const has = sought === '' ? {} : { searchText: trusted({ $regex: literally(folded(sought)) }) };
      return listPlain(
        model,
        { ...belongs, ...has },
        { sort: { personId: 1 }, limit, hint: OF_ACCOUNT },
        WITHOUT_SEARCH,
      );
    },
    async listLeft(tenantId, personIds) {
      const left = await listPlain(model, { ...within(tenantId, personIds), hasLeft: true }, {}, { personId: 1 });
      return left.map(({ personId }) => personId);
    },
    async record(told) {
      const person = maskedIn(told);
      const { tenantId, personId, asOf } = person;
      const key = { tenantId, personId };
      const isLater = { asOf: trusted({ $lt: asOf }) };
      const outweighed: QueryFilter<PersonDoc> = person.hasLeft
        ? { $or: [isLater, { asOf, hasLeft: false }] }
        : isLater;
      try {
        await model.updateOne({ ...key, ...outweighed }, updateBy(person), UPSERT);
        return { status: 'stored' };
      } catch (error) {
        // The filter matched nothing and the key is taken: what is known is as late or later.
        if (!isDuplicate(error)) throw error;
      }
      const known = (await findPlain(model, key)) ?? person;
      return isSame(known, person) ? { status: 'unchanged' } : { status: 'older', asOf: known.asOf };
    },
  };
}

/** With the text, so that whom a search does not mean is not read. */
const OF_ACCOUNT = { tenantId: 1, accountIds: 1, personId: 1, searchText: 1 } as const;

/** Of who left nothing is kept that they could be found by. */
function updateBy(person: Person) {
  const { accountIds: _, ...left } = person;
  if (person.hasLeft) return { $set: left, $unset: { accountIds: 1, searchText: 1 } };
  return { $set: { ...person, searchText: searchTextOf(person) } };
}

const WITHOUT_SEARCH = { searchText: 0 } as const;

/** Whether somebody is found by a text: in their id, name or address, whatever its case and accents. */
export const isFoundBy = (person: Pick<Person, 'personId' | 'name' | 'mailAddress'>, sought: string): boolean =>
  searchTextOf(person).includes(folded(sought));

const searchTextOf = ({ personId, name, mailAddress }: Pick<Person, 'personId' | 'name' | 'mailAddress'>): string =>
  folded([personId, name ?? '', mailAddress ?? ''].join('\n'));

const folded = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** A text as the pattern that finds it and nothing else. */
const literally = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

function isSame(known: Person, told: Person): boolean {
  if (known.asOf.getTime() !== told.asOf.getTime()) return false;
  const isToldOfAccounts = told.accountIds !== undefined;
  if (isToldOfAccounts && known.accountIds?.join() !== told.accountIds?.join()) return false;
  const { name, mailAddress, locale, hasLeft } = told;
  return (
    known.hasLeft === hasLeft && known.name === name && known.mailAddress === mailAddress && known.locale === locale
  );
}
