import type { DeskAct, OrderEventType, SellerAct, SentSeatEventType } from '../../machines/events';
import { canonicalHash } from '../mongo/canonical';
import { type Connection, collectionOf, trusted } from '../mongo/collection';
import { findPlain, insertOnce, listPlain, WITHIN } from '../mongo/documents';

/** What the door is about to send, and for which a grant is good alone. */
export interface Sending {
  /** Id of the update that brings it. */
  sentAs: string;
  /** As it is sent, with its sender. */
  event: object;
}

/** Permission for one event of support: who asked, why, who else approved, and whether it was used. */
interface Grant {
  grantId: string;
  tenantId: string;
  /** The order; of a seat follow-up see `seatsAsOrder`, of the settings `SETTINGS_AS_ORDER`. */
  changeId: string;
  eventType: OrderEventType | SentSeatEventType | DeskAct | SellerAct;
  /** Null where support acts in a customer's place and gives none. */
  reasonCode: string | null;
  reason: string | null;
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
  /** The update that it is good for; null until it is sent. */
  sentAs: string | null;
  /** SHA-256 of the event as it is sent. */
  fingerprint: string | null;
  usedAt: Date | null;
  /** Which event used it: the same one may ask again. */
  usedFor: string | null;
  /** Why a request is over without having been approved. */
  closedAs: 'rejected' | 'expired' | null;
}

export interface Grants {
  find(tenantId: string, grantId: string): Promise<StoredGrant | null>;
  /** The grant with which an update was sent to an order. */
  findSent(tenantId: string, changeId: string, sentAs: string): Promise<StoredGrant | null>;
  /** The same, where it is unused or used for this: an order may be lost in the same state twice, and is agreed on each time. */
  findUsable(
    sent: Pick<Grant, 'tenantId' | 'changeId'> & { sentAs: string; usedFor: string },
  ): Promise<StoredGrant | null>;
  /** Does nothing when a grant of this id exists: a repeated request asks for the same one. */
  request(grant: Grant, sending?: Sending): Promise<void>;
  /**
   * A second person agrees, once; nobody approves their own request. It is good for what that person sends with it, until it is
   * used. @returns whether the grant is approved now
   */
  approve(tenantId: string, grantId: string, approvedBy: string, at: Date, sending?: Sending): Promise<boolean>;
  /** Somebody turns a request down; the one who asked may take it back so. @returns false when it is not open any more */
  reject(tenantId: string, grantId: string, at: Date): Promise<boolean>;
  /** Requests that wait for a second person, the latest first. */
  listOpen(tenantId: string, at: Date, limit: number): Promise<StoredGrant[]>;
  /** Requests of some types that somebody has approved in their time and that were not used yet, the latest first. */
  listUnused(
    approved: { tenantId: string; approvedBy: string; eventTypes: readonly StoredGrant['eventType'][] },
    at: Date,
    limit: number,
  ): Promise<StoredGrant[]>;
  /** Counts no further than a limit. */
  countOpen(tenantId: string, at: Date, limit: number): Promise<number>;
  /** Requests of all tenants whose time is over; nobody can approve them any more. */
  listOverdue(at: Date, limit: number): Promise<StoredGrant[]>;
  /** Closes a request whose time is over. */
  expire(grant: Pick<Grant, 'tenantId' | 'grantId'>): Promise<void>;
  /** Uses a grant up, once. @returns whether it was unused, or used by exactly this already */
  use(grant: Pick<Grant, 'tenantId' | 'grantId'>, usedFor: string, at: Date): Promise<boolean>;
}

/** Names an event by all that is in it, whatever the order of its fields. */
export const eventHashOf = (event: object): string => canonicalHash(event, 'hex');

/** The follow-up of seats is no order: its grants stand under this name, which no order can have. */
export const seatsAsOrder = (subscriptionId: string): string => `seats:${subscriptionId}`;

/** The settings are no order either; no order has this name. */
export const SETTINGS_AS_ORDER = 'settings';

/** A state that was kept, with which an order that has lost its workflow is started again: for this one alone a grant is good. */
export const startingAgainFrom = (carried: object): Sending => ({
  sentAs: `start:${eventHashOf(carried)}`,
  event: carried,
});

/** Asked for, and neither approved nor over. */
const OPEN = { approvedBy: null, closedAs: null } as const;

const boundTo = (sending: Sending | undefined) =>
  sending === undefined
    ? { sentAs: null, fingerprint: null }
    : { sentAs: sending.sentAs, fingerprint: eventHashOf(sending.event) };

export function grantsIn(connection: Connection): Grants {
  const model = collectionOf<StoredGrant>(
    connection,
    'grants',
    {
      requiredText: ['grantId', 'tenantId', 'changeId', 'eventType', 'requestedBy'],
      text: [
        'reasonCode',
        'reason',
        'evidence',
        'subject',
        'approvedBy',
        'sentAs',
        'fingerprint',
        'usedFor',
        'closedAs',
      ],
      instant: ['usedAt', 'requestedAt', 'expiresAt'],
    },
    [
      [{ tenantId: 1, grantId: 1 }, { unique: true }],
      [{ tenantId: 1, changeId: 1, sentAs: 1 }],
      [{ tenantId: 1, approvedBy: 1, closedAs: 1, expiresAt: -1 }],
      [{ approvedBy: 1, closedAs: 1, expiresAt: 1 }],
    ],
  );
  return {
    find: (tenantId, grantId) => findPlain(model, { tenantId, grantId }),
    findSent: (tenantId, changeId, sentAs) => findPlain(model, { tenantId, changeId, sentAs }),
    findUsable: ({ tenantId, changeId, sentAs, usedFor }) =>
      findPlain(model, { tenantId, changeId, sentAs, $or: [{ usedFor }, { usedAt: null }] }),
    async request(grant, sending) {
      await insertOnce(model, { ...grant, ...boundTo(sending), usedAt: null, usedFor: null, closedAs: null });
    },
    async approve(tenantId, grantId, approvedBy, at, sending) {
      const inTime = { $or: [{ expiresAt: null }, { expiresAt: trusted({ $gt: at }) }] };
      const others = { requestedBy: trusted({ $ne: approvedBy }) };
      await model.updateOne({ tenantId, grantId, ...OPEN, ...inTime, ...others }, { $set: { approvedBy } }, WITHIN);
      // The same person may send it anew as long as it was not used.
      await model.updateOne(
        { tenantId, grantId, approvedBy, ...others, usedAt: null },
        { $set: boundTo(sending) },
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
    listUnused({ tenantId, approvedBy, eventTypes }, at, limit) {
      const inTime = { closedAs: null, expiresAt: trusted({ $gt: at }) };
      const unused = { eventType: trusted({ $in: [...eventTypes] }), usedAt: null };
      return listPlain(model, { tenantId, approvedBy, ...inTime, ...unused }, { sort: { expiresAt: -1 }, limit });
    },
    countOpen: (tenantId, at, limit) =>
      model.countDocuments({ tenantId, ...OPEN, expiresAt: trusted({ $gt: at }) }, { ...WITHIN, limit }).exec(),
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
