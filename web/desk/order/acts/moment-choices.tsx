import { Select } from '../../../shared/ui/select';
import { useDesk } from '../../words/desk-words';
import { useDeskTime } from '../../zone/zone';
import type { Draft } from './act-fields';
import { UNTIL_CHOICES, type UntilChoice, untilOf } from './until';

const TIMINGS = ['now', 'period_end'] as const;
type Effective = (typeof TIMINGS)[number];

interface EffectiveChoiceProps {
  value: Effective;
  onChange(value: Effective): void;
}

/** From when a request that is accepted takes effect. */
export function EffectiveChoice({ value, onChange }: EffectiveChoiceProps) {
  const { say } = useDesk();
  const choices = TIMINGS.map((timing) => ({
    value: timing,
    name: say('desk.order.field.effective.when', { timing }),
  }));
  return (
    <Select
      id="act-effective"
      label={say('desk.order.field.effective')}
      choices={choices}
      value={value}
      onChange={onChange}
    />
  );
}

interface UntilFieldProps {
  value: Draft['until'];
  onChange(value: UntilChoice): void;
  /** See {@link thisMinute}. */
  now: number;
  zone: string | null;
  fault: string | undefined;
}

/** Until when, from now on, with the hour that it comes to, which is the one that is sent. */
export function UntilField({ value, onChange, now, zone, fault }: UntilFieldProps) {
  const { say } = useDesk();
  const { tell } = useDeskTime(zone);
  const choices = UNTIL_CHOICES.map((choice) => ({
    value: choice,
    name: say('desk.order.field.until.choice', { choice, at: tell(untilOf(choice, now)) }),
  }));
  return (
    <Select
      id="act-until"
      label={say('desk.order.field.until')}
      placeholder={say('desk.order.field.until.none')}
      choices={choices}
      value={value}
      onChange={onChange}
      fault={fault}
    />
  );
}
