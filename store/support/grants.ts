import type { DeskAct, OrderEventType } from '../../machines/events';
import { type Connection, collectionOf, trusted } from '../mongo/collection';
import { findPlain, insertOnce, listPlain, WITHIN } from '../mongo/documents';

/** Permission for one support event on one order: who asked, why, who else approved, and whether it was used. */
interface Grant {
  grantId: string;
  tenantId: string;
  changeId: string;
  eventType: OrderEventType | DeskAct;
  reasonCode: string;
  reason: string;
  /** The evidence that the event rests on; null for events without any. */
  evidence: string | null;
  /** The part of the order that it is about; null where that does not matter. */
  subject: string | null;
  requestedBy: string;
  approvedBy: string | null;
  /** A request for a second person; absent where nobody else is asked. */
  requestedAt?: Date;
  /** Nobody approves it any more after this. */
  expiresAt?: Date;
}

export interface StoredGrant extends Grant {
  usedAt: Date | null;
  /** Which event used it: the same one may ask again. */
  usedFor: string | null;
  /** Why a request is over without having been approved. */
  closedAs: 'rejected' | 'expired' | null;
}

export interface Grants {
  find(tenantId: string, grantId: string): Promise<StoredGrant | null>;
  /** Does nothing when a grant of this id exists: a repeated request asks for the same one. */
  request(grant: Grant): Promise<void>;
  /** A second person agrees, once; nobody approves their own request. @returns whether the grant is approved now */
  approve(tenantId: string, grantId: string, approvedBy: string, at: Date): Promise<boolean>;
  /** Somebody turns a request down; the one who asked may take it back so. @returns false when it is not open any more */
  reject(tenantId: string, grantId: string, at: Date): Promise<boolean>;
  /** Requests that wait for a second person, the latest first. */
  listOpen(tenantId: string, at: Date, limit: number): Promise<StoredGrant[]>;
  /** Requests of all tenants whose time is over; nobody can approve them any more. */
  listOverdue(at: Date, limit: number): Promise<StoredGrant[]>;
  /** Closes a request whose time is over. */
  expire(grant: Pick<Grant, 'tenantId' | 'grantId'>): Promise<void>;
  /** Uses a grant up, once. @returns whether it was unused, or used by exactly this already */
  use(grant: Pick<Grant, 'tenantId' | 'grantId'>, usedFor: string, at: Date): Promise<boolean>;
}

/** Asked for, and neither approved nor over. */
const OPEN = { approvedBy: null, closedAs: null } as const;

export function grantsIn(connection: Connection): Grants {
  const model = collectionOf<StoredGrant>(
    connection,
    'grants',
    {
      requiredText: ['grantId', 'tenantId', 'changeId', 'eventType', 'reasonCode', 'reason', 'requestedBy'],
      text: ['evidence', 'subject', 'approvedBy', 'usedFor', 'closedAs'],
      instant: ['usedAt', 'requestedAt', 'expiresAt'],
    },
    [
      [{ tenantId: 1, grantId: 1 }, { unique: true }],
      [{ tenantId: 1, changeId: 1 }],
      [{ tenantId: 1, approvedBy: 1, closedAs: 1, expiresAt: -1 }],
      [{ approvedBy: 1, closedAs: 1, expiresAt: 1 }],
    ],
  );
  return {
    find: (tenantId, grantId) => findPlain(model, { tenantId, grantId }),
    async request(grant) {
      await insertOnce(model, { ...grant, usedAt: null, usedFor: null, closedAs: null });
    },
    async approve(tenantId, grantId, approvedBy, at) {
      const inTime = { $or: [{ expiresAt: null }, { expiresAt: trusted({ $gt: at }) }] };
      await model.updateOne(
        { tenantId, grantId, ...OPEN, ...inTime, requestedBy: trusted({ $ne: approvedBy }) },
        { $set: { approvedBy } },
        WITHIN,
      );
      const grant = await findPlain(model, { tenantId, grantId });
      return grant?.approvedBy === approvedBy;
    },
    async reject(tenantId, grantId, at) {
      const inTime = { expiresAt: trusted({ $gt: at }) };
      const set = { $set: { closedAs: 'rejected' as const } };
      return (await model.updateOne({ tenantId, grantId, ...OPEN, ...inTime }, set, WITHIN)).modifiedCount === 1;
    },
    listOpen: (tenantId, at, limit) =>
      listPlain(model, { tenantId, ...OPEN, expiresAt: trusted({ $gt: at }) }, { sort: { expiresAt: -1 }, limit }),
    listOverdue: (at, limit) =>
      listPlain(model, { ...OPEN, expiresAt: trusted({ $gt: new Date(0), $lte: at }) }, { limit }),
    async expire({ tenantId, grantId }) {
      await model.updateOne({ tenantId, grantId, ...OPEN }, { $set: { closedAs: 'expired' } }, WITHIN);
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
