import {
  type Connection,
  type IndexDefinition,
  type IndexOptions,
  type Model,
  Schema,
  type SchemaDefinition,
} from 'mongoose';
import { maskedIn } from '../../machines/card-number';

export { type Connection, type Model, type QueryFilter, trusted } from 'mongoose';

type Name<Doc> = keyof Doc & string;

const KINDS = {
  requiredText: { type: String, required: true },
  requiredNumber: { type: Number, required: true },
  requiredInstant: { type: Date, required: true },
  requiredFlag: { type: Boolean, required: true },
  text: { type: String },
  number: { type: Number },
  instant: { type: Date },
  flag: { type: Boolean },
  /** A list of texts. */
  texts: [String],
  /** Plain JSON that only its readers understand. */
  json: { type: Schema.Types.Mixed },
  jsons: [{ type: Schema.Types.Mixed }],
} as const;

export const { requiredText, requiredNumber } = KINDS;

/** The fields of a document, or of a part of it, by their kind, and the definitions of those that are of none. */
type Fields<Doc> = { readonly [Kind in keyof typeof KINDS]?: readonly Name<Doc>[] } & {
  readonly others?: { readonly [Field in Name<Doc>]?: unknown };
  /** Texts that we write ourselves, numbers of ours in them: all others may be somebody else's, and are masked. */
  readonly ours?: readonly Name<Doc>[];
};

/** An index of a collection; unique ones carry the idempotency rules. */
export type Index = readonly [keys: IndexDefinition, options?: IndexOptions];

/**
 * Defines a collection on one connection. Unknown fields and unknown filter paths throw: both are bugs of ours.
 * Indexes are only declared here; `Store.ensureIndexes` builds them.
 */
export function collectionOf<Doc>(
  connection: Connection,
  name: string,
  fields: Fields<Doc>,
  indexes: readonly Index[],
): Model<Doc> {
  const schema = new Schema(definitionOf(fields), {
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
  maskWhatIsWritten(schema, fields.ours);
  return connection.model<Doc>(name, schema as unknown as Schema<Doc>);
}

/** A part of a document that may be null. */
export const nullable = (fields: Fields<Part>) => ({ type: partOf(fields), default: null });
/** A part of a document that is always there. */
export const part = (fields: Fields<Part>) => ({ type: partOf(fields), required: true });

/** Whatever text is written into any collection, it holds no card number: no repository has to think of it. */
function maskWhatIsWritten(schema: Schema, ours: readonly string[] = []): void {
  schema.pre('insertMany', (docs: unknown) => {
    for (const doc of [docs].flat() as object[]) Object.assign(doc, maskedIn(doc, ours));
  });
  schema.pre(['updateOne', 'updateMany', 'findOneAndUpdate'], function (): void {
    const update = this.getUpdate();
    const masked = maskedIn(update, ours);
    if (masked !== null && masked !== update) this.setUpdate(masked);
  });
}

type Part = Record<string, unknown>;

const partOf = (fields: Fields<Part>) =>
  new Schema(definitionOf(fields), { _id: false, strict: 'throw', minimize: false });

function definitionOf<Doc>({ others, ours: _, ...byKind }: Fields<Doc>): SchemaDefinition {
  const kinds = Object.entries(byKind) as [keyof typeof KINDS, readonly string[]][];
  const fields = kinds.flatMap(([kind, names]) => names.map((name) => [name, KINDS[kind]]));
  return { ...Object.fromEntries(fields), ...others };
}
