import type { Change, Terms } from './types';

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
