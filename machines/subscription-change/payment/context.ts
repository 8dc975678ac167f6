import type { PaymentOutcome } from '../steps';

/** How the order is paid, and the payment of the attempt to place it. */
export interface PaymentContext {
  method: string | null;
  /** Payment details were given in this order; else those on file count, as they are when the order is assessed. */
  given: boolean;
  /** A one-time token on its way to the gateway; never card data. */
  token: string | null;
  outcome: PaymentOutcome | null;
  lookUps: number;
  resends: number;
  /** Until when a payment link is waited for at the least, where support has said so. */
  linkExtendedUntil: string | null;
}

/** A new attempt to place the order knows nothing of the payment before. */
export const NO_PAYMENT = { outcome: null, lookUps: 0, resends: 0, linkExtendedUntil: null };

export const newPayment = (): PaymentContext => ({ method: null, given: false, token: null, ...NO_PAYMENT });
