import type { AgreedChange, Subscription, TermsField } from '../../billing/facts/types';
import { present } from '../../billing/present';
import { withoutFields } from '../../billing/quotes/agreed-change';
import { trusted } from '../mongo/collection';
import { findPlain, WITHIN } from '../mongo/documents';
import { untilWritten } from '../mongo/until-written';
import {
  asSeen,
  CLAIMS,
  fenceOf,
  fromDoc,
  holds,
  keyOf,
  REMEMBERED,
  type SubscriptionDoc,
  type SubscriptionKey,
  type SubscriptionModel,
  whoHas,
} from './subscription-document';

interface PlacingVisit extends SubscriptionKey {
  changeId: string;
  /** Visit of placing: reserving, committing and letting go share it. */
  visit: number;
}

interface ReservationRequest extends PlacingVisit {
  /** The version that the quote was made for. */
  version: number;
  /** Of the quote that is placed. */
  quoteId: string;
  /** Seats after the change; a removal below the assigned seats cannot be reserved. */
  seatsAfter: number;
  /** The agreed change of another order that the quote tells of. */
  agreed?: Pick<AgreedChange, 'changeId' | 'visit'> | undefined;
  now: Date;
}

type ReservationResult =
  | { status: 'reserved' }
  /** Not the version of the quote any more, or the change would take assigned seats away. */
  | { status: 'moved' }
  | { status: 'superseded'; by: string }
  /** This visit holds it for another quote: the task that asked for that was lost. */
  | { status: 'other_quote' }
  /** This visit is over: the attempt is a stale one. */
  | { status: 'closed' };

type CommitResult = 'committed' | 'committed_before' | 'reservation_lost';

/** Placing an order: from the reservation to the commit, or to letting go. */
export interface Reservations {
  reserve(request: ReservationRequest): Promise<ReservationResult>;
  /** Whether this visit holds the reservation, or the order was committed here already. */
  holdsReservation(visit: PlacingVisit): Promise<boolean>;
  /**
   * The commit: one compare-and-set that needs the reservation of exactly this visit.
   *
   * @param after the subscription as the order leaves it; its version is counted here
   * @param takesOut of an agreed change of another order, which ends where nothing is left of it
   */
  commit(
    visit: PlacingVisit,
    after: (subscription: Subscription) => Subscription,
    takesOut?: readonly TermsField[],
  ): Promise<CommitResult>;
  /**
   * Ends a visit of placing: no attempt of it can reserve or commit from here on. Tells whether the commit had landed
   * before, which decides between undoing and going on.
   */
  endPlacing(visit: PlacingVisit): Promise<'ended' | 'committed_before'>;
}

export function reservationsOn(model: SubscriptionModel): Reservations {
  return {
    reserve: (request) => reserve(model, request),
    async holdsReservation(visit) {
      const doc = await findPlain(model, keyOf(visit));
      return doc !== null && (isCommitted(doc, visit) || isReserved(doc, visit));
    },
    commit: (visit, after, takesOut = []) => commit(model, visit, after, takesOut),
    async endPlacing(visit) {
      const { changeId, visit: upTo } = visit;
      await model.updateOne(
        { ...keyOf(visit), fences: notFenced(visit), appliedChangeIds: trusted({ $ne: changeId }) },
        {
          $push: { fences: { $each: [{ changeId, assessedUpTo: 0, placedUpTo: upTo }], $slice: -REMEMBERED.fences } },
        },
        WITHIN,
      );
      await model.updateOne(
        { ...keyOf(visit), 'reservation.changeId': changeId, 'reservation.visit': trusted({ $lte: upTo }) },
        { $set: { reservation: null } },
        WITHIN,
      );
      const doc = await findPlain(model, keyOf(visit));
      return doc && isCommitted(doc, visit) ? 'committed_before' : 'ended';
    },
  };
}

async function reserve(model: SubscriptionModel, request: ReservationRequest): Promise<ReservationResult> {
  const { changeId, visit, version, quoteId, seatsAfter, now } = request;
  const written = await model.updateOne(
    {
      ...keyOf(request),
      version,
      reservation: null,
      $and: [
        { $or: CLAIMS.map((claim) => ({ [`${claim}.changeId`]: changeId })) },
        { $or: [{ agreedChange: null }, { 'agreedChange.changeId': changeId }, ...toldOf(request)] },
        // The condition of takesAssignedSeats in billing/quotes/assessment.ts, within the write that it guards.
        { $or: [{ seats: trusted({ $lte: seatsAfter }) }, { assignedSeats: trusted({ $lte: seatsAfter }) }] },
      ],
      fences: notFenced(request),
      appliedChangeIds: trusted({ $ne: changeId }),
    },
    { $set: { reservation: { changeId, visit, quoteId, at: now, seatLimit: seatsAfter } } },
    WITHIN,
  );
  if (written.modifiedCount === 1) return { status: 'reserved' };
  const doc = await findPlain(model, keyOf(request));
  return whyNotReserved(doc, request);
}

