import {
  type Connection,
  type IndexDefinition,
  type IndexOptions,
  type Model,
  Schema,
  type SchemaDefinition,
} from 'mongoose';

export { type Connection, type Model, type QueryFilter, trusted } from 'mongoose';

/** Field definitions as Mongoose reads them; its own type for them is too deep for the compiler to follow. */
export type Fields = Readonly<Record<string, unknown>>;

/** An index of a collection; unique ones carry the idempotency rules. */
export type Index = readonly [keys: IndexDefinition, options?: IndexOptions];

/**
 * Defines a collection on one connection. Unknown fields and unknown filter paths throw: both are bugs of ours.
 * Indexes are only declared here; `Store.ensureIndexes` builds them.
 */
export function collectionOf<Doc>(
  connection: Connection,
  name: string,
  fields: Fields,
  indexes: readonly Index[],
): Model<Doc> {
  const schema = new Schema(fields as SchemaDefinition, {
    collection: name,
    strict: 'throw',
    strictQuery: 'throw',
    versionKey: false,
    // An empty object is a fact; Mongoose would drop it.
    minimize: false,
    autoIndex: false,
    autoCreate: false,
    id: false,
  });
  for (const [keys, options] of indexes) schema.index(keys, options);
  return connection.model<Doc>(name, schema as unknown as Schema<Doc>);
}

/** A required text. */
export const requiredText = { type: String, required: true } as const;
/** A required number. */
export const requiredNumber = { type: Number, required: true } as const;
/** A required instant. */
export const requiredInstant = { type: Date, required: true } as const;
/** Plain JSON that only its readers understand. */
export const anyJson = { type: Schema.Types.Mixed } as const;

/** A part of a document that may be null. */
export const nullable = (fields: Fields) => ({ type: partOf(fields), default: null });
/** A part of a document that is always there. */
export const part = (fields: Fields) => ({ type: partOf(fields), required: true });

const partOf = (fields: Fields) =>
  new Schema(fields as SchemaDefinition, { _id: false, strict: 'throw', minimize: false });
