import type { Locale } from '../../billing/facts/types';
import { maskedIn } from '../../machines/card-number';
import { isDuplicate } from '../mongo/availability';
import { type Connection, collectionOf, type QueryFilter, trusted } from '../mongo/collection';
import { findPlain, listPlain, UPSERT, WITHIN } from '../mongo/documents';

/** What is told of somebody who has a seat, signs in, or decides for accounts. Nothing is kept of who left but that. */
export interface PersonFacts {
  tenantId: string;
  personId: string;
  name: string | null;
  mailAddress: string | null;
  locale: Locale | null;
  hasLeft: boolean;
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

/** The people of accounts, as the system of record and the identity systems of a tenant tell of them. */
export interface PeopleRepository {
  find(tenantId: string, personId: string): Promise<Person | null>;
  /** Those of them who are known. */
  list(tenantId: string, personIds: readonly string[]): Promise<Person[]>;
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
  /** They are reminded of no seats any more, from an instant on; again with null. */
  stopReminders(person: PersonKey, at: Date | null): Promise<void>;
}

export function peopleIn(connection: Connection): PeopleRepository {
  const model = collectionOf<Person>(
    connection,
    'people',
    {
      requiredText: ['tenantId', 'personId'],
      requiredFlag: ['hasLeft'],
      requiredInstant: ['asOf'],
      text: ['name', 'mailAddress', 'locale'],
      instant: ['addressSince', 'bouncedAt', 'complainedAt', 'remindersStoppedAt'],
    },
    [[{ tenantId: 1, personId: 1 }, { unique: true }]],
  );
  const within = (tenantId: string, personIds: readonly string[]) => ({
    tenantId,
    personId: trusted({ $in: [...personIds] }),
  });
  return {
    async find(tenantId, personId) {
      const doc = await findPlain(model, { tenantId, personId });
      return doc && wholeOf(doc);
    },
    list: async (tenantId, personIds) => (await listPlain(model, within(tenantId, personIds))).map(wholeOf),
    async listLeft(tenantId, personIds) {
      const left = await listPlain(model, { ...within(tenantId, personIds), hasLeft: true }, {}, { personId: 1 });
      return left.map(({ personId }) => personId);
    },
    async record(told) {
      const person = maskedIn(told);
      const { tenantId, personId, asOf } = person;
      const key = { tenantId, personId };
      const isLater = { asOf: trusted({ $lt: asOf }) };
      const outweighed: QueryFilter<Person> = person.hasLeft ? { $or: [isLater, { asOf, hasLeft: false }] } : isLater;
      try {
        await model.updateOne({ ...key, ...outweighed }, [{ $set: toldOf(person) }], {
          ...UPSERT,
          updatePipeline: true,
        });
        return { status: 'stored' };
      } catch (error) {
        // The filter matched nothing and the key is taken: what is known is as late or later.
        if (!isDuplicate(error)) throw error;
      }
      const known = (await findPlain(model, key)) ?? person;
      return isSame(known, person) ? { status: 'unchanged' } : { status: 'older', asOf: known.asOf };
    },
    async noteTrouble({ tenantId, personId, mailAddress }, trouble, at) {
      const isSince = { $or: [{ addressSince: null }, { addressSince: trusted({ $lte: at }) }] };
      const unless = { tenantId, personId, mailAddress, [trouble]: null, ...isSince };
      await model.updateOne(unless, { $set: { [trouble]: at } }, WITHIN);
    },
    async trustAddress({ tenantId, personId }, at) {
      const trusting = { addressSince: at, bouncedAt: null };
      await model.updateOne({ tenantId, personId, hasLeft: false }, { $set: trusting }, WITHIN);
    },
    async stopReminders({ tenantId, personId }, at) {
      const other = {
        tenantId,
        personId,
        hasLeft: false,
        remindersStoppedAt: at === null ? trusted({ $ne: null }) : null,
      };
      await model.updateOne(other, { $set: { remindersStoppedAt: at } }, WITHIN);
    },
  };
}

/** Those who were written down before mail to them was followed have nothing of it. */
const wholeOf = (doc: PersonFacts & Partial<MailStanding>): Person => ({
  ...doc,
  addressSince: doc.addressSince ?? null,
  bouncedAt: doc.bouncedAt ?? null,
  complainedAt: doc.complainedAt ?? null,
  remindersStoppedAt: doc.remindersStoppedAt ?? null,
});

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
  const { name, mailAddress, locale, hasLeft } = told;
  return (
    known.hasLeft === hasLeft && known.name === name && known.mailAddress === mailAddress && known.locale === locale
  );
}
