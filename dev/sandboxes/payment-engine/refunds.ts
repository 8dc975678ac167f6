import { type GatewayBook, newId, recordMoney, secondsOf } from './book';
import type { GatewayPayment, GatewayRefund } from './types';

/** Money that we give back. */

/** The amount that may still be refunded. */
export const refundable = ({ captured, refunded }: GatewayPayment): number => captured - refunded;

export function refund(
  book: GatewayBook,
  prefix: string,
  payment: GatewayPayment,
  asked: Pick<GatewayRefund, 'reference' | 'amount'> & Partial<Pick<GatewayRefund, 'metadata'>>,
  outcome: { status: GatewayRefund['status']; code?: string },
): GatewayRefund {
  const made: GatewayRefund = {
    id: newId(prefix),
    created: secondsOf(book),
    status: 'pending',
    metadata: {},
    ...asked,
  };
  payment.refunds.push(made);
  book.tell({ about: 'refund', now: 'created', refund: made, payment });
  decideRefund(book, payment, made, outcome);
  return made;
}

/** Settles a pending refund, or lets one come back that had arrived. A failed one stays failed. */
export function decideRefund(
  book: GatewayBook,
  payment: GatewayPayment,
  made: GatewayRefund,
  { status, code }: { status: GatewayRefund['status']; code?: string },
): void {
  if (made.status === 'declined') return;
  const { reference, amount, status: before } = made;
  made.status = status;
  if (code !== undefined) made.code = code;
  const alive = payment.refunds.filter((one) => one.status !== 'declined');
  payment.refunded = alive.reduce((sum, one) => sum + one.amount, 0);
  if (status === 'succeeded' && before !== 'succeeded') {
    recordMoney(book, 'refund', payment, { reference, amount: -amount });
  }
  if (status === 'declined' && before === 'succeeded') recordMoney(book, 'refund', payment, { reference, amount });
  book.tell({ about: 'refund', now: status, refund: made, payment });
}
