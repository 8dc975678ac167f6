import type { Subscription } from '../../billing/facts/types';
import type { SeatFollowUps } from './seat-follow-ups';
import type { SubscriptionKey } from './subscription-document';
import type { Subscriptions } from './subscriptions';

/** The seats of a subscription that nobody uses; of one that has ended there are none. */
export const freeSeatsOf = ({ status, seats, assignedSeats }: Subscription): number =>
  status === 'ended' ? 0 : Math.max(0, seats - assignedSeats);

interface Kept {
  subscriptions: Pick<Subscriptions, 'find'>;
  seatFollowUps: Pick<SeatFollowUps, 'endExhausted'>;
}

/** Ends a follow-up of which no reminder follows any more, and nobody counts its seats, where none of them is free. */
export async function endWhereNoneIsFree({ subscriptions, seatFollowUps }: Kept, key: SubscriptionKey): Promise<void> {
  const subscription = await subscriptions.find(key);
  if (subscription === null || freeSeatsOf(subscription) === 0) await seatFollowUps.endExhausted(key);
}
