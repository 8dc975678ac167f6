import { type Answered, type Asked, note } from '../note';
import type { ApplyOutput, FulfilOutput } from '../steps';

export type Applied = Extract<ApplyOutput, { status: 'applied' }>;

/** The change once it is made, and its delivery. */
export interface DeliveryContext {
  applied: Applied | null;
  /** When delivery is asked about again, in milliseconds. */
  checkAgainIn: number;
}

export const newDelivery = (): DeliveryContext => ({ applied: null, checkAgainIn: 0 });

export const deliveryGuards = {
  wasConfirmed: ({ context: { delivery } }: Asked) => delivery.applied?.confirmed === true,
  needsFulfilment: ({ context: { delivery } }: Asked) => delivery.applied?.fulfilment === 'needed',
  addedSeats: ({ context: { delivery } }: Asked) => (delivery.applied?.seatsAdded.length ?? 0) > 0,
  isDeliveryOverdue: ({ context: { support } }: Asked) => support.stuck?.code === 'FulfilmentOverdue',
};

export const noteApplied = note((_, { output }: Answered<Applied>) => ({ delivery: { applied: output } }));

export const noteNotDelivered = note((_, { output }: Answered<FulfilOutput>) => ({
  delivery: { checkAgainIn: output.checkAgainIn },
}));
