import { hasOnlyKeys, isEventId } from '../machines/event-fields';
import type { SeatInput } from '../machines/seat-follow-up/steps';
import type { BulkInput, LostOrderInput, PaymentReviewInput, VatCreditInput, VatFollowUpInput } from './contract';

/**
 * Whether a value is the input of a workflow, with nothing beside it. Plain predicates, because they run inside the workflow;
 * the input of an order stands with its statechart.
 */

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isText = (value: unknown, longest = 200): boolean =>
  typeof value === 'string' && value !== '' && value.length <= longest;

/** As many pauses as a seller may set. */
const MOST_DELAYS = 100;
const isDelays = (value: unknown): boolean =>
  Array.isArray(value) && value.length <= MOST_DELAYS && value.every((delay) => Number.isFinite(delay) && delay >= 0);

export function isSeatInput(value: unknown): value is SeatInput {
  if (!isFields(value) || !hasOnlyKeys(value, 'tenantId', 'subscriptionId', 'reminderDelays')) return false;
  return isEventId(value.tenantId) && isEventId(value.subscriptionId) && isDelays(value.reminderDelays);
}

export function isVatFollowUpInput(value: unknown): value is VatFollowUpInput {
  if (!isFields(value)) return false;
  if (!hasOnlyKeys(value, 'tenantId', 'accountId', 'changeId', 'quoteId', 'vatNumber', 'delays')) return false;
  const { tenantId, accountId, changeId, quoteId, vatNumber, delays } = value;
  return [tenantId, accountId, changeId].every(isEventId) && isText(quoteId) && isText(vatNumber) && isDelays(delays);
}

export function isVatCreditInput(value: unknown): value is VatCreditInput {
  if (!isFields(value) || !hasOnlyKeys(value, 'order', 'grantId', 'evidence')) return false;
  return isVatFollowUpInput(value.order) && isText(value.grantId) && isText(value.evidence, 2_000);
}

export function isLostOrderInput(value: unknown): value is LostOrderInput {
  if (!isFields(value) || !hasOnlyKeys(value, 'tenantId', 'changeId', 'grantId', 'evidence')) return false;
  const { tenantId, changeId, grantId, evidence } = value;
  return isEventId(tenantId) && isEventId(changeId) && isText(grantId) && isText(evidence, 2_000);
}

export function isPaymentReviewInput(value: unknown): value is PaymentReviewInput {
  if (!isFields(value) || !hasOnlyKeys(value, 'tenantId', 'reference')) return false;
  return isEventId(value.tenantId) && isText(value.reference);
}

/** Where in the list it goes on is for the run that it continues to say. */
export function isBulkInput(value: unknown): value is BulkInput {
  return (
    isFields(value) && hasOnlyKeys(value, 'tenantId', 'bulkId') && isEventId(value.tenantId) && isText(value.bulkId)
  );
}

export const isNothing = (value: unknown): value is undefined | null => value === undefined || value === null;
