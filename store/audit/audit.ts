import { type Connection, type Model, trusted } from 'mongoose';
import {
  anyJson,
  collectionOf,
  insertOnce,
  isDuplicate,
  requiredInstant,
  requiredNumber,
  requiredText,
  UPSERT,
  WITHIN,
} from '../mongo/collection';
import { oneAtATime } from '../mongo/one-at-a-time';
import { findPlain } from '../mongo/versioned';
import { BEGINNING, type ChainEnd, type ChainedEntry, linked } from './chain';
import { type AuditEntry, LOOKS } from './entry';

export type { AuditEntry } from './entry';

/** The entry that says that somebody of support started an order: its steps believe no other word for it. */
export const startedBySupport = (changeId: string): string => `start:${changeId}`;

/** Entries of a span of time, the oldest first; of one order, or of all. */
export interface AuditSpan {
  tenantId: string;
  /** From then on. */
  from?: Date;
  /** Before then. */
  to: Date;
  changeId?: string;
  /** The last entry of the page before. */
  after?: Pick<ChainedEntry, 'at' | 'sequence'>;
}

/** Append only: nothing here changes or removes an entry. */
export interface Audit {
  append(entry: AuditEntry): Promise<void>;
  find(tenantId: string, entryId: string): Promise<AuditEntry | null>;
  /** What people did to one order: the latest deeds, oldest first. However often it is looked at, none is crowded out. */
  listOfChange(tenantId: string, changeId: string, limit: number): Promise<AuditEntry[]>;
  /** The latest first, from before an instant. */
  list(tenantId: string, before: Date, limit: number): Promise<AuditEntry[]>;
  /** With their places in the chain; entries from before there was one are left out. */
  listSpan(span: AuditSpan, limit: number): Promise<ChainedEntry[]>;
  /** The chain of a tenant, from after a sequence on. */
  listChain(tenantId: string, after: number, limit: number): Promise<ChainedEntry[]>;
  /** Where the chain of every tenant ends, for those who verify them; at none where nobody wrote it down. */
  listEnds(): Promise<(ChainEnd & { tenantId: string })[]>;
}

export function auditIn(connection: Connection): Audit {
  const model = auditModel(connection);
  const ends = collectionOf<ChainEnd & { tenantId: string }>(
    connection,
    'auditends',
    { tenantId: requiredText, sequence: requiredNumber, hash: requiredText },
    [[{ tenantId: 1 }, { unique: true }]],
  );
  const inTurn = oneAtATime();
  return {
    append: (entry) => inTurn(entry.tenantId, () => append(model, ends, entry)),
    find: (tenantId, entryId) => model.findOne({ tenantId, entryId }, ENTRY, WITHIN).lean<AuditEntry>().exec(),
    async listOfChange(tenantId, changeId, limit) {
      const latest = await model
        .find({ tenantId, changeId, action: trusted({ $nin: LOOKS }) }, ENTRY, WITHIN)
        .sort({ at: -1, sequence: -1 })
        .limit(limit)
        .lean<AuditEntry[]>();
      return latest.reverse();
    },
    list: (tenantId, before, limit) =>
      model
        .find({ tenantId, at: trusted({ $lt: before }) }, ENTRY, WITHIN)
        .sort({ at: -1 })
        .limit(limit)
        .lean<AuditEntry[]>()
        .exec(),
    listSpan: (span, limit) =>
      model
        .find(inSpan(span), { _id: 0 }, WITHIN)
        .sort({ at: 1, sequence: 1 })
        .limit(limit)
        .lean<ChainedEntry[]>()
        .exec(),
    listChain: (tenantId, after, limit) =>
      model
        .find({ tenantId, sequence: trusted({ $gt: after }) }, { _id: 0 }, WITHIN)
        .sort({ sequence: 1 })
        .limit(limit)
        .lean<ChainedEntry[]>()
        .exec(),
    async listEnds() {
      const known = await ends.find({}, { _id: 0 }, WITHIN).lean<(ChainEnd & { tenantId: string })[]>();
      const byTenant = new Map(known.map((end) => [end.tenantId, end]));
      for (const tenantId of await model.distinct('tenantId', { sequence: trusted({ $gt: 0 }) })) {
        if (!byTenant.has(tenantId)) byTenant.set(tenantId, { tenantId, ...BEGINNING });
      }
      return [...byTenant.values()].sort((one, other) => (one.tenantId < other.tenantId ? -1 : 1));
    },
  };
}

function inSpan({ tenantId, changeId, from = new Date(0), to, after }: AuditSpan) {
  const span = { tenantId, ...(changeId === undefined ? {} : { changeId }) };
  if (after === undefined) return { ...span, at: trusted({ $gte: from, $lt: to }), sequence: trusted({ $gt: 0 }) };
  const { at, sequence } = after;
  return {
    ...span,
    at: trusted({ $gte: at, $lt: to }),
    sequence: trusted({ $gt: 0 }),
    $or: [{ at: trusted({ $gt: at }) }, { at, sequence: trusted({ $gt: sequence }) }],
  };
}

/** The chain is the store's own matter. */
const ENTRY = { _id: 0, sequence: 0, previousHash: 0, hash: 0 } as const;

/**
 * Takes the place after the last entry: the unique sequence makes the insert a compare-and-set, so two deeds of the same
 * moment never follow the same one.
 */
async function append(
  model: Model<ChainedEntry>,
  ends: Model<ChainEnd & { tenantId: string }>,
  entry: AuditEntry,
): Promise<void> {
  const { tenantId, entryId } = entry;
  for (;;) {
    const last = await model
      .findOne({ tenantId, sequence: trusted({ $gt: 0 }) }, { _id: 0, sequence: 1, hash: 1 }, WITHIN)
      .sort({ sequence: -1 })
      .lean<ChainEnd>();
    const link = linked(entry, last ?? BEGINNING);
    if (await insertOnce(model, link)) return noteEnd(ends, link);
    if ((await findPlain(model, { tenantId, entryId })) !== null) return;
  }
}

/** Never backwards: a later end stays. Should this be lost with its process, the end is only known to be earlier. */
async function noteEnd(
  ends: Model<ChainEnd & { tenantId: string }>,
  { tenantId, sequence, hash }: ChainedEntry,
): Promise<void> {
  try {
    await ends.updateOne({ tenantId, sequence: trusted({ $lt: sequence }) }, { $set: { sequence, hash } }, UPSERT);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
  }
}

function auditModel(connection: Connection): Model<ChainedEntry> {
  return collectionOf<ChainedEntry>(
    connection,
    'audit',
    {
      ...{
        tenantId: requiredText,
        entryId: requiredText,
        at: requiredInstant,
        actorId: requiredText,
        role: requiredText,
        action: requiredText,
        changeId: String,
      },
      ...{
        before: anyJson,
        after: anyJson,
        facts: anyJson,
        sequence: requiredNumber,
        previousHash: requiredText,
        hash: requiredText,
      },
    },
    [
      [{ tenantId: 1, entryId: 1 }, { unique: true }],
      // Entries from before there was a chain have no sequence.
      [
        { tenantId: 1, sequence: 1 },
        { unique: true, partialFilterExpression: { sequence: { $gt: 0 } } },
      ],
      [{ tenantId: 1, changeId: 1, at: 1, sequence: 1 }],
      [{ tenantId: 1, at: 1, sequence: 1 }],
    ],
  );
}
