import { useRouter } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useReading } from '../../shared/api/api';
import { Failure } from '../../shared/api/failure';
import { Link } from '../../shared/ui/button';
import { Empty } from '../../shared/ui/empty';
import { useShortcut } from '../desk-bar/shortcuts';
import { usePersonName } from '../parts/person-name';
import { useDesk } from '../words/desk-words';
import { type GridHandle, QueueGrid, UnreadRows } from './grid/queue-grid';
import { Selected } from './grid/selected';
import { useSelection } from './grid/use-selection';
import { NewsLine } from './list/news-line';
import { useQueueList } from './list/use-queue-list';
import { orderAddress } from './order-address';
import { Preview } from './preview';
import { useIsNarrow } from './use-is-narrow';
import { useTaking } from './use-taking';
import { NotCombined, offeredIn } from './views/not-combined';
import { type View, viewAddress } from './views/view';
import { ZoneNote } from './zone-note';

/** How many there are may be told so much later, in milliseconds. */
const COUNTED_EVERY = 15_000;

/** The orders of a view, the one that is looked at beside them. @param query the view with people by their ids */
export function QueueList({ query, view }: { query: View; view: View }) {
  const { say } = useDesk();
  const router = useRouter();
  const list = useQueueList(query);
  const counts = useReading('GET /v1/change-counts', { query }, { refetchInterval: () => COUNTED_EVERY });
  const selection = useSelection();
  const isNarrow = useIsNarrow();
  const nameOf = usePersonName();
  const taking = useTaking(list.put);
  const grid = useRef<GridHandle>(null);
  const acts = useRef<HTMLUListElement>(null);
  const [currentId, setCurrentId] = useState<string | null>(null);
  const lastPlace = useRef(0);
  const { orders, error, isPending } = list;
  const found = orders.findIndex(({ changeId }) => changeId === currentId);
  // Where the order has left, its place is taken by the one that follows.
  const current = found === -1 ? Math.min(lastPlace.current, orders.length - 1) : found;
  lastPlace.current = Math.max(0, current);
  const order = orders[current];
  const focusRow = (): void => grid.current?.focusRow();
  useShortcut('j', focusRow);
  useShortcut('k', focusRow);
  const open = (changeId: string, act?: string) => void router.navigate({ href: orderAddress(changeId, act) });
  const at = (deed: (changeId: string) => void) => (index: number) => {
    const one = orders[index];
    if (one !== undefined) deed(one.changeId);
  };
  const deeds = {
    open: at((changeId) => open(changeId)),
    take: (index: number) => orders[index] !== undefined && taking.take(orders[index]),
    // Where there is no room for a preview, the page of the order has the acts.
    acts: at((changeId) => {
      const first = acts.current?.querySelector<HTMLElement>('a');
      if (first) first.focus();
      else open(changeId);
    }),
  };
  if (orders.length === 0) {
    const offered = offeredIn(error);
    if (offered !== null) return <NotCombined view={view} offered={offered} />;
    if (error !== null) return <Failure error={error} onRetry={list.readAgain} />;
    if (isPending) return <UnreadRows />;
  }
  const { data: counted } = counts;
  return (
    <>
      <div className="queue-lines">
        <p className="second small">
          {counted !== undefined && say('desk.queue.count', { count: counted.count, text: counted.text })}
        </p>
        <ZoneNote />
        <NewsLine
          news={list.news}
          onShow={() => {
            list.showNews();
            // The button is gone, and the row that was looked at is where one reads on.
            requestAnimationFrame(focusRow);
          }}
        />
        <Selected selection={selection} orders={orders} />
        <p role="status" className="small">
          {taking.told}
        </p>
      </div>
      {taking.error !== null && <Failure error={taking.error} />}
      {orders.length === 0 ? (
        <Empty title={say('desk.queue.empty.title')}>
          <p className="second">{say('desk.queue.empty.text')}</p>
          <Link href={viewAddress({ open: 'true', sort: 'age' })}>{say('desk.queue.empty.way_on')}</Link>
        </Empty>
      ) : (
        <div className="queue-split">
          <QueueGrid
            list={list}
            label={say('desk.queue.title')}
            count={counted?.exact === true ? Math.max(counted.count, orders.length) : null}
            current={current}
            onCurrent={(index) => setCurrentId(orders[index]?.changeId ?? null)}
            selection={selection}
            deeds={deeds}
            nameOf={nameOf}
            handle={grid}
          />
          {order !== undefined && !isNarrow && <Preview order={order} acts={acts} onLeave={focusRow} />}
        </div>
      )}
      {error !== null && orders.length > 0 && <Failure error={error} onRetry={list.readMore} />}
    </>
  );
}
