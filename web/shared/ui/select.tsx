import type { ReactNode } from 'react';
import { Button, Select as KitSelect, Label, ListBox, ListBoxItem, Popover, SelectValue } from 'react-aria-components';
import { Fault, Hint } from './fields';
import { Icon } from './icons';
import './lists.css';

interface SelectProps<Value extends string> {
  id: string;
  label: string;
  hint?: ReactNode;
  fault?: string | undefined;
  choices: readonly { value: Value; name: string }[];
  value: Value | null;
  onChange(value: NoInfer<Value>): void;
  /** Shown while nothing is chosen. */
  placeholder?: string;
}

/** One of many, by name. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { id, label, hint, fault, choices, value, onChange, placeholder } = props;
  return (
    <KitSelect
      id={id}
      value={value}
      onChange={(chosen) => onChange(chosen as Value)}
      isInvalid={fault !== undefined}
      validationBehavior="aria"
      {...(placeholder === undefined ? {} : { placeholder })}
      className="field"
    >
      <Label className="label">{label}</Label>
      <Hint>{hint}</Hint>
      <Fault>{fault}</Fault>
      <Button className="input select-button">
        <SelectValue />
        <Icon name="down" />
      </Button>
      <Popover className="popover" offset={4}>
        <ListBox className="options" items={choices.map(({ value, name }) => ({ id: value, name }))}>
          {({ name }) => (
            <ListBoxItem className="option" textValue={name}>
              {name}
              <Icon name="check" />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </KitSelect>
  );
}
