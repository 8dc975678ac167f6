import type { Subscription } from '../../billing/facts/types';
import { type Connection, trusted } from '../mongo/collection';
import { findPlain, listPlain } from '../mongo/documents';
import { type PutResult, putVersioned } from '../mongo/versioned';
import { type BilledLineAmendments, billedLineAmendmentsOn } from './billed-line-amendments';
import { type Agreements, agreementsOn } from './subscription-agreements';
import { type Claims, claimsOn } from './subscription-claims';
import {
  type AgreedNow,
  agreedIn,
  type Claim,
  fromDoc,
  keyOf,
  OPTIONAL_FACTS,
  type Reservation,
  type SubscriptionDoc,
  type SubscriptionKey,
  subscriptionModel,
} from './subscription-document';
import { type Reservations, reservationsOn } from './subscription-reservations';

type AccountKey = Pick<Subscription, 'tenantId' | 'accountId'>;

/** A subscription and who holds it. */
export interface HeldSubscription {
  subscription: Subscription;
  openChange: Claim | null;
  agreed: AgreedNow | null;
  reservation: Reservation | null;
  /** The latest orders that were made here. */
  appliedChangeIds: string[];
}

/** Subscriptions: the facts the system of record brings in, and beside them the claims and reservations of orders. */
export interface Subscriptions extends Claims, Agreements, Reservations, BilledLineAmendments {
  find(key: SubscriptionKey): Promise<Subscription | null>;
  findHeld(key: SubscriptionKey): Promise<HeldSubscription | null>;
  /** Those of them that there are. */
  list(tenantId: string, subscriptionIds: readonly string[]): Promise<Subscription[]>;
  listOfAccount(tenantId: string, accountId: string): Promise<Subscription[]>;
  /** Those of an account by id, from after one, with who holds each. */
  listHeld(account: AccountKey, afterSubscriptionId: string, limit: number): Promise<HeldSubscription[]>;
  /**
   * Takes newer facts in. Claims, reservations and the number of assigned seats stay ours; the number that comes with
   * the very first put is where counting starts. Answers `reserved` while an order is being placed: its quote was made
   * for what is stored now.
   */
  put(subscription: Subscription): Promise<PutResult>;
}

export function subscriptionsIn(connection: Connection): Subscriptions {
  const model = subscriptionModel(connection);
  return {
    ...claimsOn(model),
    ...agreementsOn(model),
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
    async list(tenantId, subscriptionIds) {
      const these = { tenantId, subscriptionId: trusted({ $in: [...subscriptionIds] }) };
      return (await listPlain(model, these)).map(fromDoc);
    },
    async listOfAccount(tenantId, accountId) {
      const docs = await listPlain(model, { tenantId, accountId }, { sort: { subscriptionId: 1 } });
      return docs.map(fromDoc);
    },
    async listHeld({ tenantId, accountId }, afterSubscriptionId, limit) {
      const filter = { tenantId, accountId, subscriptionId: trusted({ $gt: afterSubscriptionId }) };
      return (await listPlain(model, filter, { sort: { subscriptionId: 1 }, limit })).map(heldFromDoc);
    },
    put({ assignedSeats, ...facts }) {
      return putVersioned(model, {
        key: keyOf(facts),
        facts,
        optional: OPTIONAL_FACTS,
        owned: {
          assignedSeats,
          openChange: null,
          agreedChange: null,
          reservation: null,
          fences: [],
          appliedChangeIds: [],
          seatOperations: [],
        },
        lock: 'reservation',
      });
    },
  };
}

function heldFromDoc(doc: SubscriptionDoc): HeldSubscription {
  const { openChange, reservation, appliedChangeIds } = doc;
  return { subscription: fromDoc(doc), openChange, agreed: agreedIn(doc), reservation, appliedChangeIds };
}
