import { useParams } from '@tanstack/react-router';
import { useAccountInAddress, withAccount } from '../../shared/api/account';
import { useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { Link } from '../../shared/ui/button';
import { Notice } from '../../shared/ui/notice';
import { Page } from '../../shared/ui/page';
import { Sheet, Skeleton } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { ShareQuote } from '../quote-link/share-quote';
import { OrderAmounts } from './order-amounts';
import { OrderFacts } from './order-facts';
import './order.css';

/** How often an order that moves by itself is looked at, in milliseconds. */
const LOOKS_EVERY = 3_000;

/** One order to be read: where it stands, what was ordered, and what it costs. */
export function Order() {
  const { say } = useWords();
  const { changeId = '' } = useParams({ strict: false });
  const { data, error, refetch } = useReading(
    'GET /v1/changes/{changeId}',
    { params: { changeId } },
    { refetchInterval: (found) => (found === undefined || isMoving(found) ? LOOKS_EVERY : false) },
  );
  const order = data !== undefined && 'headline' in data ? data : undefined;
  useAccountInAddress(order?.accountId);
  const list = withAccount('/billing/orders', order?.accountId ?? null);
  return (
    <Page
      title={order?.headline ?? say('ui.billing.order.title')}
      back={<Link href={list}>{say('ui.billing.orders.title')}</Link>}
    >
      {order !== undefined && <OrderBody order={order} />}
      {order === undefined && data !== undefined && (
        <Notice kind="info" title={say('ui.billing.order.starting')} isAnnounced />
      )}
      {data === undefined && error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && (
        <Sheet>
          <p>
            <Skeleton width="80%" />
          </p>
          <p>
            <Skeleton width="60%" />
          </p>
        </Sheet>
      )}
    </Page>
  );
}

const isMoving = (order: Schemas['Order'] | Schemas['OrderStarting']): boolean => !order.settled;

function OrderBody({ order }: { order: Schemas['Order'] }) {
  const { say } = useWords();
  const { quote, refusal, askAgain, dropped } = order;
  return (
    <div className="order-page">
      <div className="order-main">
        {refusal !== null && (
          <Notice kind="error" title={refusal.text}>
            {refusal.next !== null && <p>{refusal.next}</p>}
          </Notice>
        )}
        {askAgain !== null && <Notice kind="wait" title={askAgain.text} />}
        {dropped.map(({ change, refusal: why }) => (
          <Notice key={change.subscriptionId} kind="wait" title={why.text} />
        ))}
        <OrderFacts order={order} />
      </div>
      <div className="order-main">
        {quote === null ? <p className="second">{say('ui.billing.order.no_quote')}</p> : <OrderAmounts quote={quote} />}
        {!order.done && <ShareQuote order={order} />}
      </div>
    </div>
  );
}
