import type { CivilDate, Subscription, SubscriptionStatus } from '../facts/types';
import { dayNumberOf } from './calendar';

type DatedStatus = Pick<Subscription, 'status' | 'endsOn' | 'pausesOn' | 'resumesOn'>;

/**
 * The status of a subscription on a day. An end or a pause that has come counts, whether or not the system of record has
 * said so yet; that a pause is over which it told of counts once it says so, because only it knows the period afterwards.
 *
 * @throws BillingError for a date that cannot be read.
 */
export function statusOn({ status, endsOn, pausesOn, resumesOn }: DatedStatus, date: CivilDate): SubscriptionStatus {
  const day = dayNumberOf(date);
  const hasCome = (first: CivilDate | undefined): boolean => first !== undefined && dayNumberOf(first) <= day;
  if (status === 'trial_expired' || status === 'ended') return status;
  if (hasCome(endsOn)) return 'ended';
  return hasCome(pausesOn) && !hasCome(resumesOn) ? 'paused' : status;
}
