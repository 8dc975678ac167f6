import { present } from '../../../billing/present';
import type { Schemas } from '../../shared/api/api-types';

type Field = 'tier' | 'seats' | 'frequency';

/** The page on which what an open order asks of a subscription is changed, with that already chosen. */
export function wayToChange(
  { changeId, accountId }: Pick<Schemas['Order'], 'changeId' | 'accountId'>,
  { subscriptionId, before, after }: Schemas['QuotedChange'],
  field: Field = 'tier',
): string {
  const wish = present({
    tier: after.tierId === before.tierId ? undefined : after.tierId,
    seats: after.seats === before.seats ? undefined : String(after.seats),
    frequency: after.frequency === before.frequency ? undefined : after.frequency,
  });
  const search = new URLSearchParams({ account: accountId, order: changeId, ...wish });
  return `/billing/subscriptions/${subscriptionId}/change?${search}#${field}`;
}
