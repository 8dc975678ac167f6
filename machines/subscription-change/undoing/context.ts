/** How an order ends when it is not completed. */
export type Ending = 'cancelled' | 'declined' | 'refused' | 'superseded' | 'expired';

export interface UndoingContext {
  ending: Ending | null;
  /** The grant on which two persons said that the customer has the money back, or that none was taken. */
  givenBackUnder: string | null;
}

export const newUndoing = (): UndoingContext => ({ ending: null, givenBackUnder: null });
