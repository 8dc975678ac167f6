import type { AnyEventObject } from 'xstate';
import { failureOf, stuckIn } from '../../failure';
import type { OrderContext } from '../context';
import { type Asked, type Done, type EventOf, note } from '../note';
import { askAgain } from '../price/price';
import type { CapturePaymentOutput, PaymentOutcome } from '../steps';
import { LIMITS } from '../timing';
import { visited } from '../visits';

const statusOf = ({ payment }: OrderContext): PaymentOutcome['status'] | undefined => payment.outcome?.status;

export const paymentGuards = {
  hasLink: ({ context }: Asked) => statusOf(context) === 'requires_action',
  isPaid: ({ context }: Asked) => statusOf(context) === 'paid',
  // Money on its way that this seller trusts; what becomes of it is followed up after the order.
  mayPlaceOnPending: ({ context }: Asked) =>
    statusOf(context) === 'pending' && context.payment.outcome?.mayPlace === true,
  isOver: ({ context }: Asked) => statusOf(context) === 'declined' || statusOf(context) === 'voided',
  linkExpired: ({ context }: Asked) => statusOf(context) === 'expired',
  waitsForOthers: ({ context }: Asked) => statusOf(context) === 'requires_action' || statusOf(context) === 'pending',
  wasNotSent: ({ context }: Asked) => statusOf(context) === 'not_sent',
  mayResendSoon: ({ context }: Asked) =>
    statusOf(context) === 'not_sent' && context.payment.resends < LIMITS.resendsAtOnce,
  mayResend: ({ context }: Asked) => statusOf(context) === 'not_sent' && context.payment.resends < LIMITS.resends,
  mayLookSoon: ({ context }: Asked) =>
    statusOf(context) === 'unknown' && context.payment.lookUps < LIMITS.lookUpsAtOnce,
  mayLookAgain: ({ context }: Asked) => statusOf(context) === 'unknown' && context.payment.lookUps < LIMITS.lookUps,
};

export const notePaymentToken = note((context, { paymentToken }: EventOf<'PROVIDE_PAYMENT'>) => ({
  payment: { token: paymentToken },
  visits: visited(context, 'capturePayment'),
}));

type Saved = Extract<CapturePaymentOutput, { status: 'saved' }>;
type Refused = Extract<CapturePaymentOutput, { status: 'refused' }>;

export const takePaymentDetails = note((_, { output }: Done<Saved>) => ({
  payment: { method: output.paymentMethod, given: true, token: null },
  price: { askAgain: null },
}));

export const refusePaymentDetails = note((context, { output }: Done<Refused>) => ({
  payment: { token: null },
  price: { askAgain: askAgain(context, 'payment_details_refused', output.code) },
}));

export const noteOutcome = note((_, { output }: Done<PaymentOutcome>) => ({ payment: { outcome: output } }));

/** Keeps the reason of a void: a link that expired is not a payment that was declined. */
export const noteVoided = note((context, { output }: Done<PaymentOutcome>) => {
  const isOfLink = statusOf(context) === 'expired' && output.status === 'voided';
  return { payment: { outcome: isOfLink ? { ...output, code: 'link_expired' } : output } };
});

/** The outcome of a payment that nobody knows: it is looked up. */
export const unknownPayment = (reference: string, code: string | null, at: string): PaymentOutcome => ({
  status: 'unknown',
  reference,
  gatewayReference: null,
  code,
  link: null,
  linkExpiresAt: null,
  checkAgainIn: 0,
  at,
});

export const notePaymentUnknown = note(({ payment: { outcome } }, event: AnyEventObject) => {
  const { code, at } = 'error' in event ? failureOf(event.error) : { code: 'no_answer', at: '' };
  const unknown = unknownPayment(outcome?.reference ?? '', code, at);
  return { payment: { outcome: { ...unknown, gatewayReference: outcome?.gatewayReference ?? null } } };
});

export const countResend = note(({ payment }) => ({ payment: { resends: payment.resends + 1 } }));
export const countLookUp = note(({ payment }) => ({
  payment: { lookUps: payment.lookUps + 1 },
  waiting: { nudged: false },
}));
export const forgetLookUps = note(() => ({ payment: { lookUps: 0, resends: 0 } }));
export const noteLinkExtended = note((_, { until }: EventOf<'EXTEND_LINK'>) => ({
  payment: { linkExtendedUntil: until },
}));

/** Two persons have looked at the gateway and say what became of the payment. */
export const resolvePayment = (status: 'paid' | 'voided') =>
  note(({ payment: { outcome } }) => ({
    payment: { outcome: outcome && { ...outcome, status, code: 'resolved_by_support' } },
  }));

export const askAgainPayment = note((context) => {
  const code = context.payment.outcome?.code ?? null;
  const reason = code === 'link_expired' ? 'payment_link_expired' : 'payment_declined';
  return { price: { askAgain: askAgain(context, reason, code) } };
});

export const noteStuckPayment = note((context) => {
  const { support, payment } = context;
  const code = statusOf(context) === 'not_sent' ? 'payment_not_sent' : 'payment_unknown';
  const failure = { code, message: payment.outcome?.code ?? '', at: payment.outcome?.at ?? '', retryable: true };
  return { support: { stuck: stuckIn('settlingPayment', failure, support.stuck) } };
});
