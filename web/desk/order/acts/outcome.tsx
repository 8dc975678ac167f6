import { useEffect, useRef } from 'react';
import type { Schemas } from '../../../shared/api/api-types';
import { Notice } from '../../../shared/ui/notice';
import { useDesk } from '../../words/desk-words';
import { useDeskTime } from '../../zone/zone';
import { type ActResult, effectOf, judged, type SentAct } from './effect';

const KIND_OF: Readonly<Record<ActResult, 'info' | 'done' | 'error' | 'wait'>> = {
  under_way: 'info',
  left_stuck: 'done',
  stuck_again: 'error',
  stuck_otherwise: 'error',
  got_stuck: 'error',
  rests: 'info',
  done: 'done',
  refused: 'error',
  unknown: 'wait',
};

interface OutcomeProps {
  sent: SentAct;
  order: Schemas['Order'];
  zone: string | null;
  /** It was sent just now: what was pressed for it is gone. */
  takesFocus: boolean;
  /** It is known what became of it. */
  onJudged(sent: SentAct): void;
}

/** What became of the act that was sent last; what somebody does after that is not told of it. */
export function Outcome({ sent, order, zone, takesFocus, onJudged }: OutcomeProps) {
  const { say } = useDesk();
  const { tell } = useDeskTime(zone);
  const place = useRef<HTMLDivElement>(null);
  const { at, ended, grantId, label } = sent;
  useEffect(() => {
    if (takesFocus) place.current?.focus();
  }, [takesFocus]);
  const known = judged(sent, order);
  useEffect(() => {
    if (known !== sent) onJudged(known);
  }, [known, sent, onJudged]);
  if (grantId !== null) return null;
  const effect = effectOf(sent, order);
  const isOfNow = ended === null || ended.sequence === order.sequence;
  return (
    <div ref={place} role="status" tabIndex={-1} className="act-outcome">
      <Notice kind={KIND_OF[effect]} level={3} title={say('desk.order.outcome', { effect, act: label })}>
        {ended?.text !== undefined && <p>{ended.text}</p>}
        {isOfNow && <p>{order.stuck === null ? order.headline : order.stuck.text}</p>}
        <p className="second small">
          {say('desk.order.outcome.sent')} <time dateTime={at}>{tell(at)}</time>
        </p>
      </Notice>
    </div>
  );
}
