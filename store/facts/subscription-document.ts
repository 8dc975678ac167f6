import type { AgreedChange, Change, Subscription } from '../../billing/facts/types';
import { present } from '../../billing/present';
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

/**
 * The claim of an order that is placed and waits for its day. It stands beside that of an open one, which leaves it alone until it is
 * made itself; from being agreed to its end an order keeps it, also while it is edited.
 */
export interface AgreedClaim extends Claim {
  /** The visit of placing that stands. */
  placedAtVisit: number;
  change: Change;
  /** The latest order that was made beside it, and took of it what both change. */
  changedBy?: string;
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
  agreedChange: AgreedClaim | null;
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

const CLAIM = {
  requiredText: ['changeId'],
  requiredNumber: ['claimedAtVisit', 'visit'],
  requiredInstant: ['since'],
  instant: ['askedAt'],
  texts: ['supersedes'],
};

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
        openChange: nullable(CLAIM),
        agreedChange: nullable({
          ...CLAIM,
          requiredNumber: [...CLAIM.requiredNumber, 'placedAtVisit'],
          text: ['changedBy'],
          json: ['change'],
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
      [
        { tenantId: 1, 'agreedChange.changeId': 1 },
        { partialFilterExpression: { 'agreedChange.changeId': { $exists: true } } },
      ],
    ],
  );
}

/** The facts of a subscription without what this system keeps beside them. */
export function fromDoc(doc: SubscriptionDoc): Subscription {
  const { openChange: _, agreedChange: __, reservation: ___, fences: ____, appliedChangeIds: _____, ...rest } = doc;
  const { seatOperations: ______, factsHash: _______, ...subscription } = rest;
  return subscription;
}

/** The two fields that an order may hold a subscription by. */
export const CLAIMS = ['openChange', 'agreedChange'] as const;

/** Whether an order holds the subscription, as the open or as the agreed one. */
export const holds = (doc: Pick<SubscriptionDoc, (typeof CLAIMS)[number]>, changeId: string): boolean =>
  CLAIMS.some((field) => doc[field]?.changeId === changeId);

/** The agreed change, and by whom it was changed last. */
export type AgreedNow = AgreedChange & Pick<AgreedClaim, 'changedBy'>;

export const agreedIn = ({ agreedChange }: Partial<Pick<SubscriptionDoc, 'agreedChange'>>): AgreedNow | null => {
  if (!agreedChange) return null;
  const { changeId, placedAtVisit: visit, change, changedBy } = agreedChange;
  return present({ changeId, visit, change, changedBy });
};

/** Who has the subscription instead of an order that lost it. */
export const whoHas = ({ reservation, openChange, agreedChange, appliedChangeIds }: SubscriptionDoc): string =>
  (reservation ?? openChange ?? agreedChange)?.changeId ?? appliedChangeIds.at(-1) ?? '';

/** The condition that a claim is the one that was read. */
export const asSeen = (field: (typeof CLAIMS)[number], claim: Claim | null) =>
  claim === null
    ? { [field]: null }
    : {
        [`${field}.changeId`]: claim.changeId,
        [`${field}.visit`]: claim.visit,
        [`${field}.since`]: claim.since,
      };

const FOR_GOOD = Number.MAX_SAFE_INTEGER;

/** An entry among the fences: visits of assessing up to this one, or all of them, are over here. */
export const fenceOf = (changeId: string, assessedUpTo = FOR_GOOD) => ({
  fences: { $each: [{ changeId, assessedUpTo, placedUpTo: 0 }], $slice: -REMEMBERED.fences },
});

/** The condition that an order is not fenced for good. */
export const fencedForGood = (changeId: string) => ({ $elemMatch: { changeId, assessedUpTo: { $gte: FOR_GOOD } } });
