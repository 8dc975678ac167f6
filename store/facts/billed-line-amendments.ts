import type { BilledLine } from '../../billing/facts/types';
import { findPlain, WITHIN } from '../mongo/documents';
import { untilWritten } from '../mongo/until-written';
import type { SubscriptionKey, SubscriptionModel } from './subscription-document';

type AmendmentResult =
  /** `laterChangeIds`: orders committed here after the one named, oldest first. */
  | { status: 'amended'; laterChangeIds: string[] }
  /** An order is being placed on what the lines say now: try again when it is through. */
  | { status: 'reserved' }
  | { status: 'not_found' };

export interface BilledLineAmendments {
  /**
   * Rewrites lines that were billed, and counts a version, so that no quote made before is placed any more. Nothing is
   * written where nothing changes.
   */
  amendBilledLines(
    key: SubscriptionKey & { changeId: string },
    amend: (line: BilledLine) => BilledLine,
  ): Promise<AmendmentResult>;
}

export function billedLineAmendmentsOn(model: SubscriptionModel): BilledLineAmendments {
  return {
    amendBilledLines: ({ tenantId, subscriptionId, changeId }, amend) =>
      untilWritten<AmendmentResult>('subscription', async () => {
        const doc = await findPlain(model, { tenantId, subscriptionId });
        if (!doc) return { status: 'not_found' };
        const { billedLines, version, reservation, appliedChangeIds } = doc;
        const laterChangeIds = appliedChangeIds.slice(appliedChangeIds.lastIndexOf(changeId) + 1);
        const amended = billedLines.map(amend);
        if (amended.every((line, index) => line === billedLines[index])) return { status: 'amended', laterChangeIds };
        if (reservation) return { status: 'reserved' };
        const written = await model.updateOne(
          { tenantId, subscriptionId, version, reservation: null },
          { $set: { billedLines: amended, version: version + 1 } },
          WITHIN,
        );
        return written.modifiedCount === 1 ? { status: 'amended', laterChangeIds } : undefined;
      }),
  };
}
