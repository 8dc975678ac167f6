import type { Change, Subscription, Terms } from './types';

/** The terms wanted: what a change leaves out stays as it is. */
export function termsAfter(before: Terms, change: Change): Terms {
  return {
    tierId: change.tierId ?? before.tierId,
    seats: change.seats ?? before.seats,
    frequency: change.frequency ?? before.frequency,
  };
}

export function termsOf(terms: Terms): Terms {
  return { tierId: terms.tierId, seats: terms.seats, frequency: terms.frequency };
}

export function sameTerms(left: Terms, right: Terms): boolean {
  return left.tierId === right.tierId && left.seats === right.seats && left.frequency === right.frequency;
}

/** Whether a change takes an end away; one that is not set is none. */
export const liftsEnd = ({ endsOn }: Pick<Subscription, 'endsOn'>, { liftEnd }: Change): boolean =>
  liftEnd === true && endsOn !== undefined;

/** Whether a change ends a running trial; where the subscription is paid for there is none. */
export const endsTrial = ({ status }: Pick<Subscription, 'status'>, { endTrial }: Change): boolean =>
  endTrial === true && status === 'trial';
