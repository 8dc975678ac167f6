import { createHash } from 'node:crypto';
import { type Model, type QueryFilter, trusted, type UpdateQuery } from 'mongoose';
import { isDuplicate, UPSERT, WITHIN } from './collection';

/** What became of a write by the system of record. Only `stored` changed anything. */
export type PutResult =
  | { status: 'stored' }
  /** Exactly this was stored already. */
  | { status: 'unchanged' }
  /** What is stored has this version, which is not lower than the one that came. */
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
  optional: readonly string[];
  /** Written on the first put only: fields that this system owns. */
  owned?: UpdateQuery<Doc>;
  /** What else must hold for a newer version to be taken. */
  guard?: QueryFilter<Doc>;
}

/**
 * Replaces the facts of a document by a newer version of them, in one atomic update that touches nothing else.
 *
 * @returns undefined when the write was not taken; the caller knows why it may have been refused
 */
export async function putVersioned<Doc extends Versioned>(
  model: Model<Doc>,
  put: VersionedPut<Doc>,
): Promise<Extract<PutResult, { status: 'stored' }> | undefined> {
  const { key, facts, optional, owned, guard } = put;
  const absent = optional.filter((name) => Reflect.get(facts, name) === undefined);
  const update = {
    $set: { ...facts, factsHash: hashOfFacts(facts) },
    ...(absent.length > 0 ? { $unset: Object.fromEntries(absent.map((name) => [name, 1])) } : {}),
    ...(owned ? { $setOnInsert: owned } : {}),
  } as UpdateQuery<Doc>;
  try {
    await model.updateOne(
      { ...key, ...guard, version: trusted({ $lt: facts.version }) } as QueryFilter<Doc>,
      update,
      UPSERT,
    );
    return { status: 'stored' };
  } catch (error) {
    // The filter matched nothing and the key is taken: what is stored is not older, or the guard does not hold.
    if (isDuplicate(error)) return undefined;
    throw error;
  }
}

/** Why a put was not taken, from what is stored. */
export function refusedPut(stored: Versioned, facts: { version: number }): PutResult {
  return stored.factsHash === hashOfFacts(facts)
    ? { status: 'unchanged' }
    : { status: 'version_conflict', version: stored.version };
}

/** A document of one tenant, as plain JSON, or null. */
export async function findPlain<Doc>(model: Model<Doc>, key: QueryFilter<Doc>): Promise<Doc | null> {
  return (await model.findOne(key, { _id: 0 }, WITHIN).lean()) as Doc | null;
}

function hashOfFacts(facts: object): string {
  return createHash('sha256').update(canonical(facts)).digest('base64');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`)
    .join()}}`;
}
