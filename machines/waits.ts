/**
 * Whom or what a settled order waits for: the closed list that support narrows its queue by. Each state that waits says
 * it of itself.
 */
export const WAITS = [
  'customer',
  'customer_confirmation',
  'payment',
  'vat_register',
  'support',
  'advisor',
  'period_end',
  'fulfilment',
  'stuck',
] as const;
export type Waits = (typeof WAITS)[number];