function whyNotReserved(doc: SubscriptionDoc | null, request: ReservationRequest): ReservationResult {
  const { changeId, visit, quoteId } = request;
  if (!doc) return { status: 'moved' };
  if (isCommitted(doc, request)) return { status: 'reserved' };
  if (isReserved(doc, request)) {
    return { status: doc.reservation?.quoteId === quoteId ? 'reserved' : 'other_quote' };
  }
  if (doc.fences.some((entry) => entry.changeId === changeId && entry.placedUpTo >= visit)) return { status: 'closed' };
  return holds(doc, changeId) ? { status: 'moved' } : { status: 'superseded', by: whoHas(doc) };
}

/** Nothing is taken out of an agreed change that its customer was not told of. */
const toldOf = ({ agreed }: ReservationRequest) =>
  agreed === undefined
    ? []
    : [{ 'agreedChange.changeId': agreed.changeId, 'agreedChange.placedAtVisit': agreed.visit }];

function commit(
  model: SubscriptionModel,
  visit: PlacingVisit,
  after: (subscription: Subscription) => Subscription,
  takesOut: readonly TermsField[],
): Promise<CommitResult> {
  const { changeId } = visit;
  return untilWritten<CommitResult>('reserved subscription', async () => {
    const doc = await findPlain(model, keyOf(visit));
    if (doc && isCommitted(doc, visit)) return 'committed_before';
    if (!doc || !isReserved(doc, visit)) return 'reservation_lost';
    const subscription = after(fromDoc(doc));
    const { claims, ended } = claimsAfter(doc, changeId, takesOut);
    const { tierId, seats, frequency, status, endsOn, period, periodStartsAt } = subscription;
    const { anchorDay, anchorDate, billedLines } = subscription;
    const gone = Object.entries({ endsOn, periodStartsAt }).filter(([, fact]) => fact === undefined);
    const written = await model.updateOne(
      {
        ...keyOf(visit),
        'reservation.changeId': changeId,
        'reservation.visit': visit.visit,
        version: doc.version,
        ...asSeen('openChange', doc.openChange),
        ...asSeen('agreedChange', doc.agreedChange ?? null),
      },
      {
        $set: present({
          tierId,
          seats,
          frequency,
          status,
          endsOn,
          period,
          periodStartsAt,
          anchorDay,
          anchorDate,
          billedLines,
          version: doc.version + 1,
          reservation: null,
          ...claims,
        }),
        // A later period has no hour at which it began, an end may be lifted, and what is set to nothing would stay.
        ...(gone.length > 0 && { $unset: Object.fromEntries(gone.map(([name]) => [name, true])) }),
        $push: {
          appliedChangeIds: { $each: [changeId], $slice: -REMEMBERED.appliedChangeIds },
          ...(ended === undefined ? {} : fenceOf(ended)),
        },
      },
      WITHIN,
    );
    return written.modifiedCount === 1 ? 'committed' : undefined;
  });
}

/**
 * Its own claim is over; an open one beside it is not, and of an agreed one the rest stays. One of which nothing is left has ended,
 * and claims nothing here any more.
 */
function claimsAfter(
  { openChange, agreedChange = null }: SubscriptionDoc,
  changeId: string,
  takesOut: readonly TermsField[],
): { claims: Pick<SubscriptionDoc, 'openChange' | 'agreedChange'>; ended?: string } {
  if (agreedChange === null || agreedChange.changeId === changeId) {
    return { claims: { openChange: openChange?.changeId === changeId ? null : openChange, agreedChange: null } };
  }
  const change = withoutFields(agreedChange.change, takesOut);
  if (change === null) return { claims: { openChange: null, agreedChange: null }, ended: agreedChange.changeId };
  return { claims: { openChange: null, agreedChange: { ...agreedChange, change, changedBy: changeId } } };
}

const isReserved = ({ reservation }: SubscriptionDoc, { changeId, visit }: PlacingVisit): boolean =>
  reservation?.changeId === changeId && reservation.visit === visit;

const isCommitted = ({ appliedChangeIds }: SubscriptionDoc, { changeId }: PlacingVisit): boolean =>
  appliedChangeIds.includes(changeId);

const notFenced = ({ changeId, visit }: PlacingVisit) =>
  trusted({ $not: { $elemMatch: { changeId, placedUpTo: { $gte: visit } } } });
