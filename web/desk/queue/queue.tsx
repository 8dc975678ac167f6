import { useLocation, useRouter } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { useSession } from '../../shared/api/api';
import { Disclosure } from '../../shared/ui/disclosure';
import { Page } from '../../shared/ui/page';
import { useDesk } from '../words/desk-words';
import { Counts } from './counts/counts';
import { QueueList } from './queue-list';
import { FilterChips } from './views/filter-chips';
import { NarrowBy } from './views/narrow-by';
import './queue.css';
import { TakeNext } from './take-next';
import { useIsNarrow } from './use-is-narrow';
import { FIRST_VIEW, isBare, queryOf, viewAddress, viewInAddress } from './views/view';

/** What waits: how much and why, the orders of one view, and the one that is looked at. The address is the view. */
export function Queue() {
  const { say } = useDesk();
  const { userId } = useSession();
  const router = useRouter();
  const isNarrow = useIsNarrow();
  const address = useOwnSearch();
  // The same object while it is the same view.
  const view = useMemo(() => viewInAddress(Object.fromEntries(new URLSearchParams(address))), [address]);
  const query = useMemo(() => queryOf(view, userId), [view, userId]);
  const saysNothing = isBare(view);
  useEffect(() => {
    if (saysNothing) void router.navigate({ href: viewAddress(FIRST_VIEW), replace: true });
  }, [saysNothing, router]);
  return (
    <Page isWide title={say('desk.queue.title')}>
      <div className="queue">
        <nav className="queue-counts" aria-label={say('desk.queue.counts')}>
          {isNarrow ? (
            <Disclosure title={say('desk.queue.counts')} level={2}>
              <Counts view={view} />
            </Disclosure>
          ) : (
            <Counts view={view} />
          )}
        </nav>
        <div className="queue-main">
          <div className="queue-tools">
            <TakeNext view={view} />
            <FilterChips view={view} />
            <NarrowBy view={view} />
          </div>
          {!saysNothing && <QueueList key={viewAddress(view)} query={query} view={view} />}
        </div>
      </div>
    </Page>
  );
}

/** The search of the address, as it was here: while the next screen is downloaded, the address is that screen's already. */
function useOwnSearch(): string {
  const { pathname, searchStr } = useLocation();
  const own = useRef(searchStr);
  if (/^\/desk\/?$/.test(pathname)) own.current = searchStr;
  return own.current;
}
