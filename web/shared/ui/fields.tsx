import type { ReactNode, Ref } from 'react';
import {
  FieldError,
  Group,
  Input,
  Button as KitButton,
  Checkbox as KitCheckbox,
  NumberField as KitNumberField,
  TextField as KitTextField,
  Label,
  Text,
} from 'react-aria-components';
import { Icon } from './icons';
import './fields.css';

/** What every field says: its name, what to know before, and what is wrong with it, in words. */
interface Said {
  label: string;
  hint?: ReactNode;
  /** The same words as in the summary of errors. */
  fault?: string | undefined;
}

/** What is wrong with a field, beside it; the kit reads it out with the field. */
export function Fault({ children }: { children?: string | undefined }) {
  if (children === undefined) return null;
  return (
    <FieldError className="fault">
      <Icon name="stop" />
      <span>{children}</span>
    </FieldError>
  );
}

export const Hint = ({ children }: { children?: ReactNode }) =>
  children === undefined ? null : (
    <Text slot="description" elementType="div" className="hint">
      {children}
    </Text>
  );

interface TextFieldProps extends Said {
  /** Of the input, for the summary of errors to lead to. */
  id: string;
  value: string;
  /** Left out of a field that is only read. */
  onChange?(value: string): void;
  isReadOnly?: boolean;
  autoComplete?: string;
  inputMode?: 'text' | 'numeric' | 'email';
  isDisabled?: boolean;
}

export function TextField({ id, label, hint, fault, inputMode, autoComplete = 'off', ...rest }: TextFieldProps) {
  return (
    <KitTextField
      {...rest}
      id={id}
      autoComplete={autoComplete}
      isInvalid={fault !== undefined}
      validationBehavior="aria"
      className="field"
    >
      <Label className="label">{label}</Label>
      <Hint>{hint}</Hint>
      <Fault>{fault}</Fault>
      <Input className="input" {...(inputMode === undefined ? {} : { inputMode })} />
    </KitTextField>
  );
}

interface NumberFieldProps extends Said {
  id: string;
  value: number;
  onChange(value: number): void;
  least: number;
  most: number;
  /** Stands beside it and follows it, e.g. "3 more". */
  difference?: string;
  isDisabled?: boolean;
  /** The label of a group, as large as those of cards. */
  isGroup?: boolean;
  inputRef?: Ref<HTMLInputElement>;
}

/** A whole number between two others, with one press less or more. */
export function NumberField(props: NumberFieldProps) {
  const { id, label, hint, fault, least, most, difference, isGroup = false, inputRef, ...rest } = props;
  return (
    <KitNumberField
      {...rest}
      id={id}
      minValue={least}
      maxValue={most}
      isInvalid={fault !== undefined}
      validationBehavior="aria"
      formatOptions={{ maximumFractionDigits: 0 }}
      className="field"
    >
      <Label className={isGroup ? 'group-label' : 'label'}>{label}</Label>
      <Hint>{hint}</Hint>
      <Fault>{fault}</Fault>
      <Group className="steps">
        <KitButton slot="decrement" className="step">
          <Icon name="minus" />
        </KitButton>
        <Input className="input" {...(inputRef === undefined ? {} : { ref: inputRef })} />
        <KitButton slot="increment" className="step">
          <Icon name="plus" />
        </KitButton>
        {difference !== undefined && <span className="hint">{difference}</span>}
      </Group>
    </KitNumberField>
  );
}

interface CheckboxProps {
  children: ReactNode;
  isSelected: boolean;
  onChange(isSelected: boolean): void;
  isInvalid?: boolean;
}

export function Checkbox({ children, ...rest }: CheckboxProps) {
  return (
    <KitCheckbox {...rest} className="checkbox">
      <span className="box">
        <Icon name="check" />
      </span>
      <span>{children}</span>
    </KitCheckbox>
  );
}
