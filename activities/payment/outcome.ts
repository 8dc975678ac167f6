import { MINUTE, SECOND } from '../../billing/calendar/durations';
import { present } from '../../billing/present';
import type { PaymentResult, PaymentState } from '../../gateways/payment/port';
import type { PaymentOutcome } from '../../machines/subscription-change/steps';
import type { StoredPayment, RecordedResult as StoredResult } from '../../store/money/payments';

/** A webhook nudges earlier; looking by ourselves only covers for one that is lost. */
const LOOK_AGAIN = { pending: 10 * MINUTE, requires_action: 5 * MINUTE } as const;

const NOTHING_KNOWN = { gatewayReference: null, code: null, link: null, linkExpiresAt: null } as const;

/** The gateway's answer to a call or a look-up, as it is stored. */
export function fromGateway(answer: PaymentResult | PaymentState, at: Date): StoredResult {
  const gatewayReference = 'gatewayReference' in answer ? answer.gatewayReference : null;
  const known = { ...NOTHING_KNOWN, gatewayReference, at };
  switch (answer.status) {
    // Our request may still be on its way: this proves nothing.
    case 'not_found':
      return { ...known, status: 'unknown', code: 'not_known_to_gateway' };
    case 'unknown':
      return { ...known, status: 'unknown', code: answer.reason };
    case 'failed_not_sent':
      return { ...known, status: 'not_sent', code: answer.reason };
    case 'succeeded':
      return present({ ...known, status: 'paid' as const, methodKind: answer.methodKind });
    case 'authorized':
      return { ...known, status: 'pending' };
    case 'pending':
      return present({ ...known, status: 'pending' as const, methodKind: answer.methodKind });
    case 'voided':
      return { ...known, status: 'voided' };
    case 'declined':
    case 'reversed':
      return { ...known, status: 'declined', code: answer.code };
    case 'requires_action':
      return { ...known, status: 'requires_action', link: answer.url, linkExpiresAt: answer.expiresAt };
  }
}

/** A stored payment as the statechart weighs it; support may have said to wait longer for its link. */
export function outcomeOf(stored: StoredPayment, now: Date, linkExtendedUntil: string | null = null): PaymentOutcome {
  const payment = { ...stored, linkExpiresAt: laterOf(stored.linkExpiresAt, linkExtendedUntil) };
  const { reference, gatewayReference, link, linkExpiresAt } = payment;
  const status = statusOf(payment, now);
  return {
    status,
    reference,
    gatewayReference,
    code: codeOf(payment, status),
    link: status === 'requires_action' ? link : null,
    linkExpiresAt: status === 'requires_action' ? linkExpiresAt : null,
    checkAgainIn: checkAgainIn(status, linkExpiresAt, now),
    at: now.toISOString(),
  };
}

function laterOf(expiresAt: string | null, extendedUntil: string | null): string | null {
  if (expiresAt === null || extendedUntil === null) return expiresAt;
  return Date.parse(extendedUntil) > Date.parse(expiresAt) ? extendedUntil : expiresAt;
}

function statusOf({ status, linkExpiresAt }: StoredPayment, now: Date): PaymentOutcome['status'] {
  if (status === 'intended') return 'unknown';
  if (status === 'requires_action' && linkExpiresAt !== null && Date.parse(linkExpiresAt) <= now.getTime()) {
    return 'expired';
  }
  // Gone again before the order was made: for the order it was never paid.
  return status === 'reversed' ? 'declined' : status;
}

function codeOf({ status: stored, code }: StoredPayment, status: PaymentOutcome['status']): string | null {
  if (status === 'expired') return 'link_expired';
  return stored === 'intended' ? 'no_answer' : code;
}

function checkAgainIn(status: PaymentOutcome['status'], linkExpiresAt: string | null, now: Date): number {
  if (status === 'pending') return LOOK_AGAIN.pending;
  if (status !== 'requires_action') return 0;
  const untilExpiry = linkExpiresAt === null ? LOOK_AGAIN.requires_action : Date.parse(linkExpiresAt) - now.getTime();
  return Math.min(LOOK_AGAIN.requires_action, Math.max(0, untilExpiry) + SECOND);
}
