import type { Demand } from './port';

// Visible ASCII, so that it survives as a header; gateways take keys of up to 255 characters.
const REFERENCE = /^[!-~]{1,255}$/;

/** Throws RangeError unless the text can be a reference of ours. */
export function assertReference(reference: string): void {
  if (!REFERENCE.test(reference)) throw new RangeError('a reference is 1 to 255 visible ASCII characters');
}

/** Throws RangeError unless the amount is a whole number above zero. */
export function assertDemand({ amount }: Demand): void {
  // Nothing due means no gateway call: that decision is the caller's.
  if (!Number.isSafeInteger(amount) || amount <= 0) throw new RangeError('an amount is a whole number of minor units');
}
