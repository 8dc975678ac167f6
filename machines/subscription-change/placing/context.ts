import type { CivilDate } from '../../../billing/facts/types';
import type { Amount } from '../../../billing/money/types';

/** The customer's word, as support had it when placing for them. */
export interface Consent {
  userId: string;
  text: string;
  at: string;
}

export interface PlacingContext {
  placedAt: string | null;
  consent: Consent | null;
  /** The attempt to place the order that is being let go is followed by another one. */
  again: boolean;
  /** The day of an agreed change has come: it is placed by itself, or its people are told why not. */
  onItsDay: boolean;
  /** That day, once it has come: from then on the order is one of now, until something else is asked for. */
  waitedFor: CivilDate | null;
  /** The sum that the customer agreed to be asked for on a later day; null where nothing of theirs stands for one. */
  agreedDue: Amount | null;
}

export const newPlacing = (): PlacingContext => ({
  placedAt: null,
  consent: null,
  again: false,
  onItsDay: false,
  waitedFor: null,
  agreedDue: null,
});
