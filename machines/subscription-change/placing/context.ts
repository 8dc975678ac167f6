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
}

export const newPlacing = (): PlacingContext => ({ placedAt: null, consent: null, again: false });
