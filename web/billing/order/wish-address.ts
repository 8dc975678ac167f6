import { present } from '../../../billing/present';
import type { Schemas } from '../../shared/api/api-types';

/** Where a change is asked for again, with everything that was wanted in its fields. */
export function wishAddress(accountId: Schemas['Id'], change: Schemas['Change']): string {
  const { subscriptionId, tierId, seats, frequency } = change;
  const wish = present({ account: accountId, tier: tierId, seats: seats?.toString(), frequency });
  return `/billing/subscriptions/${encodeURIComponent(subscriptionId)}/change?${new URLSearchParams(wish)}`;
}
