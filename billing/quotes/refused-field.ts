import type { Change, Refusal } from '../facts/types';

/** What the customer chose that a refusal is about, in the order in which it is looked for. */
const CHOSEN: Partial<Record<Refusal['code'], readonly (keyof Change)[]>> = {
  unknown_tier: ['tierId'],
  price_missing: ['tierId', 'frequency', 'seats'],
  seats_out_of_range: ['seats', 'tierId'],
  seats_below_assigned: ['seats'],
  nothing_to_change: ['seats', 'tierId', 'frequency'],
  subscription_moved: ['expectedSeats'],
  end_lifted_alone: ['liftEnd'],
};

/** The field of a change that a refusal is about; undefined where it is about none, but about the subscription or who asks. */
export const refusedField = ({ code }: Refusal, change: Change): keyof Change | undefined =>
  CHOSEN[code]?.find((name) => change[name] !== undefined);

/** The value of that field with which the change would not be refused like this; undefined where no single one is known. */
export function valueThatWouldDo({ code, facts }: Refusal): number | 'now' | undefined {
  const { seats, minSeats, maxSeats, assigned } = facts;
  switch (code) {
    case 'seats_below_assigned':
      return Number(assigned);
    case 'seats_out_of_range':
      return Math.min(Math.max(Number(seats), Number(minSeats)), Number(maxSeats));
    case 'subscription_moved':
      return Number(seats);
    case 'deferral_not_offered':
    case 'deferral_only_for_less':
      return 'now';
    default:
      return undefined;
  }
}
