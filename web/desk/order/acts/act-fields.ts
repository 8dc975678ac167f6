import { present } from '../../../../billing/present';
import type { Schemas } from '../../../shared/api/api-types';
import type { TypedWish } from './typed-wish';
import { type UntilChoice, untilOf } from './until';
import type { ActBody } from './use-send-act';

type ActName = Schemas['OrderActName'];
type Order = Schemas['Order'];

/** What an act asks for beside its reason. */
export type ActField =
  | 'evidence'
  | 'message'
  | 'until'
  | 'effective'
  | 'purchaseOrder'
  | 'confirmed'
  | 'consent'
  | 'vatNumber'
  | 'wish';

const FIELDS_OF: Partial<Readonly<Record<ActName, readonly ActField[]>>> = {
  EDIT: ['wish'],
  AMEND: ['wish'],
  PROVIDE_VAT: ['vatNumber'],
  PLACE_ORDER: ['consent'],
  ACCEPT_HANDOVER: ['effective', 'purchaseOrder'],
  DECLINE_HANDOVER: ['message'],
  RETRY_NEW_KEY: ['confirmed'],
  OVERRIDE: ['evidence'],
  RESOLVE_PAID: ['evidence'],
  RESOLVE_NOT_PAID: ['evidence'],
  ACCEPT_VAT_EVIDENCE: ['evidence'],
  CREDIT_VAT: ['evidence'],
  END_LOST: ['evidence'],
  START_AGAIN: ['evidence'],
  EXTEND_QUOTE: ['until'],
  EXTEND_LINK: ['until'],
  KEEP_OPEN: ['until'],
};

export const actFieldsOf = (type: ActName): readonly ActField[] => FIELDS_OF[type] ?? [];

/** Of the customer alone: payment details are given on the payment provider's own page, other subscriptions are theirs to choose. */
export const OF_THE_CUSTOMER: ReadonlySet<ActName> = new Set(['PROVIDE_PAYMENT', 'ADD_CHANGE']);

/** What somebody has typed for an act; plain data, kept in the tab. What is null is as the order has it, or is still to be chosen. */
export interface Draft {
  reasonCode: string | null;
  reason: string;
  evidence: string;
  message: string;
  consent: string;
  purchaseOrder: string;
  vatNumber: string;
  confirmed: boolean;
  effective: 'now' | 'period_end' | null;
  until: UntilChoice | null;
  /** All of the wish. */
  wish: TypedWish | null;
}

export const NEW_DRAFT: Draft = {
  reasonCode: null,
  reason: '',
  evidence: '',
  message: '',
  consent: '',
  purchaseOrder: '',
  vatNumber: '',
  confirmed: false,
  effective: null,
  until: null,
  wish: null,
};

const filled = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());

/** When and upon what an act is done. */
interface Moment {
  order: Pick<Order, 'quote' | 'effective' | 'changes'>;
  /** See {@link thisMinute}. */
  now: number;
}

/** The payload of an act as far as it is written, without its reason. */
export function payloadOf(type: ActName, draft: Draft, { order, now }: Moment): ActBody {
  const { quote, effective, changes } = order;
  const values: Readonly<Record<ActField, Record<string, unknown>>> = {
    evidence: { evidence: filled(draft.evidence) },
    message: { message: filled(draft.message) },
    until: { until: draft.until === null ? undefined : untilOf(draft.until, now) },
    effective: { effective: draft.effective ?? effective },
    purchaseOrder: { purchaseOrder: filled(draft.purchaseOrder) ?? null },
    confirmed: { confirmed: draft.confirmed ? true : undefined },
    consent: { consent: filled(draft.consent), quoteHash: quote?.hash },
    vatNumber: { vatNumber: filled(draft.vatNumber) },
    wish: { changes: draft.wish?.wished ?? changes, effective },
  };
  const payload = Object.assign({}, ...actFieldsOf(type).map((field) => values[field])) as Record<string, unknown>;
  return { type, ...present(payload) };
}

/** What decides where an act leads. Words that go on record decide nothing, so no letter of them has it tried out anew. */
export const decisiveIn = ({ effective, until, wish, vatNumber }: Draft): Draft => ({
  ...NEW_DRAFT,
  ...{ effective, until, wish, vatNumber: vatNumber.trim() },
});

/** What is tried out; null where there is nothing to try yet. */
export const triedOf = (type: ActName, draft: Draft, moment: Moment): ActBody | null =>
  actFieldsOf(type).includes('vatNumber') && filled(draft.vatNumber) === undefined
    ? null
    : payloadOf(type, draft, moment);

/** A field that has to be filled before an act can be sent. */
export type MissingField = 'reason' | 'reason_text' | 'evidence' | 'until' | 'confirmed' | 'consent' | 'vatNumber';

/** Shorter texts say nothing; the API takes none. */
const SHORTEST_REASON = 3;

/** What is still to be filled in, in the order of the form. */
export function missingIn(act: Pick<Schemas['Act'], 'type' | 'needsReason'>, draft: Draft): MissingField[] {
  const isEmpty: Readonly<Record<Exclude<MissingField, 'reason' | 'reason_text'>, boolean>> = {
    evidence: filled(draft.evidence) === undefined,
    until: draft.until === null,
    confirmed: !draft.confirmed,
    consent: filled(draft.consent) === undefined,
    vatNumber: filled(draft.vatNumber) === undefined,
  };
  const asked = actFieldsOf(act.type) as readonly string[];
  const fields = (Object.keys(isEmpty) as (keyof typeof isEmpty)[]).filter((name) => asked.includes(name));
  return [...missingReason(act.needsReason, draft), ...fields.filter((name) => isEmpty[name])];
}

/** A reason from the list speaks for itself; another one is told. */
function missingReason(isNeeded: boolean, { reasonCode, reason }: Draft): MissingField[] {
  if (!isNeeded) return [];
  if (reasonCode === null) return ['reason'];
  const typed = reason.trim().length;
  const isTooShort = reasonCode === 'other' ? typed < SHORTEST_REASON : typed > 0 && typed < SHORTEST_REASON;
  return isTooShort ? ['reason_text'] : [];
}
