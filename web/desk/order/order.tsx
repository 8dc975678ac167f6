import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Failure } from '../../shared/api/failure';
import { isWhole } from '../../shared/order/later-of';
import { useReadingOrder } from '../../shared/order/reading-order';
import { Link } from '../../shared/ui/button';
import { Notice } from '../../shared/ui/notice';
import { Page } from '../../shared/ui/page';
import { Sheet, Skeleton } from '../../shared/ui/standing';
import { useLineOfScreen } from '../live/desk-live';
import { useDesk } from '../words/desk-words';
import { OrderScreen } from './order-screen';

/** An order as support works at it: where it stands, what can be done, what that would do, and what became of it. */
export function DeskOrder() {
  const { changeId = '' } = useParams({ strict: false });
  const { say } = useDesk();
  const { data, error, refetch, lostSince } = useReadingOrder(changeId, { isFollowedOn: true });
  useLineOfScreen(lostSince);
  if (isWhole(data)) return <OrderScreen key={changeId} order={data} />;
  return (
    <Unread>
      {data !== undefined && <Notice kind="info" title={say('desk.order.starting')} isAnnounced />}
      {data === undefined && error !== null && <Failure error={error} onRetry={refetch} />}
      {data === undefined && error === null && <Reading />}
    </Unread>
  );
}

function Unread({ children }: { children: ReactNode }) {
  const { say } = useDesk();
  return (
    <Page isWide title={say('desk.order.title')} back={<Link href="/desk">{say('desk.queue.title')}</Link>}>
      {children}
    </Page>
  );
}

const Reading = () => (
  <Sheet>
    <p>
      <Skeleton width="80%" />
    </p>
    <p>
      <Skeleton width="60%" />
    </p>
  </Sheet>
);
