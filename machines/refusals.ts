import type { RefusalCode } from '../billing/facts/types';

/**
 * The closed list of refusals. The key is the code on the wire, the HTTP status and the key of the fr and en texts in
 * `locales/` (`refusal.<code>` says what happened, `next.<code>` what to do next).
 */
export const REFUSALS: Record<RefusalCode, { http: 403 | 404 | 409 | 422 }> = {
  not_billing_contact: { http: 403 },
  trial_expired: { http: 409 },
  past_due: { http: 409 },
  nothing_to_change: { http: 422 },
  seats_below_assigned: { http: 409 },
  seats_out_of_range: { http: 422 },
  unknown_tier: { http: 422 },
  price_missing: { http: 422 },
  currency_mismatch: { http: 422 },
  subscription_not_found: { http: 404 },
  subscription_not_active: { http: 409 },
  end_is_set: { http: 409 },
  end_lifted_alone: { http: 422 },
  period_not_begun: { http: 409 },
  renewal_missing: { http: 409 },
  subscription_moved: { http: 409 },
  change_in_progress: { http: 409 },
  changed_twice: { http: 422 },
  too_many_changes: { http: 422 },
  order_too_large: { http: 422 },
  deferral_not_offered: { http: 409 },
  deferral_only_for_less: { http: 422 },
};

/** The closed list of why a customer is asked once more instead of their order being placed. */
export const ASK_AGAIN_REASONS = [
  'quote_expired',
  'balance_changed',
  'subscription_moved',
  'change_dropped',
  'agreed_changed',
  'cart_moved',
  'account_changed',
  'payment_declined',
  'payment_link_expired',
  'payment_details_refused',
  'vat_number_refused',
] as const;
export type AskAgainReason = (typeof ASK_AGAIN_REASONS)[number];
