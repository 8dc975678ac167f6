import { type AgreedChange, type Change, TERMS_FIELDS } from '../../billing/facts/types';
import { findPlain, WITHIN } from '../mongo/documents';
import { untilWritten } from '../mongo/until-written';
import {
  type AgreedClaim,
  agreedIn,
  asSeen,
  fenceOf,
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
  /** The version that the quote was made for. */
  version: number;
  change: Change;
  /** The older agreed change that the customer was told would end. */
  replaces?: Pick<AgreedChange, 'changeId' | 'visit'> | undefined;
}

type AgreementResult =
  | { status: 'agreed' }
  /** Another agreed change stands here than the customer was told of, what was agreed has lost something, or an order is being placed. */
  | { status: 'moved' }
  | { status: 'superseded'; by: string };

/** Changes that are placed for a later day. */
export interface Agreements {
  /**
   * Moves the claim of an order beside the place of the open one, which is free again, and ends that of the agreed order that it
   * replaces. One compare-and-set; doing it again in the same visit changes nothing.
   */
  agree(request: AgreementRequest): Promise<AgreementResult>;
  /** The answer that agreeing would have now; nothing is written. */
  mayAgree(request: AgreementRequest): Promise<AgreementResult>;
}

export function agreementsOn(model: SubscriptionModel): Agreements {
  return {
    agree(request) {
      return untilWritten<AgreementResult>('agreed change', async () => {
        const doc = await findPlain(model, keyOf(request));
        const answer = answerTo(doc, request);
        if (doc === null || answer.status !== 'agreed' || standsAlready(doc, request)) return answer;
        return (await write(model, doc, request)) ? answer : undefined;
      });
    },
    mayAgree: async (request) => answerTo(await findPlain(model, keyOf(request)), request),
  };
}

function answerTo(doc: SubscriptionDoc | null, request: AgreementRequest): AgreementResult {
  const { changeId, version } = request;
  if (!doc) return { status: 'moved' };
  if (!holds(doc, changeId)) return { status: 'superseded', by: whoHas(doc) };
  if (standsAlready(doc, request)) return { status: 'agreed' };
  // What a newer order has taken out of it is not brought back by a quote of before.
  const isOutdated = doc.agreedChange?.changeId === changeId && doc.version !== version;
  if (doc.reservation !== null || isOutdated || !isWhatWasTold(doc, request)) return { status: 'moved' };
  return { status: 'agreed' };
}

function standsAlready({ agreedChange }: SubscriptionDoc, { changeId, visit, change }: AgreementRequest): boolean {
  if (agreedChange?.changeId !== changeId) return false;
  if (agreedChange.placedAtVisit !== visit) return agreedChange.placedAtVisit > visit;
  return TERMS_FIELDS.every((field) => agreedChange.change[field] === change[field]);
}

async function write(model: SubscriptionModel, doc: SubscriptionDoc, request: AgreementRequest): Promise<boolean> {
  const { changeId, visit, change } = request;
  const { openChange, agreedChange = null } = doc;
  const isAgreed = agreedChange?.changeId === changeId;
  const { changedBy: _, ...claim }: Partial<AgreedClaim> = { ...(isAgreed ? agreedChange : openChange) };
  const written = await model.updateOne(
    {
      ...keyOf(request),
      ...asSeen('openChange', openChange),
      ...asSeen('agreedChange', agreedChange),
      version: doc.version,
      reservation: null,
    },
    {
      $set: {
        agreedChange: { ...claim, placedAtVisit: visit, change },
        openChange: isAgreed ? openChange : null,
      },
      ...(agreedChange === null || isAgreed ? {} : { $push: fenceOf(agreedChange.changeId) }),
    },
    WITHIN,
  );
  return written.modifiedCount === 1;
}

function isWhatWasTold(doc: SubscriptionDoc, { changeId, replaces }: AgreementRequest): boolean {
  const standing = agreedIn(doc);
  if (standing === null || standing.changeId === changeId) return true;
  return standing.changeId === replaces?.changeId && standing.visit === replaces.visit;
}
