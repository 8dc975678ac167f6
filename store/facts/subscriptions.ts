import type { Connection } from 'mongoose';
import type { Subscription } from '../../billing/facts/types';
import { WITHIN } from '../mongo/collection';
import { findPlain, type PutResult, putVersioned, refusedPut } from '../mongo/versioned';
import { type BilledLineAmendments, billedLineAmendmentsOn } from './billed-line-amendments';
import { type Claims, claimsOn } from './subscription-claims';
import {
  type Claim,
  fromDoc,
  type Reservation,
  type SubscriptionDoc,
  type SubscriptionKey,
  type SubscriptionModel,
  subscriptionModel,
} from './subscription-document';
import { type Reservations, reservationsOn } from './subscription-reservations';

/** A subscription and who holds it. */
export interface HeldSubscription {
  subscription: Subscription;
  openChange: Claim | null;
  reservation: Reservation | null;
}

/** Subscriptions: the facts the system of record brings in, and beside them the claims and reservations of orders. */
export interface Subscriptions extends Claims, Reservations, BilledLineAmendments {
  find(key: SubscriptionKey): Promise<Subscription | null>;
  findHeld(key: SubscriptionKey): Promise<HeldSubscription | null>;
  listOfAccount(tenantId: string, accountId: string): Promise<Subscription[]>;
  /**
   * Takes newer facts in. Claims, reservations and the number of assigned seats stay ours; the number that comes with
   * the very first put is where counting starts. Answers `reserved` while an order is being placed: its quote was made
   * for what is stored now.
   */
  put(subscription: Subscription): Promise<PutResult>;
}

/** The repository together with the model that the seats share, because they count on the same document. */
export function subscriptionsIn(connection: Connection): { subscriptions: Subscriptions; model: SubscriptionModel } {
  const model = subscriptionModel(connection);
  const subscriptions: Subscriptions = {
    ...claimsOn(model),
    ...reservationsOn(model),
    ...billedLineAmendmentsOn(model),
    async find(key) {
      const doc = await findPlain(model, keyOf(key));
      return doc && fromDoc(doc);
    },
    async findHeld(key) {
      const doc = await findPlain(model, keyOf(key));
      return doc && heldFromDoc(doc);
    },
    async listOfAccount(tenantId, accountId) {
      const docs = await model
        .find({ tenantId, accountId }, { _id: 0 }, WITHIN)
        .sort({ subscriptionId: 1 })
        .lean<SubscriptionDoc[]>();
      return docs.map(fromDoc);
    },
    put: (subscription) => putSubscription(model, subscription),
  };
  return { subscriptions, model };
}

async function putSubscription(model: SubscriptionModel, subscription: Subscription): Promise<PutResult> {
  const { assignedSeats, ...facts } = subscription;
  const key = keyOf(subscription);
  const stored = await putVersioned(model, {
    key,
    facts,
    optional: ['anchorDate'],
    owned: { assignedSeats, openChange: null, reservation: null, fences: [], appliedChangeIds: [], seatOperations: [] },
    guard: { reservation: null },
  });
  if (stored) return stored;
  const doc = await findPlain(model, key);
  if (!doc) return { status: 'version_conflict', version: facts.version };
  const isNewer = facts.version > doc.version;
  if (isNewer && doc.reservation) return { status: 'reserved', changeId: doc.reservation.changeId };
  // Newer and not reserved any more: the order let go of it in between.
  return isNewer ? putSubscription(model, subscription) : refusedPut(doc, facts);
}

function heldFromDoc(doc: SubscriptionDoc): HeldSubscription {
  return { subscription: fromDoc(doc), openChange: doc.openChange, reservation: doc.reservation };
}

const keyOf = ({ tenantId, subscriptionId }: SubscriptionKey): SubscriptionKey => ({ tenantId, subscriptionId });
