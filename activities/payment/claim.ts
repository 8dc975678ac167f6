import { randomUUID } from 'node:crypto';
import type { PaymentIntent, StoredPayment } from '../../store/money/payments';
import { untilAnswered } from '../shared/attempt';
import type { Tools } from '../shared/dependencies';
import { lasting } from '../shared/failures';

/** The part that an attempt has in the charge that it was asked for. */
export type ChargeClaim =
  /** It alone may send it. `gatewayReference`: the payment that the gateway made of it before, to be taken up again. */
  | { kind: 'ours'; gatewayReference: string | null }
  /** Another attempt may have sent it, and its answer was not heard: only the gateway knows. */
  | { kind: 'unheard' }
  /** The gateway has answered before, or the charge will never be sent. */
  | { kind: 'answered'; payment: StoredPayment };

/**
 * Claims a charge by writing its intent, before anything is sent. Of all attempts at one reference one sends it; another
 * one may only once it is certain that nothing was sent.
 *
 * @throws ApplicationFailure `PaymentReferenceReused` when the reference asked for something else before
 */
export async function claimCharge({ store, clock }: Tools, intent: PaymentIntent): Promise<ChargeClaim> {
  const { tenantId, reference } = intent;
  const { intend, takeForResending } = store.payments;
  const attempt = randomUUID();
  // Written but never heard of, an intent would look like a charge that was sent.
  if (await untilAnswered(() => intend(intent, clock(), attempt))) return { kind: 'ours', gatewayReference: null };
  const standing = await store.payments.find(tenantId, reference);
  requireSameIntent(standing, intent);
  if (standing.status === 'intended') return { kind: 'unheard' };
  if (standing.status !== 'not_sent') return { kind: 'answered', payment: standing };
  const isTaken = await untilAnswered(() => takeForResending(tenantId, reference, clock(), attempt));
  return isTaken ? { kind: 'ours', gatewayReference: standing.gatewayReference } : { kind: 'unheard' };
}

/** One reference asks for one thing for good: anything else under it would be a second charge in disguise. */
function requireSameIntent(standing: StoredPayment | null, intent: PaymentIntent): asserts standing is StoredPayment {
  if (!standing) throw new Error('A payment whose reference is taken does not exist.');
  if (standing.code === 'never_sent') return;
  const { amount, currency, method } = intent;
  if (standing.amount === amount && standing.currency === currency && standing.method === method) return;
  throw lasting('PaymentReferenceReused', 'This payment was asked for with another amount, currency or method before.');
}
