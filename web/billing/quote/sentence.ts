import type { Schemas } from '../../shared/api/api-types';
import type { WordFacts, WordKey } from '../../shared/words/catalogue';

type Parts =
  | 'tier'
  | 'seats'
  | 'frequency'
  | 'tier_seats'
  | 'tier_frequency'
  | 'seats_frequency'
  | 'tier_seats_frequency';

/** The one sentence that says a change, by what is other than it was; with nothing of these, what it will be. */
export function sentenceOf({ before, after, names }: Schemas['QuotedChange']): [WordKey, WordFacts] {
  const parts = [
    before.tierId !== after.tierId && 'tier',
    before.seats !== after.seats && 'seats',
    before.frequency !== after.frequency && 'frequency',
  ].filter((part) => part !== false);
  const facts = {
    tierBefore: names?.tierBefore ?? before.tierId,
    tierAfter: names?.tierAfter ?? after.tierId,
    seatsBefore: before.seats,
    seatsAfter: after.seats,
    frequencyBefore: before.frequency,
    frequencyAfter: after.frequency,
  };
  const key = parts.length === 0 ? 'same' : (parts.join('_') as Parts);
  return [`ui.billing.change.sentence.${key}`, facts];
}
