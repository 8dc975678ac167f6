import { trusted } from '../mongo/collection';
import { findPlain, listPlain, WITHIN } from '../mongo/documents';
import { untilWritten } from '../mongo/until-written';
import {
  type AgreedClaim,
  asSeen,
  CLAIMS,
  type Claim,
  fencedForGood,
  fenceOf,
  holds,
  keyOf,
  type SubscriptionDoc,
  type SubscriptionKey,
  type SubscriptionModel,
} from './subscription-document';

interface ClaimRequest extends SubscriptionKey {
  changeId: string;
  /** Visit of assessing. */
  visit: number;
  now: Date;
  /** When the order, or its edit, was asked for; a claim that was asked for later stays. */
  askedAt?: Date | null;
  /** Claims younger than this are of the same moment: nobody takes them over. In milliseconds. */
  sameMoment: number;
}

type ClaimResult =
  | { status: 'claimed'; supersedes: string[] }
  | { status: 'in_progress'; openChangeId: string }
  /** This order is over here, or this visit was: the attempt is a stale one. */
  | { status: 'closed' }
  | { status: 'not_found' };

interface VisitOfOrder {
  tenantId: string;
  changeId: string;
  visit: number;
}

/** One open change at a time: the claims of orders on subscriptions. */
export interface Claims {
  /**
   * Takes the claim when it is free, ours, or held by another order that is not being placed, did not claim it just
   * now and was not asked for later. One compare-and-set, so of two orders at the same moment one gets it. An order that is
   * agreed here has its claim, whoever has the open one.
   */
  claim(request: ClaimRequest): Promise<ClaimResult>;
  /** Gives up a claim that was first made in this visit; an older one of the same order stays. */
  undoClaim(key: SubscriptionKey, order: Omit<VisitOfOrder, 'tenantId'>): Promise<void>;
  /** After an edit: gives up the order's older claims on subscriptions that it does not change any more. */
  dropOtherClaims(order: VisitOfOrder, kept: readonly string[]): Promise<void>;
  /** Whether an order has each of these still, or has changed one of them already, after which it only goes forward. */
  areKept(order: Omit<VisitOfOrder, 'visit'>, subscriptionIds: readonly string[]): Promise<boolean>;
  /** The order ends: it gives up every claim, and no stale attempt can claim for it again. */
  endClaims(order: Omit<VisitOfOrder, 'visit'>, subscriptionIds: readonly string[]): Promise<void>;
}

type Held = Pick<SubscriptionDoc, (typeof CLAIMS)[number] | 'appliedChangeIds'>;

export function claimsOn(model: SubscriptionModel): Claims {
  return {
    async claim(request) {
      // Nearly always it is free, so that is tried before anything is read.
      if (await compareAndSet(model, request, null, newClaim(request))) return { status: 'claimed', supersedes: [] };
      return untilWritten<ClaimResult>('claim', async () => {
        const doc = await findPlain(model, keyOf(request));
        const verdict = verdictOn(doc, request);
        if ('status' in verdict) return verdict;
        if ('agreed' in verdict) {
          return (await noteVisit(model, request, verdict.agreed)) ? { status: 'claimed', supersedes: [] } : undefined;
        }
        const isSet = await compareAndSet(model, request, doc?.openChange ?? null, verdict.claim);
        return isSet ? { status: 'claimed', supersedes: verdict.claim.supersedes } : undefined;
      });
    },
    async undoClaim(key, { changeId, visit }) {
      await model.updateOne(
        { ...keyOf(key), 'openChange.changeId': changeId, 'openChange.claimedAtVisit': visit, reservation: null },
        { $set: { openChange: null } },
        WITHIN,
      );
    },
    async dropOtherClaims({ tenantId, changeId, visit }, kept) {
      for (const claim of CLAIMS) {
        await model.updateMany(
          {
            tenantId,
            [`${claim}.changeId`]: changeId,
            [`${claim}.visit`]: trusted({ $lt: visit }),
            subscriptionId: trusted({ $nin: [...kept] }),
            // One that another order is being placed with is none of its own.
            'reservation.changeId': trusted({ $ne: changeId }),
          },
          { $set: { [claim]: null }, $push: fenceOf(changeId, visit) },
          WITHIN,
        );
      }
    },
    async areKept({ tenantId, changeId }, subscriptionIds) {
      const these = { tenantId, subscriptionId: trusted({ $in: [...subscriptionIds] }) };
      const fields = { openChange: 1, agreedChange: 1, appliedChangeIds: 1 } as const;
      const found = await listPlain<SubscriptionDoc, Held>(model, these, {}, fields);
      if (found.some(({ appliedChangeIds }) => appliedChangeIds.includes(changeId))) return true;
      const own = found.filter((one) => holds(one, changeId));
      return own.length === new Set(subscriptionIds).size;
    },
    async endClaims({ tenantId, changeId }, subscriptionIds) {
      await model.updateMany(
        {
          tenantId,
          subscriptionId: trusted({ $in: [...subscriptionIds] }),
          fences: trusted({ $not: fencedForGood(changeId) }),
        },
        { $push: fenceOf(changeId) },
        WITHIN,
      );
      for (const claim of CLAIMS) {
        await model.updateMany({ tenantId, [`${claim}.changeId`]: changeId }, { $set: { [claim]: null } }, WITHIN);
      }
    },
  };
}

