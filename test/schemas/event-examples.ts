import type { Change } from '../../billing/facts/types';
import type { SentEventType } from '../../machines/events';
import type { EventBody } from '../../schemas/orders/events';

export const WHY = { reasonCode: 'checked', reason: 'Looked at it.' };
const EVIDENCE = { ...WHY, evidence: 'Seen in the console.', grantId: 'grt_1' };
/** Every field of a change: what it has got besides does not compile here. */
const CHANGE: Required<Change> = {
  subscriptionId: 'sub_1',
  tierId: 'professional',
  seats: 8,
  frequency: 'year',
  expectedSeats: 5,
  liftEnd: true,
  endTrial: true,
};
const UNTIL = { until: '2026-11-24T10:00:00Z', ...WHY };

/** Every field of every event: one that the catalogue lost, or has got, does not compile here. */
export const EVENT_EXAMPLES: { [Type in SentEventType]: Required<Omit<Extract<EventBody, { type: Type }>, 'type'>> } = {
  EDIT: { changes: [CHANGE], effective: 'period_end' },
  ADD_CHANGE: { change: CHANGE },
  CHECKOUT: {},
  ADD_TO_CART: {},
  PROVIDE_PAYMENT: { paymentToken: 'tok_1' },
  PROVIDE_VAT: { vatNumber: 'FR 40 303 265 045' },
  REMOVE_VAT: {},
  PLACE_ORDER: { quoteHash: 'f'.repeat(64), consent: 'By phone.' },
  RENEW_PAYMENT_LINK: {},
  CANCEL: {},
  ACCEPT_HANDOVER: { effective: 'period_end', purchaseOrder: 'PO-7', ...WHY },
  DECLINE_HANDOVER: { message: 'Not before the renewal.', ...WHY },
  RETRY: WHY,
  RETRY_NEW_KEY: { confirmed: true, ...WHY },
  SKIP: WHY,
  OVERRIDE: EVIDENCE,
  ABORT: WHY,
  RESOLVE_PAID: EVIDENCE,
  RESOLVE_NOT_PAID: EVIDENCE,
  ACCEPT_VAT_EVIDENCE: EVIDENCE,
  HOLD: WHY,
  RELEASE: WHY,
  EXTEND_QUOTE: UNTIL,
  EXTEND_LINK: UNTIL,
  KEEP_OPEN: UNTIL,
  AMEND: { changes: [CHANGE], effective: 'period_end', ...WHY },
  RESEND: WHY,
};
