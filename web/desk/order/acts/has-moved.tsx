import { useReading } from '../../../shared/api/api';
import type { Schemas } from '../../../shared/api/api-types';
import { Button } from '../../../shared/ui/button';
import { Notice } from '../../../shared/ui/notice';
import { useDesk } from '../../words/desk-words';
import { TimelineRow } from '../timeline/timeline-row';
import type { OpenAct } from './open-act';

interface MovedSinceProps {
  order: Schemas['Order'];
  since: Pick<OpenAct, 'at'>;
  zone: string | null;
}

/** More than that and nobody reads it: the timeline has all. */
const MOST_TOLD = 5;

/** What moved in an order since it was seen. */
export function MovedSince({ order: { changeId, headline }, since, zone }: MovedSinceProps) {
  const asked = { params: { changeId }, query: { order: 'desc', limit: '20' } } as const;
  const { data } = useReading('GET /v1/changes/{changeId}/timeline', asked);
  const moves = data?.items.filter(({ kind, at }) => (kind === 'move' || kind === 'attempt') && at > since.at) ?? [];
  return (
    <>
      <p>
        <b>{headline}</b>
      </p>
      <ol className="moved-since">
        {moves.slice(0, MOST_TOLD).map((item) => (
          <TimelineRow key={`${item.at} ${item.text}`} item={item} zone={zone} />
        ))}
      </ol>
    </>
  );
}

/** The order is not where it was when the act was opened, so it is asked once more; what was typed stays. */
export function HasMoved({ onSeen, ...about }: MovedSinceProps & { onSeen(): void }) {
  const { say } = useDesk();
  return (
    <div className="act-moved" tabIndex={-1}>
      <Notice kind="wait" level={3} title={say('desk.order.moved.title')} isAnnounced>
        <MovedSince {...about} />
        <p>{say('desk.order.moved.text')}</p>
        <Button kind="quiet" isSmall onPress={onSeen}>
          {say('desk.order.moved.seen')}
        </Button>
      </Notice>
    </div>
  );
}
