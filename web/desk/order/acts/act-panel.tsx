import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Schemas } from '../../../shared/api/api-types';
import { Failure } from '../../../shared/api/failure';
import { useKept } from '../../../shared/api/kept';
import { Button } from '../../../shared/ui/button';
import { focusField } from '../../../shared/ui/notice';
import { type ActWithReason, useReasonCodes } from '../../parts/reason-text';
import { useDesk } from '../../words/desk-words';
import { ActEffect } from './act-effect';
import { type Draft, missingIn, NEW_DRAFT, payloadOf } from './act-fields';
import { ActForm } from './act-form';
import { Advice } from './advice';
import { HasMoved } from './has-moved';
import type { Foreseen, OpenAct } from './open-act';
import { freshWish, rebased } from './typed-wish';
import { thisMinute } from './until';
import { useActPreview } from './use-act-preview';
import type { ActBody, ActSending } from './use-send-act';

interface ActPanelProps {
  act: Schemas['Act'];
  open: OpenAct;
  /** It stands still while an act is on its way to it. */
  order: Schemas['Order'];
  zone: string | null;
  sending: ActSending;
  /** Where it is looked at. */
  onForeseen?(foreseen: Foreseen | null): void;
  /** The order as it is now was seen. */
  onSeen(): void;
  /** @returns whether it was taken */
  onSend(event: ActBody): Promise<boolean>;
}

/** An act in its place: what it would do, what it asks for, what the runbook says of it, and the button that does it. */
export function ActPanel({ act, open, order, zone, sending, onForeseen, onSeen, onSend }: ActPanelProps) {
  const { say } = useDesk();
  const { type, label } = act;
  const [kept, keepDraft, forgetDraft] = useKept<Draft>(`${order.changeId}.${type}`, NEW_DRAFT);
  const [isTold, setTold] = useState(false);
  const [now, setNow] = useState(thisMinute);
  const hasMoved = order.sequence !== open.sequence || sending.hasMovedOn;
  const form = useFocusAsItMoves(hasMoved);
  // What was typed over a wish that is over by then is only put on the newer one after it was asked for once more.
  const draft = hasMoved ? kept : { ...kept, wish: freshWish(kept.wish, order.changes) };
  const preview = useActPreview(order, { type, draft, now });
  const reasons = useReasonCodes(act.needsReason ? (type as ActWithReason) : null) ?? [];
  const chosen = reasons.find(({ code }) => code === draft.reasonCode);
  const why = { reasonCode: draft.reasonCode, reason: draft.reason.trim() || chosen?.text };
  const missing = missingIn(act, draft);
  const { data } = preview;
  useEffect(() => {
    onForeseen?.(data === undefined ? null : { label, preview: data });
  }, [data, label, onForeseen]);
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (hasMoved) return;
    setTold(true);
    const [first] = missing;
    if (first !== undefined) {
      focusField(`act-${first}`);
      return;
    }
    const payload = payloadOf(type, draft, { order, now });
    if (await onSend(act.needsReason ? { ...payload, ...why } : payload)) forgetDraft();
  };
  const seen = (): void => {
    if (kept.wish !== null) keepDraft({ ...kept, wish: rebased(kept.wish, order.changes) });
    setNow(thisMinute());
    sending.forget();
    onSeen();
  };
  return (
    <form ref={form} className="act-panel" noValidate onSubmit={(event) => void send(event)}>
      <ActEffect preview={preview} />
      <ActForm
        act={act}
        order={order}
        reasons={reasons}
        draft={draft}
        onDraft={keepDraft}
        missing={isTold ? missing : []}
        now={now}
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
      <Advice order={order} type={type} />
    </form>
  );
}

/** The button that does it gives way to a question and comes back: the focus goes with it, and is not lost. @returns of the form */
function useFocusAsItMoves(hasMoved: boolean) {
  const form = useRef<HTMLFormElement>(null);
  const had = useRef(hasMoved);
  useEffect(() => {
    if (had.current === hasMoved) return;
    had.current = hasMoved;
    const next = form.current?.querySelector<HTMLElement>(hasMoved ? '.act-moved' : '[type=submit]');
    if (document.activeElement === document.body) next?.focus();
  }, [hasMoved]);
  return form;
}
