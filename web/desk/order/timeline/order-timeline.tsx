import { useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { usePages } from '../../../shared/api/api';
import type { Schemas } from '../../../shared/api/api-types';
import { Failure } from '../../../shared/api/failure';
import { Disclosure } from '../../../shared/ui/disclosure';
import { More } from '../../../shared/ui/more';
import { Sheet, Skeleton } from '../../../shared/ui/standing';
import { useDesk } from '../../words/desk-words';
import { TimelineMailRow } from './mail-row';
import { daysOf, keyed, type StreamPart, streamOf, TIMELINE_FILTERS, type TimelineFilter } from './stream';
import { TimelineRow } from './timeline-row';
import { useClock } from './use-clock';
import { type Resent, timesSent, useResent } from './use-resent';

type Move = Schemas['TimelineMove'];

interface OrderTimelineProps {
  order: Schemas['Order'];
  zone: string | null;
  /** A move that is looked at, for the chart to show; null where it shows what is so now. */
  onMoment(move: Move | null): void;
}

const PAGE = '50';

/** Everything that happened to the order in one stream, newest first. */
export function OrderTimeline({ order: { changeId }, zone, onMoment }: OrderTimelineProps) {
  const { say } = useDesk();
  const { day } = useClock(zone);
  const [filter, setFilter] = useState<TimelineFilter>('all');
  const { resent, onResent, looksEvery } = useResent();
  const pages = usePages(
    'GET /v1/changes/{changeId}/timeline',
    { params: { changeId }, query: { order: 'desc', limit: PAGE } },
    { refetchInterval: (read) => looksEvery(read.flatMap((page) => page.items)) },
  );
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = pages;
  const items = data?.pages.flatMap((page) => page.items);
  const parts = items && streamOf(items, filter, (item) => timesSent(resent, item) > 0);
  const rows = { zone, onMoment, resent, onResent };
  return (
    <Sheet label={say('desk.order.timeline')}>
      <h2>{say('desk.order.timeline')}</h2>
      <ToggleButtonGroup
        aria-label={say('desk.order.timeline.filter')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[filter]}
        onSelectionChange={([chosen]) => setFilter(TIMELINE_FILTERS.find((one) => one === chosen) ?? 'all')}
        className="timeline-filters"
      >
        {TIMELINE_FILTERS.map((one) => (
          <ToggleButton key={one} id={one} className="timeline-filter">
            {say('desk.order.timeline.filter.name', { filter: one })}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <p className="second small">{say('desk.order.timeline.hint')}</p>
      {error !== null && data === undefined && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && (
        <p aria-busy="true">
          <Skeleton width="80%" />
          <Skeleton width="60%" />
        </p>
      )}
      {parts?.length === 0 && <p className="second">{say('desk.order.timeline.none', { filter })}</p>}
      {parts !== undefined &&
        daysOf(parts, day).map((one) => (
          <section key={one.parts[0]?.key}>
            <h3 className="timeline-day">{one.day}</h3>
            <Stream parts={one.parts} {...rows} />
          </section>
        ))}
      <More
        hasMore={hasNextPage}
        isReading={isFetchingNextPage}
        onMore={() => void fetchNextPage()}
        aloud={say('desk.order.timeline.more')}
      />
    </Sheet>
  );
}

interface RowProps extends Pick<OrderTimelineProps, 'zone' | 'onMoment'> {
  resent: Resent;
  onResent(key: string): void;
}

function Stream({ parts, ...rows }: RowProps & { parts: readonly StreamPart[] }) {
  const { say } = useDesk();
  return (
    <ol className="timeline">
      {parts.map((part) =>
        part.kind === 'quiet' ? (
          <li key={part.key} className="timeline-quiet">
            <Disclosure title={say('desk.order.timeline.quiet', { count: part.items.length })} level={4}>
              <ol className="timeline">
                {keyed(part.items).map(({ item, key }) => (
                  <Row key={key} item={item} {...rows} />
                ))}
              </ol>
            </Disclosure>
          </li>
        ) : (
          <Row key={part.key} item={part.item} {...rows} />
        ),
      )}
    </ol>
  );
}

function Row({ item, zone, onMoment, resent, onResent }: RowProps & { item: Schemas['TimelineItem'] }) {
  if (item.kind === 'move') return <Replayed move={item} zone={zone} onMoment={onMoment} />;
  if (item.kind !== 'mail' && item.kind !== 'reminder') return <TimelineRow item={item} zone={zone} />;
  return (
    <TimelineMailRow item={item} zone={zone} timesSent={timesSent(resent, item)} onResent={() => onResent(item.key)} />
  );
}

/** A move whose hour is looked at sets the chart to its moment. */
function Replayed({ move, zone, onMoment }: Pick<RowProps, 'zone' | 'onMoment'> & { move: Move }) {
  const { say } = useDesk();
  const { clock } = useClock(zone);
  const at = clock(move.at);
  const look = (
    <button
      type="button"
      className="timeline-look"
      // Not every browser gives the focus to a button that is pressed.
      onClick={({ currentTarget }) => {
        currentTarget.focus();
        onMoment(move);
      }}
      onFocus={() => onMoment(move)}
      onBlur={() => onMoment(null)}
      aria-label={say('desk.order.timeline.look', { at, text: move.text })}
    >
      <time dateTime={move.at}>{at}</time>
    </button>
  );
  return <TimelineRow item={move} zone={zone} look={look} />;
}
