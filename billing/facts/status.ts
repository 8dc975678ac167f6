import type { Change, CivilDate, Subscription, SubscriptionStatus } from './types';

/**
 * The status of a subscription on a day. An end or a pause that has come counts, whether or not the system of record has
 * said so yet; that a pause is over counts once it says so, because only it knows what became of the period meanwhile.
 */
export function statusOn(
  { status, endsOn, pausesOn, resumesOn }: Pick<Subscription, 'status' | 'endsOn' | 'pausesOn' | 'resumesOn'>,
  day: CivilDate,
): SubscriptionStatus {
  if (status === 'trial_expired' || status === 'ended') return status;
  if (endsOn !== undefined && endsOn <= day) return 'ended';
  const isPaused = pausesOn !== undefined && pausesOn <= day && (resumesOn === undefined || day < resumesOn);
  return isPaused ? 'paused' : status;
}

/** Whether a change takes an end away; one that is not set is none. */
export const liftsEnd = ({ endsOn }: Pick<Subscription, 'endsOn'>, { liftEnd }: Pick<Change, 'liftEnd'>): boolean =>
  liftEnd === true && endsOn !== undefined;

/** Whether a change ends a running trial; on a subscription that is paid for there is none. */
export const endsTrial = ({ status }: Pick<Subscription, 'status'>, { endTrial }: Pick<Change, 'endTrial'>): boolean =>
  endTrial === true && status === 'trial';
