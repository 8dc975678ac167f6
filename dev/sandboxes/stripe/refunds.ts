import { z } from 'zod';
import type { Effect } from '../payment/faults';
import {
  type ChargeObject,
  type DisputeObject,
  type IntentObject,
  newStripeId,
  type RefundObject,
  recordStripeMoney,
  referenceOf,
  type StripeBook,
  secondsOf,
  tellStripeWebhooks,
} from './book';
import { fine, listOf, missing, refuseAsStripe, type StripeAnswer } from './errors';

/** Money that goes back: refunds that we ask for, disputes that a bank decides. */

export const StripeRefundRequest = z.object({
  payment_intent: z.string(),
  amount: z.coerce.number().int().positive(),
  metadata: z.record(z.string(), z.string()).default({}),
});
type RefundRequest = z.infer<typeof StripeRefundRequest>;

export function makeRefund(book: StripeBook, request: RefundRequest, effect: Effect | undefined): StripeAnswer {
  const intent = book.intents.get(request.payment_intent);
  if (intent === undefined) return missing('payment_intent');
  const charge = book.charges.get(intent.latest_charge ?? '');
  if (charge === undefined || intent.status !== 'succeeded') return refuseAsStripe(400, { param: 'payment_intent' });
  if (charge.disputed) return refuseAsStripe(400, { code: 'charge_disputed' });
  const rest = charge.amount_captured - charge.amount_refunded;
  if (rest === 0) return refuseAsStripe(400, { code: 'charge_already_refunded' });
  // Stripe says what is wrong in words only.
  if (request.amount > rest) return refuseAsStripe(400, { param: 'amount' });
  const refund: RefundObject = {
    ...{ id: newStripeId('re'), object: 'refund', created: secondsOf(book), status: 'succeeded' },
    ...{ amount: request.amount, currency: intent.currency, metadata: request.metadata },
    ...{ payment_intent: intent.id, charge: charge.id },
  };
  book.refunds.set(refund.id, refund);
  tellStripeWebhooks(book, 'refund.created', refund);
  decideRefund(book, refund, statusOf(book, intent, effect), effect?.fault === 'decline' ? effect.code : 'unknown');
  return fine(refund);
}

export function listRefunds(
  book: StripeBook,
  intent: string,
  page: { limit?: string; starting_after?: string },
): StripeAnswer {
  const newestFirst = [...book.refunds.values()].filter(({ payment_intent }) => payment_intent === intent).reverse();
  return listOf(newestFirst, '/v1/refunds', page);
}

/** Settles a pending refund, or lets one come back. */
export function decideRefund(
  book: StripeBook,
  refund: RefundObject,
  status: 'succeeded' | 'pending' | 'failed',
  reason = 'lost_or_stolen_card',
): void {
  const wasFailed = refund.status === 'failed';
  const wasGiven = wasGivenBack(book, refund);
  refund.status = status;
  const intent = book.intents.get(refund.payment_intent);
  const charge = book.charges.get(refund.charge);
  if (!intent || !charge || wasFailed) return;
  const reference = referenceOf(refund);
  if (status === 'failed') {
    refund.failure_reason = reason;
    charge.amount_refunded = sumOf(book, charge);
    if (wasGiven) recordStripeMoney(book, 'refund', intent, { reference, amount: refund.amount });
    tellStripeWebhooks(book, 'refund.failed', refund);
    return;
  }
  charge.amount_refunded = sumOf(book, charge);
  if (status === 'succeeded') recordStripeMoney(book, 'refund', intent, { reference, amount: -refund.amount });
  tellStripeWebhooks(book, 'refund.updated', refund);
}

/** The bank takes the money back, or threatens to; `status` as in Stripe's disputes, `part` in minor units. */
export function dispute(
  book: StripeBook,
  intent: IntentObject,
  { reason, status, part }: { reason: string; status: string; part?: number },
): void {
  const charge = book.charges.get(intent.latest_charge ?? '');
  if (charge === undefined) throw new Error('nothing was taken that could be disputed');
  const earlier = [...book.disputes.values()].find(({ payment_intent }) => payment_intent === intent.id);
  const amount = part ?? charge.amount_captured - charge.amount_refunded;
  const made: DisputeObject = earlier ?? {
    ...{ id: newStripeId('du'), object: 'dispute', created: secondsOf(book), livemode: book.livemode, metadata: {} },
    ...{ amount, currency: intent.currency, payment_intent: intent.id, charge: charge.id, reason, status },
  };
  made.status = status;
  charge.disputed = true;
  book.disputes.set(made.id, made);
  const reference = referenceOf(intent);
  const isTaken = status === 'lost' || status === 'needs_response';
  if (isTaken && !earlier) recordStripeMoney(book, 'reversal', intent, { reference, amount: -made.amount });
  if (status === 'won') recordStripeMoney(book, 'reversal', intent, { reference, amount: made.amount });
  tellStripeWebhooks(book, earlier === undefined ? 'charge.dispute.created' : 'charge.dispute.closed', made);
}

function statusOf(
  book: StripeBook,
  intent: IntentObject,
  effect: Effect | undefined,
): 'succeeded' | 'pending' | 'failed' {
  if (effect?.fault === 'decline') return 'failed';
  if (effect?.fault === 'pending') return 'pending';
  const conduct = book.conduct.get(intent.payment_method ?? '')?.kind;
  if (conduct === 'refund_fails') return 'failed';
  return conduct === 'refund_pending' ? 'pending' : 'succeeded';
}

/** What was asked back and did not fail; Stripe counts pending refunds in. */
function sumOf(book: StripeBook, charge: ChargeObject): number {
  const alive = [...book.refunds.values()].filter(({ charge: id, status }) => id === charge.id && status !== 'failed');
  return alive.reduce((sum, { amount }) => sum + amount, 0);
}

const wasGivenBack = (book: StripeBook, refund: RefundObject): boolean =>
  book.ledger.some(({ kind, reference }) => kind === 'refund' && reference === referenceOf(refund));
