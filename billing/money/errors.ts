/**
 * Every code a billing rule can throw, and what to do about it where its place knows nothing better. Codes are stable:
 * callers and texts depend on them, so none is ever renamed.
 */
const NEXT = {
  invalid_amount: 'Write a plain decimal such as "12.50": at most 12 digits before the point and 4 after it.',
  unknown_currency: 'Use a three-letter code such as "EUR".',
  currency_mismatch: 'Price everything of one order in the currency of the account.',
  invalid_date: 'Use a day of the calendar written "YYYY-MM-DD".',
  invalid_instant: 'Use RFC 3339 with a zone, such as "2023-03-25T09:30:00Z".',
  unknown_time_zone: 'Use an IANA name such as "Europe/Paris".',
  invalid_period: 'Give the first day of the period and the first day of the next one.',
  outside_period: 'Bring the renewal in first, or choose a day of the current period.',
  invalid_seats: 'Use a whole number from 1 on.',
  invalid_percent: 'Use a percentage from "0" to "100", such as "20" or "5.5".',
  invalid_allocation: 'Use whole numbers from 0 on, at least one of them above 0.',
  unknown_tier: 'Load the catalogue that the subscription was sold from.',
  price_missing: 'Add the price to the catalogue.',
  text_missing: 'Add it to every file of locales/.',
  no_changes: 'Merge the changes of one subscription into one.',
} as const;

export type BillingErrorCode = keyof typeof NEXT;
export const BILLING_ERROR_CODES = Object.keys(NEXT) as BillingErrorCode[];

/**
 * Thrown when a fact handed to a billing rule cannot be used: a mistake of the caller or of stored data, never a
 * business outcome (those are a `Refusal`). `field` names the offending fact, `next` says what to do about it.
 */
export class BillingError extends Error {
  override readonly name: string = 'BillingError';

  constructor(
    readonly code: BillingErrorCode,
    readonly field: string,
    readonly what: string,
    readonly next: string = NEXT[code],
  ) {
    super(`${field}: ${what} ${next}`);
  }
}

/** An amount whose text is not a plain decimal number. Thrown before any Decimal is built. */
export class InvalidAmount extends BillingError {
  override readonly name = 'InvalidAmount';

  constructor(field: string, what: string) {
    super('invalid_amount', field, what);
  }
}

/** Text of a caller, shortened so that a huge input never ends up in a message or a log. */
export function quoted(text: unknown): string {
  const shown = typeof text === 'string' ? text.slice(0, 40) : typeof text;
  return JSON.stringify(shown);
}
