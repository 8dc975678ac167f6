import type { ReactNode } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { Fault, Hint } from './fields';
import { Icon } from './icons';
import './radio-cards.css';

export interface Choice<Value extends string> {
  value: Value;
  name: string;
  /** What it costs or means. */
  about?: ReactNode;
  /** What somebody else has to do for it. */
  note?: string;
  isDisabled?: boolean;
}

interface RadioCardsProps<Value extends string> {
  id: string;
  label: string;
  /** The present value, in words; it stands above the choices. */
  present: ReactNode;
  choices: readonly Choice<Value>[];
  value: Value;
  onChange(value: NoInfer<Value>): void;
  fault?: string | undefined;
}

/** One of a few, with what each of them means on it. */
export function RadioCards<Value extends string>(props: RadioCardsProps<Value>) {
  const { id, label, present, choices, value, onChange, fault } = props;
  return (
    <RadioGroup
      id={id}
      value={value}
      onChange={(chosen) => onChange(chosen as Value)}
      isInvalid={fault !== undefined}
      validationBehavior="aria"
      className="choices"
    >
      <Label className="group-label">{label}</Label>
      <Hint>{present}</Hint>
      <Fault>{fault}</Fault>
      <div className="cards">
        {choices.map((choice) => (
          <Radio key={choice.value} value={choice.value} isDisabled={choice.isDisabled ?? false} className="choice">
            <span className="name">{choice.name}</span>
            <span className="dot" />
            {choice.about !== undefined && <span className="about">{choice.about}</span>}
            {choice.note !== undefined && (
              <span className="note">
                <Icon name="person" />
                <span>{choice.note}</span>
              </span>
            )}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
