import { useState } from 'react';
import { Select } from '../../../shared/ui/select';
import { useDesk } from '../../words/desk-words';
import { useDeskTime } from '../../zone/zone';
import type { Draft } from './act-fields';

const TIMINGS = ['now', 'period_end'] as const;

interface EffectiveChoiceProps {
  value: Draft['effective'];
  onChange(value: Draft['effective']): void;
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

const HOUR = 3_600_000;
/** How much longer something may be kept, in hours. */
const LONGER: Readonly<Record<string, number>> = { hour: 1, day: 24, three_days: 72, week: 168, two_weeks: 336 };

interface UntilChoiceProps {
  value: Draft['until'];
  onChange(value: Draft['until']): void;
  zone: string | null;
  fault: string | undefined;
}

/** Until when, from now on, with the hour that it comes to. */
export function UntilChoice({ value, onChange, zone, fault }: UntilChoiceProps) {
  const { say } = useDesk();
  const { tell } = useDeskTime(zone);
  const [now] = useState(() => Date.now());
  const instantOf = (hours: number): string => new Date(now + hours * HOUR).toISOString();
  const choices = Object.entries(LONGER).map(([choice, hours]) => ({
    value: choice,
    name: say('desk.order.field.until.choice', { choice, at: tell(instantOf(hours)) }),
  }));
  return (
    <Select
      id="act-until"
      label={say('desk.order.field.until')}
      placeholder={say('desk.order.field.until.none')}
      choices={choices}
      value={value?.choice ?? null}
      onChange={(choice) => onChange({ choice, instant: instantOf(LONGER[choice] ?? 1) })}
      fault={fault}
    />
  );
}
