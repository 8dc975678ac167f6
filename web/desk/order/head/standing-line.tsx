import type { Schemas } from '../../../shared/api/api-types';
import { type Standing, Tag } from '../../../shared/ui/standing';
import { useDesk } from '../../words/desk-words';
import { useDeskTime } from '../../zone/zone';
import './order-head.css';

type Order = Schemas['Order'];

/** Where the order stands in a word, since when, and when it goes on by itself. */
export function StandingLine({ order, zone }: { order: Order; zone: string | null }) {
  const { say } = useDesk();
  const { tell } = useDeskTime(zone);
  const { inStateSince, nextTimerAt, stuck, heldSince } = order;
  const standing = standingOf(order);
  const since = stuck?.since ?? heldSince ?? inStateSince;
  return (
    <span className="standing-line">
      <Tag standing={standing}>{say('desk.order.standing', { standing: heldSince === null ? standing : 'held' })}</Tag>
      {stuck !== null && <span>{say('desk.order.stuck', { attempts: stuck.attempts })}</span>}
      {since !== null && (
        <span>
          {say('desk.order.since')} <time dateTime={since}>{tell(since)}</time>
        </span>
      )}
      {nextTimerAt !== null && (
        <span>
          {say('desk.order.next_timer')} <time dateTime={nextTimerAt}>{tell(nextTimerAt)}</time>
        </span>
      )}
    </span>
  );
}

function standingOf({ done, stuck, settled, waits }: Order): Standing {
  if (stuck !== null || waits === 'stuck') return 'stuck';
  if (done) return 'done';
  return settled ? 'wait' : 'work';
}
