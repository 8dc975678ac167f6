import type { Amount } from './types';

/** Whether an amount is nothing, read from its text: guards and lists need no arithmetic for that. */
export function isZero(amount: Amount): boolean {
  return /^-?0+(\.0+)?$/.test(amount);
}
