import { Label, Radio, RadioGroup } from 'react-aria-components';
import { Fault } from '../../shared/ui/fields';
import { useDesk } from '../words/desk-words';
import './parts.css';

interface ReasonChoiceProps {
  id: string;
  /** None until they are read. */
  reasons: readonly { code: string; text: string }[];
  value: string | null;
  onChange(code: string): void;
  fault?: string | undefined;
}

/** One of the reasons by one press. */
export function ReasonChoice({ id, reasons, value, onChange, fault }: ReasonChoiceProps) {
  const { say } = useDesk();
  return (
    <RadioGroup id={id} value={value} onChange={onChange} isInvalid={fault !== undefined} validationBehavior="aria">
      <Label className="label">{say('desk.why.code')}</Label>
      <Fault>{fault}</Fault>
      <div className="reasons">
        {reasons.map(({ code, text }) => (
          <Radio key={code} value={code} className="reason">
            <span className="dot" />
            <span>{text}</span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
