import { type Asked, type Done, note } from '../note';
import type { Applied, FulfilOutput } from '../steps';

export const deliveryGuards = {
  wasConfirmed: ({ context: { delivery } }: Asked) => delivery.applied?.confirmed === true,
  needsFulfilment: ({ context: { delivery } }: Asked) => delivery.applied?.fulfilment === 'needed',
  addedSeats: ({ context: { delivery } }: Asked) => (delivery.applied?.seatsAdded.length ?? 0) > 0,
  isDeliveryOverdue: ({ context: { support } }: Asked) => support.stuck?.code === 'FulfilmentOverdue',
};

export const noteApplied = note((_, { output }: Done<Applied>) => ({ delivery: { applied: output } }));

export const noteNotDelivered = note((_, { output }: Done<FulfilOutput>) => ({
  delivery: { checkAgainIn: output.checkAgainIn },
}));
