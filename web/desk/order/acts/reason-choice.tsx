import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useReading } from '../../../shared/api/api';
import type { Operations, Schemas } from '../../../shared/api/api-types';
import { Fault } from '../../../shared/ui/fields';
import { useDesk } from '../../words/desk-words';

type Reasoned = Operations['GET /v1/reason-codes']['query']['event'];
type ReasonCode = Schemas['ReasonCode'];

/** The reasons that are offered for an event; none where it needs none. */
export function useReasons({
  type,
  needsReason,
}: Pick<Schemas['Act'], 'needsReason'> & { type: string }): ReasonCode[] {
  const { data } = useReading(
    'GET /v1/reason-codes',
    { query: { event: type as Reasoned } },
    { enabled: needsReason, refetchOnWindowFocus: false },
  );
  return data?.items ?? [];
}

interface ReasonChoiceProps {
  id: string;
  reasons: readonly ReasonCode[];
  value: string | null;
  onChange(code: string): void;
  fault?: string | undefined;
}

/** One of the reasons by one press. */
export function ReasonChoice({ id, reasons, value, onChange, fault }: ReasonChoiceProps) {
  const { say } = useDesk();
  return (
    <RadioGroup
      id={id}
      value={value}
      onChange={onChange}
      isInvalid={fault !== undefined}
      validationBehavior="aria"
      className="reason-choice"
    >
      <Label className="label">{say('desk.order.reason')}</Label>
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
