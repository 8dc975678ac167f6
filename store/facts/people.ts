import { SECOND } from '../../billing/calendar/durations';
import type { Locale } from '../../billing/facts/types';
import { maskedIn } from '../../machines/card-number';
import { isDuplicate } from '../mongo/availability';
import { type Connection, collectionOf, type QueryFilter, trusted } from '../mongo/collection';
import { findPlain, listPlain, UPSERT, WITHIN } from '../mongo/documents';
import { patternOf, searchTextOf } from './people-search';

/** What is told of somebody who has a seat, signs in, or decides for accounts. Nothing is kept of who left but that. */
export interface PersonFacts {
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

/** How mail to somebody fares, beside what is told of them. Another address clears what is said of the former one. */
interface MailStanding {
  /** Since when their address is this one, or is said to work; null where that was not written down. */
  addressSince: Date | null;
  /** When a mail to this address came back for good. */
  bouncedAt: Date | null;
  /** When a reader at this address complained of a mail. */
  complainedAt: Date | null;
  /** Since when they are reminded of no seats, because they wish so. */
  remindersStoppedAt: Date | null;
}

export interface Person extends PersonFacts, MailStanding {}

type PersonKey = Pick<Person, 'tenantId' | 'personId'>;

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
  record(person: PersonFacts): Promise<RecordResult>;
  /** What became of a mail to their address at an instant; the first counts, and none that is older than the address. */
  noteTrouble(
    person: PersonKey & Pick<Person, 'mailAddress'>,
    trouble: 'bouncedAt' | 'complainedAt',
    at: Date,
  ): Promise<void>;
  /** Their address is said to work, whatever came back from it before. */
  trustAddress(person: PersonKey, at: Date): Promise<void>;
  /** They are reminded of no seats any more, from an instant on; again with null, which takes back a complaint as well. */
  stopReminders(person: PersonKey, at: Date | null): Promise<void>;
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
      instant: ['addressSince', 'bouncedAt', 'complainedAt', 'remindersStoppedAt'],
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
    async find(tenantId, personId) {
      const doc = await findPlain(model, { tenantId, personId }, WITHOUT_SEARCH);
      return doc && wholeOf(doc);
    },
    async list(tenantId, personIds) {
      return (await listPlain(model, within(tenantId, personIds), {}, WITHOUT_SEARCH)).map(wholeOf);
    },
    async listOfAccount({ tenantId, accountId }, limit, { after, sought = '' }) {
      const belongs = { tenantId, accountIds: accountId, personId: trusted({ $gt: after }), hasLeft: false };
      const has = sought === '' ? {} : { searchText: trusted({ $regex: patternOf(sought) }) };
      const page = { sort: { personId: 1 }, limit, hint: OF_ACCOUNT } as const;
      return (await listPlain(model, { ...belongs, ...has }, page, WITHOUT_SEARCH)).map(wholeOf);
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
        await model.updateOne({ ...key, ...outweighed }, updateBy(person), { ...UPSERT, updatePipeline: true });
        return { status: 'stored' };
      } catch (error) {
        // The filter matched nothing and the key is taken: what is known is as late or later.
        if (!isDuplicate(error)) throw error;
      }
      const known = (await findPlain(model, key)) ?? person;
      return isSame(known, person) ? { status: 'unchanged' } : { status: 'older', asOf: known.asOf };
    },
    async noteTrouble({ tenantId, personId, mailAddress }, trouble, at) {
      const isSince = { $or: [{ addressSince: null }, { addressSince: trusted({ $lte: endOfSecond(at) }) }] };
      const unless = { tenantId, personId, mailAddress, [trouble]: null, ...isSince };
      await model.updateOne(unless, { $set: { [trouble]: at } }, WITHIN);
    },
    async trustAddress({ tenantId, personId }, at) {
      const trusting = { addressSince: at, bouncedAt: null };
      await model.updateOne({ tenantId, personId, hasLeft: false }, { $set: trusting }, WITHIN);
    },
    async stopReminders({ tenantId, personId }, at) {
      const reader = { tenantId, personId, hasLeft: false };
      if (at !== null) {
        await model.updateOne({ ...reader, remindersStoppedAt: null }, { $set: { remindersStoppedAt: at } }, WITHIN);
      } else {
        await model.updateOne(reader, { $set: { remindersStoppedAt: null, complainedAt: null } }, WITHIN);
      }
    },
  };
}

/** Carriers count in whole seconds, and we do not: what they tell of may have been at any time in its second. */
export const endOfSecond = (at: Date): Date => new Date(at.getTime() - at.getUTCMilliseconds() + SECOND - 1);

/** Those who were written down before mail to them was followed have nothing of it. */
const wholeOf = (doc: PersonFacts & Partial<MailStanding>): Person => ({
  ...doc,
  addressSince: doc.addressSince ?? null,
  bouncedAt: doc.bouncedAt ?? null,
  complainedAt: doc.complainedAt ?? null,
  remindersStoppedAt: doc.remindersStoppedAt ?? null,
});

/** With the text, so that whom a search does not mean is not read. */
const OF_ACCOUNT = { tenantId: 1, accountIds: 1, personId: 1, searchText: 1 } as const;

const WITHOUT_SEARCH = { searchText: 0 } as const;

/** Of who left nothing is kept that they could be found by. */
function updateBy(person: PersonFacts) {
  const { accountIds: _, ...left } = person;
  if (person.hasLeft) return [{ $set: toldOf(left) }, { $unset: ['accountIds', 'searchText'] }];
  return [{ $set: { ...toldOf(person), searchText: { $literal: searchTextOf(person) } } }];
}

/** What is told, literally: a name may look like an expression. In the same write the marks of another address go. */
function toldOf(person: PersonFacts): object {
  const literal = (value: unknown) => ({ $literal: value });
  const asItIs = (field: keyof MailStanding) => ({ $ifNull: [`$${field}`, null] });
  const isSameAddress = { $eq: ['$mailAddress', literal(person.mailAddress)] };
  const ofTheAddress = (field: keyof MailStanding, ofAnother: Date | null) => ({
    $cond: [isSameAddress, asItIs(field), literal(ofAnother)],
  });
  return {
    ...Object.fromEntries(Object.entries(person).map(([field, value]) => [field, literal(value)])),
    addressSince: ofTheAddress('addressSince', person.asOf),
    bouncedAt: ofTheAddress('bouncedAt', null),
    complainedAt: ofTheAddress('complainedAt', null),
    remindersStoppedAt: person.hasLeft ? literal(null) : asItIs('remindersStoppedAt'),
  };
}

function isSame(known: PersonFacts, told: PersonFacts): boolean {
  if (known.asOf.getTime() !== told.asOf.getTime()) return false;
  const isToldOfAccounts = told.accountIds !== undefined;
  if (isToldOfAccounts && known.accountIds?.join() !== told.accountIds?.join()) return false;
  const { name, mailAddress, locale, hasLeft } = told;
  return (
    known.hasLeft === hasLeft && known.name === name && known.mailAddress === mailAddress && known.locale === locale
  );
}
