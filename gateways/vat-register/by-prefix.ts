import type { VatRegister } from './port';

/** Asks each number's own register; what no register is named for goes to the first one, which says that it does not know it. */
export function registersByPrefix(first: VatRegister, others: Readonly<Record<string, VatRegister>>): VatRegister {
  return { check: (vatNumber, options) => (others[vatNumber.slice(0, 2)] ?? first).check(vatNumber, options) };
}
