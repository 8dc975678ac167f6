import type { Applied } from '../steps';

/** The change once it is made, and its delivery. */
export interface DeliveryContext {
  applied: Applied | null;
  /** When delivery is asked about again, in milliseconds. */
  checkAgainIn: number;
}

export const newDelivery = (): DeliveryContext => ({ applied: null, checkAgainIn: 0 });
