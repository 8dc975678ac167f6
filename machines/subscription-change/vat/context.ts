import type { VatHold, VatOnOrder, VatPolicy } from '../steps';

/** The VAT number of the order, and the one that is asked about. */
export interface VatContext {
  /** The number that counts; null where there is none. */
  onOrder: VatOnOrder | null;
  /** This order has decided about a number, or to go without; else the one on file counts. */
  decided: boolean;
  numberAsked: string | null;
  /** The number on file that is confirmed before the order is priced; null once it is. */
  toConfirm: string | null;
  attempts: number;
  /** Why the number asked for waits; null when it does not. */
  hold: VatHold | null;
  /** The support item about it: opened once, closed when the number does not wait any more. */
  item: string | null;
  policy: VatPolicy;
}

export const newVat = (): VatContext => ({
  onOrder: null,
  decided: false,
  numberAsked: null,
  toConfirm: null,
  attempts: 0,
  hold: null,
  item: null,
  policy: 'hold',
});
