import type { ApplyOutput } from '../steps';

export type Applied = Extract<ApplyOutput, { status: 'applied' }>;

/** The change once it is made, and its delivery. */
export interface DeliveryContext {
  applied: Applied | null;
  /** When delivery is asked about again, in milliseconds. */
  checkAgainIn: number;
}

export const newDelivery = (): DeliveryContext => ({ applied: null, checkAgainIn: 0 });
