import { isZero } from './zero';

/** Bands of an amount in major units of its own currency, for lists: coarse, and the same words in every currency. */
export const AMOUNT_BANDS = [
  'nothing',
  'under_100',
  'under_1000',
  'under_10000',
  'under_100000',
  'from_100000',
] as const;
export type AmountBand = (typeof AMOUNT_BANDS)[number];

const BY_DIGITS: readonly AmountBand[] = [
  'under_100',
  'under_100',
  'under_100',
  'under_1000',
  'under_10000',
  'under_100000',
];

/** Read from the text of an amount that is not negative: counting digits needs no arithmetic. */
export function bandOf(amount: string): AmountBand {
  if (isZero(amount)) return 'nothing';
  const [whole = ''] = amount.split('.');
  return BY_DIGITS[whole.replace(/^0+/, '').length] ?? 'from_100000';
}
