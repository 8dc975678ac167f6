import { withAccount } from '../../shared/api/account';
import type { Schemas } from '../../shared/api/api-types';
import { dayText } from '../../shared/dates/date-text';
import { Amount } from '../../shared/ui/amount';
import { Link } from '../../shared/ui/button';
import { Skeleton } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { ReceiptLink } from '../receipts/receipt-link';
import { OrderTag } from './order-tag';

interface OrderRowProps {
  order: Schemas['OrderListItem'];
  /** Null where the order has not taken effect. */
  receipt: Schemas['ReceiptListItem'] | null;
  /** Names of what it changes, as far as they are known. */
  subscriptions: readonly string[];
  timeZone: Schemas['TimeZone'];
}

/** An order in a list: what it changed or where it stands, when, how much, and its receipt. */
export function OrderRow({ order, receipt, subscriptions, timeZone }: OrderRowProps) {
  const { say, language } = useWords();
  const { changeId, accountId, headline, dueToday, updatedAt, done } = order;
  // One that ended without effect costs nothing, whatever its quote said.
  const due = done && receipt === null ? null : dueToday;
  const title = receipt?.changes.join(' ') ?? headline;
  return (
    <li className="order-row">
      <div className="order-what">
        <Link href={withAccount(`/billing/orders/${encodeURIComponent(changeId)}`, accountId)}>{title}</Link>
        <p className="second small">
          {subscriptions.map((name) => `${name} · `)}
          <time dateTime={updatedAt}>{dayText(updatedAt, timeZone, language)}</time>
        </p>
      </div>
      <div className="order-standing">
        <OrderTag order={order} />
        {receipt !== null && <ReceiptLink changeId={changeId} aloud={receipt.reference} />}
      </div>
      <div className="order-amount">
        {due !== null && <Amount of={due} />}
        {due === null && !done && <span className="second">{say('ui.billing.orders.no_amount')}</span>}
      </div>
    </li>
  );
}

export function UnreadOrders() {
  return (
    <ul className="rows orders">
      {['a', 'b', 'c', 'd'].map((place) => (
        <li key={place} className="order-row">
          <div className="order-what">
            <p>
              <Skeleton width="70%" />
            </p>
            <p className="small">
              <Skeleton width="12rem" />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
