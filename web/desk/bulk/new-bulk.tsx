import { useQuery } from '@tanstack/react-query';
import { useApi, useSession } from '../../shared/api/api';
import { Failure } from '../../shared/api/failure';
import { Link } from '../../shared/ui/button';
import { Notice } from '../../shared/ui/notice';
import { Page } from '../../shared/ui/page';
import { Sheet, Skeleton } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { useDesk } from '../words/desk-words';
import { Foreseen } from './foreseen';
import { SendBulk } from './send-bulk';
import { BULK_SENDER } from './sender';
import { type AddressBulk, type BulkEvent, type BulkOrders, ordersOf, queueOf } from './wish';

interface NewBulkProps {
  event: BulkEvent;
  orders: Omit<AddressBulk, 'event'>;
}

/** One act for many orders, before it is done: what it would come to, why, and how fast. */
export function NewBulk({ event, orders }: NewBulkProps) {
  const { say } = useDesk();
  const { role } = useSession();
  const listed = ordersOf(orders);
  return (
    <Page title={say('desk.bulk.new.title')} back={<Link href="/desk/bulk">{say('desk.bulk.title')}</Link>}>
      {listed === null ? (
        <Notice kind="info" title={say('desk.bulk.new.none.title')}>
          <p>{say('desk.bulk.new.none.text')}</p>
          <Link href="/desk">{say('desk.bulk.to_queue')}</Link>
        </Notice>
      ) : role === BULK_SENDER ? (
        <Wanted event={event} orders={listed} />
      ) : (
        <Notice kind="info" title={say('desk.bulk.leads_only.title')}>
          <p>{say('desk.bulk.leads_only.text')}</p>
        </Notice>
      )}
    </Page>
  );
}

function Wanted({ event, orders }: { event: BulkEvent; orders: BulkOrders }) {
  const { say } = useDesk();
  const { language } = useWords();
  const { ask } = useApi();
  const { data, error, refetch } = useQuery({
    queryKey: ['POST /v1/bulk-events/preview', event, orders, language],
    queryFn: ({ signal }) =>
      ask('POST /v1/bulk-events/preview', { body: { event: { type: event }, ...orders }, signal }),
    // What would become of them is asked while somebody looks, and once more by whoever wants to know.
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const itsView = orders.filter === undefined ? null : queueOf(orders.filter);
  if (data === undefined && error !== null) return <Failure error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <Sheet label={say('desk.bulk.foreseen.title')}>
        <h2>
          {data === undefined ? (
            <Skeleton width="16rem" />
          ) : (
            say('desk.bulk.name', { act: data.label, count: data.total })
          )}
        </h2>
        {itsView !== null && (
          <p>
            <Link href={itsView}>{say('desk.bulk.its_view')}</Link>
          </p>
        )}
        {data === undefined ? <Skeleton width="60%" /> : <Foreseen preview={data} />}
      </Sheet>
      {data !== undefined && <SendBulk event={event} orders={orders} preview={data} />}
    </>
  );
}
