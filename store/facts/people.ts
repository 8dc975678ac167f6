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
  /** The instant that this is told of: what is told of an earlier one changes nothing, however late it comes. */
  asOf: Date;
}

type RecordResult = { status: 'stored' | 'unchanged' } | { status: 'older'; asOf: Date };

/** The people of accounts, as the system of record and the identity systems of a tenant tell of them. */
export interface PeopleRepository {
  find(tenantId: string, personId: string): Promise<Person | null>;
  /** Those of them who are known. */
  list(tenantId: string, personIds: readonly string[]): Promise<Person[]>;
  /** Those of them who left. */
  listLeft(tenantId: string, personIds: readonly string[]): Promise<string[]>;
  /** Keeps what is told unless something later is known. Told of one instant, that somebody left outweighs the rest. */
  record(person: Person): Promise<RecordResult>;
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
    },
    [[{ tenantId: 1, personId: 1 }, { unique: true }]],
  );
  const within = (tenantId: string, personIds: readonly string[]) => ({
    tenantId,
    personId: trusted({ $in: [...personIds] }),
  });
  return {
    find: (tenantId, personId) => findPlain(model, { tenantId, personId }),
    list: (tenantId, personIds) => listPlain(model, within(tenantId, personIds)),
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
        await model.updateOne({ ...key, ...outweighed }, { $set: person }, UPSERT);
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

function isSame(known: Person, told: Person): boolean {
  if (known.asOf.getTime() !== told.asOf.getTime()) return false;
  const { name, mailAddress, locale, hasLeft } = told;
  return (
    known.hasLeft === hasLeft && known.name === name && known.mailAddress === mailAddress && known.locale === locale
  );
}
