import { type Connection, trusted } from 'mongoose';
import type { OrderEventType } from '../machines/events';
import { collectionOf, insertOnce, text, WITHIN } from './collection';
import { findPlain } from './versioned';

/** Permission for one support event on one order: who asked, why, who else approved, and whether it was used. */
export interface Grant {
  grantId: string;
  tenantId: string;
  changeId: string;
  eventType: OrderEventType;
  reasonCode: string;
  reason: string;
  requestedBy: string;
  approvedBy: string | null;
}

export interface StoredGrant extends Grant {
  usedAt: Date | null;
  /** Which event used it: the same one may ask again. */
  usedFor: string | null;
}

export interface Grants {
  find(tenantId: string, grantId: string): Promise<StoredGrant | null>;
  /** Does nothing when a grant of this id exists: a repeated request asks for the same one. */
  request(grant: Grant): Promise<void>;
  /** A second person agrees, once; nobody approves their own request. @returns whether the grant is approved now */
  approve(tenantId: string, grantId: string, approvedBy: string): Promise<boolean>;
  /** Uses a grant up, once. @returns whether it was unused, or used by exactly this already */
  use(grant: Pick<Grant, 'tenantId' | 'grantId'>, usedFor: string, at: Date): Promise<boolean>;
}

export function grantsIn(connection: Connection): Grants {
  const model = collectionOf<StoredGrant>(
    connection,
    'grants',
    {
      ...{ grantId: text, tenantId: text, changeId: text, eventType: text },
      ...{ reasonCode: text, reason: text, requestedBy: text, approvedBy: String },
      usedAt: Date,
      usedFor: String,
    },
    [[{ tenantId: 1, grantId: 1 }, { unique: true }], [{ tenantId: 1, changeId: 1 }]],
  );
  return {
    find: (tenantId, grantId) => findPlain(model, { tenantId, grantId }),
    async request(grant) {
      await insertOnce(model, { ...grant, usedAt: null, usedFor: null });
    },
    async approve(tenantId, grantId, approvedBy) {
      await model.updateOne(
        { tenantId, grantId, approvedBy: null, requestedBy: trusted({ $ne: approvedBy }) },
        { $set: { approvedBy } },
        WITHIN,
      );
      const grant = await findPlain(model, { tenantId, grantId });
      return grant?.approvedBy === approvedBy;
    },
    async use({ tenantId, grantId }, usedFor, at) {
      const used = await model.updateOne(
        { tenantId, grantId, usedAt: null },
        { $set: { usedAt: at, usedFor } },
        WITHIN,
      );
      if (used.modifiedCount === 1) return true;
      const grant = await findPlain(model, { tenantId, grantId });
      return grant?.usedFor === usedFor;
    },
  };
}
