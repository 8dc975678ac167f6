import type { Actor, OrderEvent } from '../../../machines/events';
import {
  FURTHEST_DAYS,
  isInReach,
  type OutOfBounds,
  outOfBounds,
} from '../../../machines/subscription-change/support/bounds';
import type { EventBody } from '../../../schemas/orders/events';
import { hasKnownForm, numberAsGiven, parseVatNumber } from '../../../tax/vat-number';
import type { OrderView } from '../../../workflows/contract';
import { Problem } from '../../http/problem';
import { wrongField, wrongVatNumber } from '../../http/validation';

/** How the API tells what the order would not take: the field, and the text about it. */
const FAULTS: Readonly<Record<OutOfBounds, [pointer: string, text: string]>> = {
  deadline_out_of_reach: ['/until', 'field.deadlineOutOfReach'],
  consent_missing: ['/consent', 'field.consentMissing'],
  purchase_order_missing: ['/purchaseOrder', 'field.purchaseOrderMissing'],
  lift_waits: ['/effective', 'field.liftWaits'],
};

/** What is wrong with a payload, see {@link checkPayload}; undefined for one that is right. */
export function payloadProblem(...checked: Parameters<typeof checkPayload>): Problem | undefined {
  try {
    checkPayload(...checked);
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/**
 * Checks a payload before anything is asked of the order: a VAT number that cannot be one, what is out of the order's own
 * bounds, another quote than the one the customer saw.
 *
 * @throws Problem 422 or 409
 */
export function checkPayload(body: EventBody, by: Actor, { details }: OrderView, now: Date): void {
  if (body.type === 'PROVIDE_VAT') checkVatNumber(body.vatNumber, details.home?.country);
  const { route, changes } = details;
  const fault = outOfBounds({ ...body, by } as OrderEvent, { route, changes, now: now.getTime() });
  if (fault !== undefined) throw wrongField('invalid_request', ...FAULTS[fault], { days: FURTHEST_DAYS });
  if (body.type !== 'PLACE_ORDER') return;
  const { quote, changeId } = details;
  if (body.quoteHash === undefined || quote === null || body.quoteHash === quote.hash) return;
  throw new Problem('quote_changed', { extra: { changeId, quoteHash: quote.hash } });
}

/** Of a country whose numbers have no form that is known here, any line of text is a number: the order keeps it as it is given. */
function checkVatNumber(typed: string, country: string | undefined): void {
  const number = parseVatNumber(typed, country);
  if (number.ok) return;
  const isKept = country !== undefined && !hasKnownForm(country) && numberAsGiven(typed, country) !== null;
  if (!isKept) throw wrongVatNumber(number.reason);
}

/** @throws Problem 422 that points at the deadline */
export function checkDeadline(until: string, now: Date, pointer = '/until'): void {
  if (isInReach(until, now.getTime())) return;
  throw wrongField('invalid_request', pointer, 'field.deadlineOutOfReach', { days: FURTHEST_DAYS });
}
