import { type FormEvent, useEffect, useState } from 'react';
import type { Schemas } from '../../../shared/api/api-types';
import { Failure } from '../../../shared/api/failure';
import { useKept } from '../../../shared/api/kept';
import { Button } from '../../../shared/ui/button';
import { focusField } from '../../../shared/ui/notice';
import { useDesk } from '../../words/desk-words';
import { ActEffect } from './act-effect';
import { actFieldsOf, type Draft, missingIn, newDraft, payloadOf } from './act-fields';
import { ActForm } from './act-form';
import { Advice } from './advice';
import type { SentAct } from './effect';
import { HasMoved } from './has-moved';
import type { Foreseen, OpenAct } from './open-act';
import { useReasons } from './reason-choice';
import { useActPreview } from './use-act-preview';
import { useSendAct } from './use-send-act';

interface ActPanelProps {
  act: Schemas['Act'];
  open: OpenAct;
  order: Schemas['Order'];
  zone: string | null;
  /** Where it is looked at. */
  onForeseen?(foreseen: Foreseen | null): void;
  /** The order as it is now was seen. */
  onSeen(): void;
  onSent(sent: SentAct): void;
}

/** An act in its place: what it would do, what it asks for, what the runbook says of it, and the button that does it. */
export function ActPanel({ act, open, order, zone, onForeseen, onSeen, onSent }: ActPanelProps) {
  const { say } = useDesk();
  const { changeId } = order;
  const [draft, keepDraft, forgetDraft] = useKept<Draft>(`${changeId}.${act.type}`, newDraft(order));
  const [isTold, setTold] = useState(false);
  const payload = payloadOf(act.type, draft, order);
  const preview = useActPreview(
    order,
    actFieldsOf(act.type).includes('vatNumber') && draft.vatNumber === '' ? null : payload,
  );
  const reasons = useReasons(act);
  const chosen = reasons.find(({ code }) => code === draft.reasonCode);
  const why = { reasonCode: draft.reasonCode, reason: draft.reason.trim() || chosen?.text };
  const sending = useSendAct(changeId, open.sequence, act.needsReason ? { ...payload, ...why } : payload);
  const missing = missingIn(act, draft);
  const hasMoved = order.sequence !== open.sequence || sending.hasMovedOn;
  const { data } = preview;
  const { label } = act;
  useEffect(() => {
    onForeseen?.(data === undefined ? null : { label, preview: data });
  }, [data, label, onForeseen]);
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTold(true);
    const [first] = missing;
    if (first !== undefined) {
      focusField(`act-${first}`);
      return;
    }
    const answer = await sending.send();
    if (answer === null) return;
    forgetDraft();
    onSent(sentFrom(act, order, open, answer.grantId));
  };
  const seen = (): void => {
    sending.forget();
    onSeen();
  };
  return (
    <form className="act-panel" noValidate onSubmit={(event) => void send(event)}>
      <ActEffect preview={preview} />
      <ActForm
        act={act}
        order={order}
        reasons={reasons}
        draft={draft}
        onDraft={keepDraft}
        missing={isTold ? missing : []}
        zone={zone}
      />
      {sending.failure !== null && !sending.hasMovedOn && <Failure error={sending.failure} />}
      {hasMoved ? (
        <HasMoved order={order} since={open} zone={zone} onSeen={seen} />
      ) : (
        <div className="acts">
          <Button type="submit" isSmall isBusy={sending.isBusy}>
            {act.needsSecondPerson ? say('desk.order.act.ask', { act: label }) : label}
          </Button>
        </div>
      )}
      <Advice order={order} type={act.type} />
    </form>
  );
}

const sentFrom = (
  { type, label }: Schemas['Act'],
  { state, stuck }: Schemas['Order'],
  { sequence }: OpenAct,
  grantId: string | null,
): SentAct => ({
  type,
  label,
  sequence,
  state,
  stuck: stuck === null ? null : { step: stuck.step, code: stuck.code },
  at: new Date().toISOString(),
  grantId,
});
