import type { Quote } from '../../../billing/quotes/types';
import { type Asked, type Done, note } from '../note';
import type { Applied, FulfilOutput } from '../steps';

export const deliveryGuards = {
  wasConfirmed: ({ context: { delivery } }: Asked) => delivery.applied?.confirmed === true,
  needsFulfilment: ({ context: { delivery } }: Asked) => delivery.applied?.fulfilment === 'needed',
  addedSeats: ({ context: { delivery } }: Asked) => (delivery.applied?.seatsAdded.length ?? 0) > 0,
  hasNewsOfDelivery: ({ context: { support, waiting } }: Asked) =>
    waiting.nudged && support.stuck?.code === 'FulfilmentOverdue',
};

/** The subscriptions that a quote gives more seats, and how many more. */
export const seatsAddedBy = ({ changes }: Quote): Applied['seatsAdded'] =>
  changes
    .filter(({ seatsAdded }) => seatsAdded > 0)
    .map(({ subscriptionId, seatsAdded }) => ({ subscriptionId, seats: seatsAdded }));

export const noteApplied = note((_, { output }: Done<Applied>) => ({ delivery: { applied: output } }));

export const noteNotDelivered = note((_, { output }: Done<FulfilOutput>) => ({
  delivery: { checkAgainIn: output.checkAgainIn },
}));
