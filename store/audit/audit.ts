import { present } from '../../billing/present';
import { maskedIn } from '../../machines/card-number';
import { isDuplicate } from '../mongo/availability';
import { type Connection, collectionOf, type Model, trusted } from '../mongo/collection';
import { findPlain, firstPlain, insertOnce, listPlain, UPSERT } from '../mongo/documents';
import { oneAtATime } from '../mongo/one-at-a-time';
import { untilWritten } from '../mongo/until-written';
import { BEGINNING, type ChainEnd, type ChainedEntry, linked } from './chain';
import { type AuditEntry, NO_DEEDS } from './entry';

export type { AuditEntry } from './entry';

/** The entry that says that somebody of support started an order: its steps believe no other word for it. */
export const startedBySupport = (changeId: string): string => `start:${changeId}`;

/** Entries of a span of time, the oldest first unless the latest are asked for first; of one order, or of all. */
export interface AuditSpan {
  tenantId: string;
  /** From then on. */
  from?: Date;
  /** Before then. */
  to: Date;
  changeId?: string;
  latestFirst?: boolean;
  /** The last entry of the page before. */
  after?: Pick<ChainedEntry, 'at' | 'sequence'>;
}

/** Append only: nothing here changes or removes an entry. */
export interface Audit {
  append(entry: AuditEntry): Promise<void>;
  find(tenantId: string, entryId: string): Promise<AuditEntry | null>;
  /** The latest deeds of people about one order, oldest first. Looks at the order and notes on it do not crowd them out. */
  listOfChange(tenantId: string, changeId: string, limit: number): Promise<AuditEntry[]>;
  /** The latest first, from before an instant. */
  list(tenantId: string, before: Date, limit: number): Promise<AuditEntry[]>;
  /** With their places in the chain. */
  listSpan(span: AuditSpan, limit: number): Promise<ChainedEntry[]>;
  /** The chain of a tenant, from after a sequence on. */
  listChain(tenantId: string, after: number, limit: number): Promise<ChainedEntry[]>;
  /** The end of every tenant's chain, for verifying it; {@link BEGINNING} for a tenant whose end is not written down. */
  listEnds(): Promise<(ChainEnd & { tenantId: string })[]>;
}

export function auditIn(connection: Connection): Audit {
  const model = auditModel(connection);
  const ends = collectionOf<ChainEnd & { tenantId: string }>(
    connection,
    'auditends',
    { requiredText: ['tenantId', 'hash'], requiredNumber: ['sequence'] },
    [[{ tenantId: 1 }, { unique: true }]],
  );
  const inTurn = oneAtATime();
  return {
    append: (entry) => inTurn(entry.tenantId, () => append(model, ends, entry)),
    find: (tenantId, entryId) => findPlain(model, { tenantId, entryId }, ENTRY),
    async listOfChange(tenantId, changeId, limit) {
      const latest = await listPlain(
        model,
        { tenantId, changeId, action: trusted({ $nin: NO_DEEDS }) },
        { sort: { at: -1, sequence: -1 }, limit },
        ENTRY,
      );
      return latest.reverse();
    },
    list: (tenantId, before, limit) =>
      listPlain(model, { tenantId, at: trusted({ $lt: before }) }, { sort: { at: -1 }, limit }, ENTRY),
    listSpan: (span, limit) => {
      const way = span.latestFirst === true ? -1 : 1;
      return listPlain(model, inSpan(span), { sort: { at: way, sequence: way }, limit });
    },
    listChain: (tenantId, after, limit) =>
      listPlain(model, { tenantId, sequence: trusted({ $gt: after }) }, { sort: { sequence: 1 }, limit }),
    async listEnds() {
      const known = await listPlain(ends, {});
      const byTenant = new Map(known.map((end) => [end.tenantId, end]));
      for (const tenantId of await model.distinct('tenantId')) {
        if (!byTenant.has(tenantId)) byTenant.set(tenantId, { tenantId, ...BEGINNING });
      }
      return [...byTenant.values()].sort((one, other) => (one.tenantId < other.tenantId ? -1 : 1));
    },
  };
}

function inSpan({ tenantId, changeId, from = new Date(0), to, latestFirst = false, after }: AuditSpan) {
  const span = present({ tenantId, changeId });
  if (after === undefined) return { ...span, at: trusted({ $gte: from, $lt: to }) };
  const { at, sequence } = after;
  if (latestFirst) {
    return {
      ...span,
      at: trusted({ $gte: from, $lte: at }),
      $or: [{ at: trusted({ $lt: at }) }, { at, sequence: trusted({ $lt: sequence }) }],
    };
  }
  return {
    ...span,
    at: trusted({ $gte: at, $lt: to }),
    $or: [{ at: trusted({ $gt: at }) }, { at, sequence: trusted({ $gt: sequence }) }],
  };
}

/** The chain is the store's own matter. */
const ENTRY = { sequence: 0, previousHash: 0, hash: 0 } as const;

/**
 * Takes the place after the last entry: the unique sequence makes the insert a compare-and-set, so two deeds of the same
 * moment never follow the same one.
 */
async function append(
  model: Model<ChainedEntry>,
  ends: Model<ChainEnd & { tenantId: string }>,
  entry: AuditEntry,
): Promise<void> {
  // Before it is hashed: the chain is of what is written, and by that it is found.
  const told = maskedIn(entry);
  const { tenantId, entryId } = told;
  await untilWritten('audit trail', async () => {
    const last = await firstPlain(model, { tenantId }, { sequence: -1 }, { sequence: 1, hash: 1 });
    const link = linked(told, last ?? BEGINNING);
    if (await insertOnce(model, link)) {
      await noteEnd(ends, link);
      return true;
    }
    const isKept = (await findPlain(model, { tenantId, entryId })) !== null;
    return isKept ? true : undefined;
  });
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
      requiredText: ['tenantId', 'entryId', 'actorId', 'role', 'action', 'previousHash', 'hash'],
      requiredNumber: ['sequence'],
      requiredInstant: ['at'],
      text: ['changeId'],
      json: ['before', 'after', 'facts'],
    },
    [
      [{ tenantId: 1, entryId: 1 }, { unique: true }],
      [{ tenantId: 1, sequence: 1 }, { unique: true }],
      [{ tenantId: 1, changeId: 1, at: 1, sequence: 1 }],
      [{ tenantId: 1, at: 1, sequence: 1 }],
    ],
  );
}

/** Deeds on an order that its decline is looked for among, the latest. */
export const MOST_DEEDS = 50;

/** What the customer is told about a hand-over that was declined, by the deed of whoever did it; null where they said nothing. */
export function declineMessageIn(deeds: readonly Pick<AuditEntry, 'action' | 'facts'>[]): string | null {
  const message = deeds.findLast(({ action }) => action === 'DECLINE_HANDOVER')?.facts.message;
  return typeof message === 'string' ? message : null;
}
