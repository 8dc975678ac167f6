import type { Schemas } from '../../../shared/api/api-types';
import type { DeskVoice } from '../../words/desk-words';

type Order = Pick<Schemas['Order'], 'quote' | 'changes' | 'names'>;

/** What an order changes, a sentence a subscription: that of its quote, or what was wished for where there is none. */
export function wishLines({ quote, changes, names }: Order, say: DeskVoice['say']): string[] {
  if (quote !== null) return quote.explanation.changes;
  return changes.map(({ subscriptionId, seats, frequency, tierId }) => {
    const named = names.find((one) => one.subscriptionId === subscriptionId);
    return say('desk.order.wish', {
      product: named?.product ?? subscriptionId,
      tier: tierId === undefined ? 'none' : (named?.tierAfter ?? tierId),
      seats: seats ?? 0,
      frequency: frequency ?? 'none',
    });
  });
}
