import type { Amount } from './types';

/** True for "0" and "0.00": guards and lists read the text and need no arithmetic. */
export function isZero(amount: Amount): boolean {
  return /^-?0+(\.0+)?$/.test(amount);
}
