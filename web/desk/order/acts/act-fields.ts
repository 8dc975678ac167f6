import { present } from '../../../../billing/present';
import type { Schemas } from '../../../shared/api/api-types';
import type { ActBody } from './use-send-act';

type EventName = Schemas['OrderEventName'];
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

const FIELDS_OF: Partial<Readonly<Record<EventName, readonly ActField[]>>> = {
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
  EXTEND_QUOTE: ['until'],
  EXTEND_LINK: ['until'],
  KEEP_OPEN: ['until'],
};

export const actFieldsOf = (type: EventName): readonly ActField[] => FIELDS_OF[type] ?? [];

/** Of the customer alone: payment details are given on the payment provider's own page, other subscriptions are theirs to choose. */
export const OF_THE_CUSTOMER: ReadonlySet<EventName> = new Set(['PROVIDE_PAYMENT', 'ADD_CHANGE']);

/** What somebody has typed for an act; plain data, kept in the tab. */
export interface Draft {
  reasonCode: string | null;
  reason: string;
  evidence: string;
  message: string;
  consent: string;
  purchaseOrder: string;
  vatNumber: string;
  confirmed: boolean;
  effective: 'now' | 'period_end';
  /** The instant, and the choice that it was made of. */
  until: { choice: string; instant: string } | null;
  /** All of the wish, as the order has it until somebody writes another one. */
  changes: Order['changes'];
}

export const newDraft = ({ changes, effective }: Order): Draft => ({
  reasonCode: null,
  reason: '',
  evidence: '',
  message: '',
  consent: '',
  purchaseOrder: '',
  vatNumber: '',
  confirmed: false,
  effective,
  until: null,
  changes,
});

const filled = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());

/** The payload of an act as far as it is written, without its reason: enough for a preview. */
export function payloadOf(type: EventName, draft: Draft, { quote, effective }: Order): ActBody {
  const values: Readonly<Record<ActField, Record<string, unknown>>> = {
    evidence: { evidence: filled(draft.evidence) },
    message: { message: filled(draft.message) },
    until: { until: draft.until?.instant },
    effective: { effective: draft.effective },
    purchaseOrder: { purchaseOrder: filled(draft.purchaseOrder) ?? null },
    confirmed: { confirmed: draft.confirmed ? true : undefined },
    consent: { consent: filled(draft.consent), quoteHash: quote?.hash },
    vatNumber: { vatNumber: filled(draft.vatNumber) },
    wish: { changes: draft.changes, effective },
  };
  const payload = Object.assign({}, ...actFieldsOf(type).map((field) => values[field])) as Record<string, unknown>;
  return { type, ...present(payload) };
}

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
