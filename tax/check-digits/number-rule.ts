/** The form and the check digits of a VAT number behind its country prefix. */
export interface NumberRule {
  /** The form in words, for the reader of a refusal: "9 digits, the first not 0". */
  form: string;
  lengths: readonly number[];
  shape: RegExp;
  /** Brings an older, shorter form to the one registers know today. */
  complete?: (body: string) => string;
  /** Adds what only somebody in the country leaves out, and what makes a company's number its VAT number. */
  completeAtHome?: (body: string) => string;
  /** Parts with a meaning of their own: a province, a date, a range. */
  isPlausible?: (body: string) => boolean;
  checkDigitsHold: (body: string) => boolean;
}

type Form = Pick<NumberRule, 'form' | 'lengths' | 'shape'>;

/** So many digits and nothing else. */
export const onlyDigits = (count: number): Form => ({
  form: `${count} digits`,
  lengths: [count],
  shape: new RegExp(`^\\d{${count}}$`),
});

/** So many digits that do not begin with a zero. */
export const noLeadingZero = (count: number): Form => ({
  form: `${count} digits, the first not 0`,
  lengths: [count],
  shape: new RegExp(`^[1-9]\\d{${count - 1}}$`),
});

export type BodyFault = 'length' | 'format' | 'component' | 'checksum';

export type BodyVerdict = { ok: true; body: string } | { ok: false; reason: BodyFault };

/** Checks the text behind a prefix by its country's rule; a number of nothing but zeros is never issued. */
export function checkBody(rule: NumberRule, typed: string): BodyVerdict {
  const body = rule.complete?.(typed) ?? typed;
  if (!rule.lengths.includes(body.length)) return { ok: false, reason: 'length' };
  if (!rule.shape.test(body) || /^0+$/.test(body)) return { ok: false, reason: 'format' };
  if (rule.isPlausible && !rule.isPlausible(body)) return { ok: false, reason: 'component' };
  return rule.checkDigitsHold(body) ? { ok: true, body } : { ok: false, reason: 'checksum' };
}

/** The digit at a position; the caller has checked the shape. */
export function digitAt(digits: string, position: number): number {
  return digits.charCodeAt(position) - 48;
}

/** Sum of each digit times its weight, from the left; as many digits as there are weights. */
export function weightedSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, position) => sum + weight * digitAt(digits, position), 0);
}
