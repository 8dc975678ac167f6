import type { AgreedChange, Change } from '../../billing/facts/types';
import { findPlain, WITHIN } from '../mongo/documents';
import { untilWritten } from '../mongo/until-written';
import {
  agreedIn,
  asSeen,
  holds,
  keyOf,
  type SubscriptionDoc,
  type SubscriptionKey,
  type SubscriptionModel,
  whoHas,
} from './subscription-document';

interface AgreementRequest extends SubscriptionKey {
  changeId: string;
  /** Visit of placing. */
  visit: number;
  change: Change;
  /** The older agreed change that the customer was told would end. */
  replaces?: Pick<AgreedChange, 'changeId' | 'visit'> | undefined;
}

type AgreementResult =
  | { status: 'agreed' }
  /** Another agreed change stands here than the customer was told of, or an order is being placed. */
  | { status: 'moved' }
  | { status: 'superseded'; by: string };

/** Changes that are placed for a later day. */
export interface Agreements {
  /**
   * Moves the claim of an order beside the place of the open one, which is free again, and ends that of the agreed order that it
   * replaces. One compare-and-set; doing it again in the same visit changes nothing.
   */
  agree(request: AgreementRequest): Promise<AgreementResult>;
}

export function agreementsOn(model: SubscriptionModel): Agreements {
  return {
    agree(request) {
      const { changeId, visit, change } = request;
      return untilWritten<AgreementResult>('agreed change', async () => {
        const doc = await findPlain(model, keyOf(request));
        if (!doc) return { status: 'moved' };
        if (!holds(doc, changeId)) return { status: 'superseded', by: whoHas(doc) };
        const { openChange, agreedChange = null } = doc;
        const isAgreed = agreedChange?.changeId === changeId;
        if (isAgreed && agreedChange.placedAtVisit >= visit) return { status: 'agreed' };
        if (doc.reservation !== null || !isWhatWasTold(doc, request)) return { status: 'moved' };
        const claim = { ...(isAgreed ? agreedChange : openChange), placedAtVisit: visit, change };
        const open = isAgreed ? openChange : null;
        const written = await model.updateOne(
          {
            ...keyOf(request),
            ...asSeen('openChange', openChange),
            ...asSeen('agreedChange', agreedChange),
            reservation: null,
          },
          { $set: { agreedChange: claim, openChange: open } },
          WITHIN,
        );
        return written.modifiedCount === 1 ? { status: 'agreed' } : undefined;
      });
    },
  };
}

function isWhatWasTold(doc: SubscriptionDoc, { changeId, replaces }: AgreementRequest): boolean {
  const standing = agreedIn(doc);
  if (standing === null || standing.changeId === changeId) return true;
  return standing.changeId === replaces?.changeId && standing.visit === replaces.visit;
}
