import type { Schemas } from '../../../shared/api/api-types';
import { Notice } from '../../../shared/ui/notice';
import { useDesk } from '../../words/desk-words';
import { useDeskTime } from '../../zone/zone';
import { type ActResult, effectOf, type SentAct } from './effect';

const KIND_OF: Readonly<Record<ActResult, 'info' | 'done' | 'error' | 'wait'>> = {
  under_way: 'info',
  left_stuck: 'done',
  stuck_again: 'error',
  stuck_otherwise: 'error',
  rests: 'info',
};

interface OutcomeProps {
  sent: SentAct;
  order: Schemas['Order'];
  zone: string | null;
}

/** What became of the act that was sent last, as far as the order has come. */
export function Outcome({ sent, order, zone }: OutcomeProps) {
  const { say } = useDesk();
  const { tell } = useDeskTime(zone);
  if (sent.grantId !== null) return null;
  const effect = effectOf(sent, order);
  return (
    <div role="status" className="act-outcome">
      <Notice kind={KIND_OF[effect]} level={3} title={say('desk.order.outcome', { effect, act: sent.label })}>
        <p>{order.stuck === null ? order.headline : order.stuck.text}</p>
        <p className="second small">
          {say('desk.order.outcome.sent')} <time dateTime={sent.at}>{tell(sent.at)}</time>
        </p>
      </Notice>
    </div>
  );
}
