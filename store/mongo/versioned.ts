import type { Model, QueryFilter, UpdateQuery } from 'mongoose';
import { trusted } from 'mongoose';
import { present } from '../../billing/present';
import { maskedIn } from '../../machines/card-number';
import { isDuplicate } from './availability';
import { canonicalHash } from './canonical';
import { findPlain, UPSERT } from './documents';
import { untilWritten } from './until-written';

/** The result of a write by the system of record. Only `stored` changed anything. */
export type PutResult =
  | { status: 'stored' }
  /** Exactly this was stored already. */
  | { status: 'unchanged' }
  /** The stored document has this version, which is not lower than the one that came. */
  | { status: 'version_conflict'; version: number }
  /** An order is being placed on it: the same write may be sent again in a moment. */
  | { status: 'reserved'; changeId: string };

/** Fields that a versioned document has besides its facts. */
export interface Versioned {
  version: number;
  /** Over what the system of record sent last, so that the same write sent twice is known. */
  factsHash: string;
}

export interface VersionedPut<Doc extends Versioned> {
  key: QueryFilter<Doc>;
  facts: { version: number };
  /** Facts that may be absent; an absent one is removed. */
  optional?: readonly string[];
  /** What follows from the facts and is written with them; it is no part of what is compared when a write is sent again. */
  derived?: UpdateQuery<Doc>;
  /** Written on the first put only: fields that this system owns. */
  owned?: UpdateQuery<Doc>;
  /** The field that an order sets while it is being placed on the document; no newer version is taken meanwhile. */
  lock?: keyof Doc & string;
}

/** Replaces the facts of a document by a newer version of them, in one atomic update that touches nothing else. */
export function putVersioned<Doc extends Versioned>(model: Model<Doc>, put: VersionedPut<Doc>): Promise<PutResult> {
  const { key, optional = [], derived, owned, lock } = put;
  // Before they are hashed: the same write sent twice is known by what is stored.
  const facts = maskedIn(put.facts);
  const factsHash = canonicalHash(facts, 'base64');
  const absent = optional.filter((name) => Reflect.get(facts, name) === undefined);
  const update = present({
    $set: { ...facts, ...derived, factsHash },
    $unset: absent.length > 0 ? Object.fromEntries(absent.map((name) => [name, 1])) : undefined,
    $setOnInsert: owned,
  }) as UpdateQuery<Doc>;
  const isUnlocked = lock === undefined ? {} : { [lock]: null };
  const older = { ...key, ...isUnlocked, version: trusted({ $lt: facts.version }) } as QueryFilter<Doc>;
  return untilWritten<PutResult>('versioned document', async () => {
    try {
      await model.updateOne(older, update, UPSERT);
      return { status: 'stored' };
    } catch (error) {
      // The filter matched nothing and the key is taken: what is stored is not older, or it is locked.
      if (!isDuplicate(error)) throw error;
    }
    const stored = await findPlain(model, key);
    if (stored === null) return undefined;
    if (stored.factsHash === factsHash) return { status: 'unchanged' };
    if (stored.version >= facts.version) return { status: 'version_conflict', version: stored.version };
    const holder = lock === undefined ? null : (stored[lock] as { changeId: string } | null);
    // Newer and not locked any more: the order let go of it in between.
    return holder === null ? undefined : { status: 'reserved', changeId: holder.changeId };
  });
}
