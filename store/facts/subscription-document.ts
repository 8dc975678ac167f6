import type { Subscription } from '../../billing/facts/types';
import {
  type Connection,
  collectionOf,
  type Model,
  nullable,
  part,
  requiredNumber,
  requiredText,
} from '../mongo/collection';
import type { Versioned } from '../mongo/versioned';

/** An order's claim: it is the one that changes this subscription, until a newer order takes the claim over. */
export interface Claim {
  changeId: string;
  /** The visit of assessing that claimed first. */
  claimedAtVisit: number;
  /** The latest visit of assessing that confirmed the claim. */
  visit: number;
  since: Date;
  /** When that was asked for; null where nobody said. */
  askedAt: Date | null;
  /** Orders this one took the claim from, so that a repeated visit names them again. */
  supersedes: string[];
}

/** An order being placed: from here to the commit nobody else changes the subscription. */
export interface Reservation {
  changeId: string;
  visit: number;
  quoteId: string;
  at: Date;
  /** Seats after the order, so that nobody is assigned a seat that is about to go. */
  seatLimit: number;
}

/** A fence against stale attempts of an order: visits up to these numbers change nothing any more. */
interface Fence {
  changeId: string;
  assessedUpTo: number;
  placedUpTo: number;
}

export interface SubscriptionDoc extends Subscription, Versioned {
  openChange: Claim | null;
  reservation: Reservation | null;
  /** The latest ones; an attempt is stale for seconds, so the oldest are not needed any more. */
  fences: Fence[];
  /** The latest orders that were committed here. */
  appliedChangeIds: string[];
  /** The latest seat operations that were counted in `assignedSeats`. */
  seatOperations: string[];
}

export type SubscriptionModel = Model<SubscriptionDoc>;

/** Names a subscription; the tenant is part of every key. */
export interface SubscriptionKey {
  tenantId: string;
  subscriptionId: string;
}

export const keyOf = ({ tenantId, subscriptionId }: SubscriptionKey): SubscriptionKey => ({ tenantId, subscriptionId });

/** Facts that may be absent: a write without one removes it. */
export const OPTIONAL_FACTS = ['anchorDate', 'periodStartsAt', 'endsOn', 'pausesOn', 'resumesOn'] as const;

export const REMEMBERED = { fences: 50, appliedChangeIds: 50, seatOperations: 200 } as const;

/** The same model for each that asks: seats are counted on the document that orders change. */
export const subscriptionModel = (connection: Connection): SubscriptionModel =>
  connection.models[COLLECTION] ?? defineSubscriptions(connection);

const COLLECTION = 'subscriptions';

function defineSubscriptions(connection: Connection): SubscriptionModel {
  return collectionOf<SubscriptionDoc>(
    connection,
    COLLECTION,
    {
      requiredText: [
        'tenantId',
        'subscriptionId',
        'accountId',
        'productId',
        'status',
        'currency',
        'tierId',
        'frequency',
        'factsHash',
      ],
      requiredNumber: ['seats', 'assignedSeats', 'anchorDay', 'version'],
      text: [...OPTIONAL_FACTS],
      jsons: ['billedLines'],
      texts: ['appliedChangeIds', 'seatOperations'],
      others: {
        period: part({ requiredText: ['start', 'end'] }),
        openChange: nullable({
          requiredText: ['changeId'],
          requiredNumber: ['claimedAtVisit', 'visit'],
          requiredInstant: ['since'],
          instant: ['askedAt'],
          texts: ['supersedes'],
        }),
        reservation: nullable({
          requiredText: ['changeId', 'quoteId'],
          requiredNumber: ['visit', 'seatLimit'],
          requiredInstant: ['at'],
        }),
        fences: [{ _id: false, changeId: requiredText, assessedUpTo: requiredNumber, placedUpTo: requiredNumber }],
      },
    },
    [
      [{ tenantId: 1, subscriptionId: 1 }, { unique: true }],
      [{ tenantId: 1, accountId: 1, subscriptionId: 1 }],
      [
        { tenantId: 1, 'openChange.changeId': 1 },
        { partialFilterExpression: { 'openChange.changeId': { $exists: true } } },
      ],
    ],
  );
}

/** The facts of a subscription without what this system keeps beside them. */
export function fromDoc(doc: SubscriptionDoc): Subscription {
  const { openChange: _, reservation: __, fences: ___, appliedChangeIds: ____, ...rest } = doc;
  const { seatOperations: _____, factsHash: ______, ...subscription } = rest;
  return subscription;
}
