import type { Model, QueryFilter } from 'mongoose';
import { trusted } from 'mongoose';
import { isDuplicate } from './availability';

/** Every operation gives up before the local activity that asked for it does, so a stale one cannot linger for long. */
export const WITHIN = { maxTimeMS: 1_500 } as const;

/** For updates that insert when nothing matches. */
export const UPSERT = { ...WITHIN, upsert: true } as const;

type Projection = Readonly<Record<string, 0 | 1 | object>>;

type Sort = Record<string, 1 | -1>;

interface Listing {
  sort?: Sort;
  limit?: number;
  hint?: Sort;
}

/** A stretch of time: after an instant, up to another one. */
export interface Stretch {
  after: Date;
  upTo: Date;
}

export const inStretch = ({ after, upTo }: Stretch) => ({ $gt: after, $lte: upTo });

/** Up to the first text that no text with this beginning comes after: ids and keys are ASCII. */
export const beginningWith = (beginning: string) => ({ $gte: beginning, $lt: `${beginning}\u{ffff}` });

/** One document as plain JSON, or null. */
export async function findPlain<Doc>(
  model: Model<Doc>,
  key: QueryFilter<Doc>,
  fields: Projection = {},
): Promise<Doc | null> {
  return (await model.findOne(key, { _id: 0, ...fields }, WITHIN).lean()) as Doc | null;
}

/** Documents as plain JSON; with `fields`, only those. */
export async function listPlain<Doc, Shown = Doc>(
  model: Model<Doc>,
  filter: QueryFilter<Doc>,
  listing: Listing = {},
  fields: Projection = {},
): Promise<Shown[]> {
  return model.find(filter, { _id: 0, ...fields }, { ...WITHIN, ...listing }).lean<Shown[]>();
}

/** The first document in an order, as plain JSON, or null. */
export async function firstPlain<Doc>(
  model: Model<Doc>,
  filter: QueryFilter<Doc>,
  sort: Sort,
  fields: Projection = {},
): Promise<Doc | null> {
  return (await model.findOne(filter, { _id: 0, ...fields }, { ...WITHIN, sort }).lean()) as Doc | null;
}

/** Inserts documents in order and stops at the first that cannot be inserted. */
export async function insert<Doc>(model: Model<Doc>, docs: readonly NoInfer<Doc>[]): Promise<void> {
  // Copies: Mongoose writes an _id into what it is given.
  await model.insertMany(
    docs.map((doc) => ({ ...doc })),
    { ...WITHIN, lean: true, ordered: true },
  );
}

/** Inserts one document unless a unique index already holds it; false when it does. */
export async function insertOnce<Doc>(model: Model<Doc>, doc: NoInfer<Doc>): Promise<boolean> {
  try {
    await insert(model, [doc]);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

/** Inserts one document unless its key is taken. @returns the document that stands */
export async function insertOrFind<Doc>(
  model: Model<Doc>,
  key: QueryFilter<NoInfer<Doc>>,
  doc: NoInfer<Doc>,
): Promise<Doc> {
  return (await insertOnce(model, doc)) ? doc : ((await findPlain<Doc>(model, key)) ?? doc);
}

/**
 * Removes documents whose `field` lies before an instant, the oldest first. One that is renewed meanwhile stays.
 *
 * @returns how many were removed
 */
export async function removeOlder<Doc>(
  model: Model<Doc>,
  field: keyof Doc & string,
  before: Date,
  limit: number,
): Promise<number> {
  const older = { [field]: trusted({ $lt: before }) } as QueryFilter<Doc>;
  const options = { ...WITHIN, sort: { [field]: 1 as const }, limit };
  const found = await model.find(older, { _id: 1 }, options).lean<{ _id: unknown }[]>();
  if (found.length === 0) return 0;
  const these = { ...older, _id: trusted({ $in: found.map(({ _id }) => _id) }) } as QueryFilter<Doc>;
  return (await model.deleteMany(these, WITHIN)).deletedCount;
}
