import { type Connection, trusted } from 'mongoose';
import { collectionOf, insertOnce, instant, json, text, WITHIN } from './collection';
import { findPlain } from './versioned';

/** Who did what to which order, and why. */
export interface AuditEntry {
  tenantId: string;
  /** Unique: the same deed is written down once. */
  entryId: string;
  at: Date;
  actorId: string;
  role: string;
  action: string;
  changeId: string | null;
  facts: Record<string, string | number | boolean | null>;
}

/** The entry that says that somebody of support started an order: its steps believe no other word for it. */
export const startedBySupport = (changeId: string): string => `start:${changeId}`;

/** Append only: nothing here changes or removes an entry. */
export interface Audit {
  append(entry: AuditEntry): Promise<void>;
  find(tenantId: string, entryId: string): Promise<AuditEntry | null>;
  /** Of one order, oldest first. */
  listOfChange(tenantId: string, changeId: string, limit: number): Promise<AuditEntry[]>;
  /** The latest first, from before an instant. */
  list(tenantId: string, before: Date, limit: number): Promise<AuditEntry[]>;
}

export function auditIn(connection: Connection): Audit {
  const model = collectionOf<AuditEntry>(
    connection,
    'audit',
    {
      ...{ tenantId: text, entryId: text, at: instant, actorId: text, role: text },
      ...{ action: text, changeId: String, facts: json },
    },
    [[{ tenantId: 1, entryId: 1 }, { unique: true }], [{ tenantId: 1, changeId: 1, at: 1 }], [{ tenantId: 1, at: -1 }]],
  );
  return {
    async append(entry) {
      await insertOnce(model, entry);
    },
    find: (tenantId, entryId) => findPlain(model, { tenantId, entryId }),
    listOfChange: (tenantId, changeId, limit) =>
      model.find({ tenantId, changeId }, { _id: 0 }, WITHIN).sort({ at: 1 }).limit(limit).lean<AuditEntry[]>().exec(),
    list: (tenantId, before, limit) =>
      model
        .find({ tenantId, at: trusted({ $lt: before }) }, { _id: 0 }, WITHIN)
        .sort({ at: -1 })
        .limit(limit)
        .lean<AuditEntry[]>()
        .exec(),
  };
}
