import { withAccount } from '../../shared/api/account';
import { usePages } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { Link } from '../../shared/ui/button';
import { Empty } from '../../shared/ui/empty';
import { More } from '../../shared/ui/more';
import { Sheet } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { ForAccount } from '../account/for-account';
import { OrderRow, UnreadOrders } from './order-row';
import './orders.css';

/** The orders of an account, the newest first, with the receipts of those that took effect. */
export function Orders() {
  const { say } = useWords();
  const skeleton = (
    <Sheet>
      <UnreadOrders />
    </Sheet>
  );
  return (
    <ForAccount title={say('ui.billing.orders.title')} path="/billing/orders" skeleton={skeleton}>
      {({ accountId, timeZone }) => <OrderList accountId={accountId} timeZone={timeZone} />}
    </ForAccount>
  );
}

const A_PAGE = '20';

function OrderList({ accountId, timeZone }: Pick<Schemas['AccountView'], 'accountId' | 'timeZone'>) {
  const { say } = useWords();
  const orders = usePages('GET /v1/changes', { query: { accountId, sort: 'updated', limit: A_PAGE } });
  // In the same order and as many a page, so that those of the orders that are shown are there.
  const receipts = usePages('GET /v1/accounts/{accountId}/receipts', {
    params: { accountId },
    query: { limit: A_PAGE },
  });
  const subscriptions = usePages('GET /v1/subscriptions', { query: { accountId } });
  const names = new Map(
    subscriptions.data?.pages.flatMap(({ items }) =>
      items.map(({ subscriptionId, names: { product } }) => [subscriptionId, product] as const),
    ),
  );
  const shown = orders.data?.pages.flatMap(({ items }) => items);
  const receiptOf = new Map(
    receipts.data?.pages.flatMap(({ items }) => items.map((receipt) => [receipt.changeId, receipt] as const)),
  );
  if (orders.error !== null && shown === undefined)
    return <Failure error={orders.error} onRetry={() => void orders.refetch()} />;
  if (shown?.length === 0) {
    return (
      <Empty title={say('ui.billing.orders.empty.title')}>
        <p className="second">{say('ui.billing.orders.empty.text')}</p>
        <Link href={withAccount('/billing', accountId)}>{say('ui.billing.to_subscriptions')}</Link>
      </Empty>
    );
  }
  const more = (): void => {
    void orders.fetchNextPage();
    if (receipts.hasNextPage) void receipts.fetchNextPage();
  };
  return (
    <>
      <Sheet>
        {shown === undefined || receipts.isPending || subscriptions.isPending ? (
          <UnreadOrders />
        ) : (
          <ul className="rows orders">
            {shown.map((order) => (
              <OrderRow
                key={order.changeId}
                order={order}
                receipt={receiptOf.get(order.changeId) ?? null}
                subscriptions={order.subscriptionIds.flatMap((id) => names.get(id) ?? [])}
                timeZone={timeZone}
              />
            ))}
          </ul>
        )}
      </Sheet>
      <More
        hasMore={orders.hasNextPage}
        isReading={orders.isFetchingNextPage}
        onMore={more}
        aloud={say('ui.billing.orders.more')}
      />
    </>
  );
}
