/** Every code a billing rule can throw. Codes are stable: callers and texts depend on them, so none is ever renamed. */
export const BILLING_ERROR_CODES = [
  'outside_period',
  'invalid_period',
  'price_missing',
  'unknown_tier',
  'unknown_currency',
  'currency_mismatch',
  'invalid_amount',
  'invalid_percent',
  'invalid_seats',
  'invalid_date',
  'invalid_instant',
  'unknown_time_zone',
  'invalid_allocation',
  'no_changes',
  'text_missing',
] as const;
export type BillingErrorCode = (typeof BILLING_ERROR_CODES)[number];

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
    readonly next: string,
  ) {
    super(`${field}: ${what} ${next}`);
  }
}

/** An amount whose text is not a plain decimal number. Thrown before any Decimal is built. */
export class InvalidAmount extends BillingError {
  override readonly name = 'InvalidAmount';

  constructor(field: string, what: string) {
    super(
      'invalid_amount',
      field,
      what,
      'Write a plain decimal such as "12.50": at most 12 digits before the point and 4 after it.',
    );
  }
}

/** Text of a caller, shortened so that a huge input never ends up in a message or a log. */
export function quoted(text: unknown): string {
  const shown = typeof text === 'string' ? text.slice(0, 40) : typeof text;
  return JSON.stringify(shown);
}