function verdictOn(
  doc: SubscriptionDoc | null,
  request: ClaimRequest,
): ClaimResult | { claim: Claim } | { agreed: AgreedClaim } {
  if (!doc) return { status: 'not_found' };
  const { changeId, visit, now, askedAt = null, sameMoment } = request;
  if (isClosed(doc, request)) return { status: 'closed' };
  const { openChange, agreedChange, reservation } = doc;
  const claim = newClaim(request);
  if (agreedChange?.changeId === changeId) {
    // What a newer order is about to take out of it is not to be looked at as if it stayed.
    const isOthers = reservation !== null && reservation.changeId !== changeId;
    return isOthers ? { status: 'in_progress', openChangeId: reservation.changeId } : { agreed: agreedChange };
  }
  if (!openChange) return { claim };
  if (openChange.changeId === changeId) {
    if (openChange.visit >= visit) return { status: 'claimed', supersedes: openChange.supersedes };
    return { claim: { ...openChange, visit, askedAt, supersedes: [] } };
  }
  const isOfThisMoment = now.getTime() - openChange.since.getTime() < sameMoment;
  const isNewer = askedAt !== null && openChange.askedAt !== null && openChange.askedAt > askedAt;
  if (reservation || isOfThisMoment || isNewer) return { status: 'in_progress', openChangeId: openChange.changeId };
  return { claim: { ...claim, supersedes: [openChange.changeId] } };
}

function newClaim({ changeId, visit, now, askedAt = null }: ClaimRequest): Claim {
  return { changeId, claimedAtVisit: visit, visit, since: now, askedAt, supersedes: [] };
}

function isClosed(doc: SubscriptionDoc, { changeId, visit }: ClaimRequest): boolean {
  const isFenced = doc.fences.some((entry) => entry.changeId === changeId && entry.assessedUpTo >= visit);
  return isFenced || doc.appliedChangeIds.includes(changeId);
}

async function compareAndSet(
  model: SubscriptionModel,
  request: ClaimRequest,
  seen: Claim | null,
  claim: Claim,
): Promise<boolean> {
  const { changeId, visit } = request;
  const isTakeOver = seen !== null && seen.changeId !== changeId;
  const written = await model.updateOne(
    {
      ...keyOf(request),
      ...asSeen('openChange', seen),
      ...(isTakeOver ? { reservation: null } : {}),
      'agreedChange.changeId': trusted({ $ne: changeId }),
      fences: trusted({ $not: { $elemMatch: { changeId, assessedUpTo: { $gte: visit } } } }),
      appliedChangeIds: trusted({ $ne: changeId }),
    },
    { $set: { openChange: claim } },
    WITHIN,
  );
  return written.modifiedCount === 1;
}

/** An agreed order that is looked at again: no stale attempt of an earlier visit drops the claim. */
async function noteVisit(model: SubscriptionModel, request: ClaimRequest, agreed: AgreedClaim): Promise<boolean> {
  const { visit } = request;
  if (agreed.visit >= visit) return true;
  const own = { ...keyOf(request), ...asSeen('agreedChange', agreed) };
  const written = await model.updateOne(own, { $set: { 'agreedChange.visit': visit } }, WITHIN);
  return written.modifiedCount === 1;
}
