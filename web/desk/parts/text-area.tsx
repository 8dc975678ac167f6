import type { ReactNode } from 'react';
import { TextArea as KitTextArea, TextField as KitTextField, Label } from 'react-aria-components';
import { Fault, Hint } from '../../shared/ui/fields';

interface TextAreaProps {
  id: string;
  label: string;
  hint?: ReactNode;
  fault?: string | undefined;
  value: string;
  onChange(value: string): void;
  /** The most characters that are taken. */
  longest: number;
}

/** A text of a few lines. */
export function TextArea({ id, label, hint, fault, value, onChange, longest }: TextAreaProps) {
  return (
    <KitTextField
      id={id}
      value={value}
      onChange={onChange}
      maxLength={longest}
      autoComplete="off"
      isInvalid={fault !== undefined}
      validationBehavior="aria"
      className="field wide-field"
    >
      <Label className="label">{label}</Label>
      <Hint>{hint}</Hint>
      <Fault>{fault}</Fault>
      <KitTextArea className="input" rows={2} />
    </KitTextField>
  );
}
