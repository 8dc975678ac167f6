import type { VatRegister } from './port';

/** Asks each number's own register; a prefix without one goes to the first, which says that it does not cover it. */
export function registersByPrefix(first: VatRegister, others: Readonly<Record<string, VatRegister>>): VatRegister {
  return { check: (vatNumber, options) => (others[vatNumber.slice(0, 2)] ?? first).check(vatNumber, options) };
}
