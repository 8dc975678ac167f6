import type Stripe from 'stripe';
import type { PaymentPointer, PaymentState } from '../port';
import { fromStripeError, reasonOf } from './errors';
import { stateOfIntent } from './intents';
import { fromStripeDispute, fromStripeIntent, fromStripeRefund } from './objects';

const MOST_REFUNDS = 1_000;

/**
 * Present state of a payment, by the intent's id. Without an id nothing can have been confirmed, because the id is
 * stored before: then the answer is `not_found`, and nobody is asked.
 */
export async function lookUpIntent(api: Stripe, payment: PaymentPointer): Promise<PaymentState> {
  const { reference, gatewayReference } = payment;
  if (gatewayReference === undefined) return { status: 'not_found', reference };
  try {
    return await readState(api, reference, gatewayReference);
  } catch (error) {
    if (fromStripeError(error).status === 'declined') return { status: 'not_found', reference };
    return { status: 'unknown', reference, reason: reasonOf(error) };
  }
}

async function readState(api: Stripe, reference: string, id: string): Promise<PaymentState> {
  const unknown = (reason: string): PaymentState => ({ status: 'unknown', reference, reason });
  const intent = fromStripeIntent(await api.paymentIntents.retrieve(id, { expand: ['latest_charge'] }));
  if (!intent) return unknown('unreadable_answer');
  if (intent.metadata.reference !== reference) return unknown('answer_of_another_payment');
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
  if (intent.status !== 'succeeded') return stateOfIntent(intent, [], []);
  const made = await api.refunds.list({ payment_intent: id, limit: 100 }).autoPagingToArray({ limit: MOST_REFUNDS });
  const raised = charge?.disputed ? (await api.disputes.list({ payment_intent: id, limit: 100 })).data : [];
  const refunds = made.flatMap((refund) => fromStripeRefund(refund) ?? []);
  const disputes = raised.flatMap((dispute) => fromStripeDispute(dispute) ?? []);
  // An unreadable entry must not be left out of a sum.
  if (!charge || refunds.length !== made.length || disputes.length !== raised.length)
    return unknown('unreadable_answer');
  return stateOfIntent(intent, refunds, disputes);
}
