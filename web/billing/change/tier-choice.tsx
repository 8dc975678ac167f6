import type { Frequency } from '../../../billing/facts/types';
import { present } from '../../../billing/present';
import type { Schemas } from '../../shared/api/api-types';
import { moneyText } from '../../shared/money/money-text';
import { type Choice, RadioCards } from '../../shared/ui/radio-cards';
import { useWords } from '../../shared/words/words';
import type { ProductOnSale, SubscriptionNow } from './wish';

interface TierChoiceProps {
  now: SubscriptionNow;
  catalogue: ProductOnSale;
  limits: Schemas['Limits'] | undefined;
  /** What it costs by the seats and the frequency that are wanted. */
  seats: number;
  frequency: Frequency;
  value: string;
  onChange(tierId: string): void;
  fault: string | undefined;
}

/** Tiers with their price a seat. One that is not sold online is offered too, and says who takes care of it. */
export function TierChoice({ now, catalogue, limits, seats, frequency, value, onChange, fault }: TierChoiceProps) {
  const { say, language } = useWords();
  const notes = new Map(limits?.tiers.offered.map(({ tierId, text }) => [tierId, text]));
  const tiers = catalogue.tiers.filter(({ tierId, prices }) => tierId === now.tierId || prices.length > 0);
  const choices = tiers.map(({ tierId, name, prices }): Choice<string> => {
    const price = prices.find((one) => one.frequency === frequency) ?? prices[0];
    const band = price?.bands.findLast(({ fromSeats }) => fromSeats <= seats) ?? price?.bands[0];
    const about =
      price && band
        ? say('ui.billing.change.tier.price', {
            price: moneyText(band.unitPrice, language),
            frequency: price.frequency,
          })
        : undefined;
    return present({ value: tierId, name, about, note: notes.get(tierId) ?? undefined });
  });
  return (
    <RadioCards
      id="tier"
      label={say('ui.billing.change.tier')}
      present={say('ui.billing.change.now', { value: now.names.tier ?? now.tierId })}
      choices={choices}
      value={value}
      onChange={onChange}
      fault={fault}
    />
  );
}
