import { type FormEvent, useState } from 'react';
import { present } from '../../../../billing/present';
import { useApi, useReadAgain } from '../../../shared/api/api';
import type { Schemas } from '../../../shared/api/api-types';
import { Failure } from '../../../shared/api/failure';
import { useIntention } from '../../../shared/api/intention';
import { useKept } from '../../../shared/api/kept';
import { isPassing } from '../../../shared/api/problems';
import { Button } from '../../../shared/ui/button';
import { focusField } from '../../../shared/ui/notice';
import { hasOwnDoor } from '../../parts/own-doors';
import { type ActWithReason, useReasonCodes } from '../../parts/reason-text';
import { WhyFields } from '../../parts/why-fields';
import { useDesk } from '../../words/desk-words';
import { judged, type SentAct, sentUpon } from '../acts/effect';
import { useSendAct } from '../acts/use-send-act';

interface DecisionProps {
  request: Schemas['OpenRequest'];
  order: Schemas['Order'];
  onSent(sent: SentAct): void;
  onRejected(): void;
}

/** Approves a request, or turns it down with a reason that whoever asked reads. */
export function RequestDecision({ request, order, onSent, onRejected }: DecisionProps) {
  const { say } = useDesk();
  const { grantId, event: type, evidence, label, closed } = request;
  const seen = sequenceSeen(request);
  const reasons = useReasonCodes(type as ActWithReason) ?? [];
  const [code, keepCode, forgetCode] = useKept<string | null>(`${grantId}.code`, null);
  const [text, keepText, forgetText] = useKept(`${grantId}.text`, '');
  const [fault, setFault] = useState<'reason' | 'reason_text' | null>(null);
  const chosen = reasons.find((one) => one.code === code);
  const why = { reasonCode: code, reason: text.trim() || chosen?.text };
  const approval = useSendAct(order.changeId);
  const rejection = useReject(grantId);
  const forget = (): void => {
    forgetCode();
    forgetText();
  };
  const missing = (field: 'reason' | 'reason_text'): void => {
    setFault(field);
    focusField(`${grantId}-${field}`);
  };
  const approve = async (pressed: FormEvent): Promise<void> => {
    pressed.preventDefault();
    if (seen === null) return;
    if (code === null) return missing('reason');
    if (code === 'other' && text.trim().length < SHORTEST) return missing('reason_text');
    const about = { type: type as SentAct['type'], label };
    // What came of an act that is no event, its request tells.
    const upon = sentUpon(about, { ...order, sequence: seen }, hasOwnDoor(type) ? grantId : null);
    const taken = await approval.send({ type, evidence, grantId, ...why }, seen);
    if (taken === null) return;
    forget();
    onSent(taken.order === null ? upon : judged(upon, taken.order));
  };
  const reject = async (): Promise<void> => {
    if (text.trim().length < SHORTEST) return missing('reason_text');
    if (!(await rejection.send({ reasonCode: code ?? 'other', reason: text.trim() }))) return;
    forget();
    onRejected();
  };
  return (
    <form className="act-panel" noValidate onSubmit={(pressed) => void approve(pressed)}>
      <WhyFields
        id={grantId}
        codes={reasons}
        code={code}
        words={text}
        onCode={keepCode}
        onWords={keepText}
        faults={present({
          code: fault === 'reason' ? say('desk.why.code.missing') : undefined,
          words: fault === 'reason_text' ? say('desk.why.words.missing') : undefined,
        })}
        needsWords
      />
      {approval.failure !== null && <Failure error={approval.failure} />}
      {rejection.failure !== null && <Failure error={rejection.failure} />}
      <div className="acts">
        {seen !== null && (
          <Button type="submit" isSmall isBusy={approval.isBusy}>
            {say('desk.order.request.approve', { act: label })}
          </Button>
        )}
        {closed === null && (
          <Button kind="plain" isSmall isBusy={rejection.isBusy} onPress={() => void reject()}>
            {say('desk.order.request.reject')}
          </Button>
        )}
      </div>
    </form>
  );
}

/** Shorter texts say nothing; the API takes none. */
const SHORTEST = 3;

function useReject(grantId: string) {
  const { ask } = useApi();
  const readAgain = useReadAgain();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const intention = useIntention(`reject.${grantId}`);
  const send = async (body: Schemas['Rejecting']): Promise<boolean> => {
    setBusy(true);
    setFailure(null);
    try {
      const idempotencyKey = intention.key();
      await ask('POST /v1/requests/{grantId}/reject', { params: { grantId }, body, idempotencyKey });
      intention.end();
      await readAgain('GET /v1/requests');
      return true;
    } catch (error) {
      if (!isPassing(error)) intention.end();
      setFailure(error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { send, isBusy, failure };
}

/** Where the order was when what is shown was foreseen of it; null where nobody sees what approving would do. */
const sequenceSeen = ({ preview, objection }: Schemas['OpenRequest']): number | null =>
  objection === null ? (preview?.sequence ?? null) : null;
