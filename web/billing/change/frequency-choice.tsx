import type { Frequency } from '../../../billing/facts/types';
import { present } from '../../../billing/present';
import type { Schemas } from '../../shared/api/api-types';
import { moneyText } from '../../shared/money/money-text';
import { type Choice, RadioCards } from '../../shared/ui/radio-cards';
import { useWords } from '../../shared/words/words';
import type { SubscriptionNow } from './wish';

interface FrequencyChoiceProps {
  now: SubscriptionNow;
  /** The frequencies at which the wanted tier is sold. */
  offered: readonly Frequency[];
  limits: Schemas['Limits'] | undefined;
  /** What the prices in `limits` are of. */
  seats: number;
  value: Frequency;
  onChange(frequency: Frequency): void;
  fault: string | undefined;
}

/** How often a bill comes, with what all seats then cost each time. */
export function FrequencyChoice({ now, offered, limits, seats, value, onChange, fault }: FrequencyChoiceProps) {
  const { say, language } = useWords();
  const choices = offered.map((frequency): Choice<Frequency> => {
    const price = limits?.frequencies.prices.find((one) => one.frequency === frequency)?.net;
    const about = price
      ? say('ui.billing.change.frequency.price', { price: moneyText(price, language), frequency, seats })
      : undefined;
    return present({ value: frequency, name: say('ui.billing.change.frequency.name', { frequency }), about });
  });
  return (
    <RadioCards
      id="frequency"
      label={say('ui.billing.change.frequency')}
      present={say('ui.billing.change.now', {
        value: say('ui.billing.change.frequency.now', { frequency: now.frequency }),
      })}
      choices={choices}
      value={value}
      onChange={onChange}
      fault={fault}
    />
  );
}
