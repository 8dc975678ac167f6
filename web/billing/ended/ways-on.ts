import type { RefusalCode } from '../../../billing/facts/types';

/** Where whoever was refused goes on; the screen of each is one that lets them. */
export type WayOn = 'pay' | 'same_wish' | 'other_wish' | 'seats' | 'that_order' | 'subscriptions';

/** Every reason has a way on, or the compiler objects. */
const WAY_AFTER: Readonly<Record<RefusalCode, WayOn>> = {
  past_due: 'pay',
  seats_below_assigned: 'seats',
  change_in_progress: 'that_order',
  period_not_begun: 'same_wish',
  renewal_missing: 'same_wish',
  subscription_moved: 'same_wish',
  too_many_changes: 'same_wish',
  order_too_large: 'same_wish',
  changed_twice: 'same_wish',
  nothing_to_change: 'other_wish',
  seats_out_of_range: 'other_wish',
  unknown_tier: 'other_wish',
  price_missing: 'other_wish',
  currency_mismatch: 'other_wish',
  deferral_not_offered: 'same_wish',
  deferral_only_for_less: 'same_wish',
  not_billing_contact: 'subscriptions',
  trial_expired: 'subscriptions',
  subscription_not_found: 'subscriptions',
  subscription_not_active: 'subscriptions',
  end_is_set: 'subscriptions',
  end_lifted_alone: 'subscriptions',
};

/** A code that is newer than this page leads to the subscriptions. */
export const wayAfter = (code: string): WayOn => WAY_AFTER[code as RefusalCode] ?? 'subscriptions';
