import { useEffect, useRef } from 'react';
import type { Schemas } from '../../../shared/api/api-types';
import { Failure } from '../../../shared/api/failure';
import { useKept } from '../../../shared/api/kept';
import { Button } from '../../../shared/ui/button';
import { Notice } from '../../../shared/ui/notice';
import { useDesk } from '../../words/desk-words';
import { type Draft, NEW_DRAFT } from './act-fields';
import { MovedSince } from './has-moved';
import type { OpenAct } from './open-act';

interface ActGoneProps {
  open: OpenAct;
  order: Schemas['Order'];
  zone: string | null;
  /** Why it was not taken, where it was sent. */
  failure: unknown;
  /** It was offered a moment ago, so that the focus may have been in it. */
  takesFocus: boolean;
  onClose(): void;
}

/** An act that was being written when the order moved on and does not take it any more: why, and what was written. */
export function ActGone({ open, order, zone, failure, takesFocus, onClose }: ActGoneProps) {
  const { say } = useDesk();
  const [draft] = useKept<Draft>(`${order.changeId}.${open.type}`, NEW_DRAFT);
  const why = order.notNow.find(({ type }) => type === open.type)?.why;
  const written = [draft.reason, draft.evidence, draft.message, draft.consent].filter((text) => text !== '');
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takesFocus && document.activeElement === document.body) place.current?.focus();
  }, [takesFocus]);
  return (
    <div className="act-panel" ref={place} tabIndex={-1}>
      {failure !== null && <Failure error={failure} />}
      <Notice kind="wait" level={3} title={say('desk.order.gone.title', { act: open.label })} isAnnounced>
        {why !== undefined && <p>{why}</p>}
        <MovedSince order={order} since={open} zone={zone} />
        {written.map((text) => (
          <blockquote key={text}>{text}</blockquote>
        ))}
      </Notice>
      <div className="acts">
        <Button kind="plain" isSmall onPress={onClose}>
          {say('desk.order.gone.close')}
        </Button>
      </div>
    </div>
  );
}
