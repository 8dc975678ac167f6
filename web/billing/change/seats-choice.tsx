import type { KeyboardEvent, ReactNode } from 'react';
import { Input, Button as KitButton, TextField as KitTextField, Label } from 'react-aria-components';
import { Fault, Hint } from '../../shared/ui/fields';
import { Icon } from '../../shared/ui/icons';
import { useWords } from '../../shared/words/words';

interface SeatsChoiceProps {
  /** As it is typed. */
  text: string;
  /** What that means; null where it is no number. */
  seats: number | null;
  now: number;
  /** Limits and seats that are assigned, in words. */
  hint: string;
  onChange(text: string): void;
  fault: string | undefined;
  /** What would do instead, below the words of the fault. */
  wayOut: ReactNode;
}

const STEPS: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1 };

/**
 * A number of seats, with one press less or more. It stays as it was typed, whatever that is: a field that bends a number to its
 * limits would order something else than was meant.
 */
export function SeatsChoice({ text, seats, now, hint, onChange, fault, wayOut }: SeatsChoiceProps) {
  const { say } = useWords();
  const from = seats ?? now;
  const step = (by: number): void => onChange(String(Math.max(1, from + by)));
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = STEPS[event.key];
    if (by === undefined) return;
    event.preventDefault();
    step(by);
  };
  return (
    <div className="seats-choice">
      <KitTextField
        id="seats"
        value={text}
        onChange={onChange}
        onKeyDown={onKeyDown}
        autoComplete="off"
        isInvalid={fault !== undefined}
        validationBehavior="aria"
        className="field"
      >
        <Label className="group-label">{say('ui.billing.change.seats')}</Label>
        <Hint>
          {say('ui.billing.change.seats.now', { seats: now })} {hint}
        </Hint>
        <Fault>{fault}</Fault>
        <div className="steps">
          <KitButton
            className="step"
            aria-label={say('ui.billing.change.seats.less')}
            onPress={() => step(-1)}
            isDisabled={from <= 1}
          >
            <Icon name="minus" />
          </KitButton>
          <Input className="input" inputMode="numeric" />
          <KitButton className="step" aria-label={say('ui.billing.change.seats.more')} onPress={() => step(1)}>
            <Icon name="plus" />
          </KitButton>
          {seats !== null && seats !== now && (
            <span className="hint">{say('ui.billing.change.seats.difference', differenceOf(seats, now))}</span>
          )}
        </div>
      </KitTextField>
      {wayOut}
    </div>
  );
}

const differenceOf = (seats: number, now: number) => ({
  difference: Math.abs(seats - now),
  way: seats > now ? 'more' : 'less',
});
