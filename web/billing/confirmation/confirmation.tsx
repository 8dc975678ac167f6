import { useEffect } from 'react';
import { withAccount } from '../../shared/api/account';
import { useReadAgain } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { dateText } from '../../shared/dates/date-text';
import { Amount } from '../../shared/ui/amount';
import { Link } from '../../shared/ui/button';
import { Fact, Facts } from '../../shared/ui/facts';
import { Notice } from '../../shared/ui/notice';
import { Sheet } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { OrderAmounts } from '../order/order-amounts';
import { OrderNotices } from '../order/order-notices';
import { OrderPage } from '../order/order-page';
import { useReceipt } from '../order/use-receipt';
import { ReceiptLink } from '../receipts/receipt-link';
import { AssignSeats } from './assign-seats';
import './confirmation.css';

/** What the order changed and what it cost, its reference, and what happens next. */
export function Confirmation({ order }: { order: Schemas['Order'] }) {
  useSubscriptionsReadAnew();
  const { say } = useWords();
  const { quote, payment } = order;
  const paid = say('ui.billing.confirmed.money', { status: payment?.status ?? 'none' });
  return (
    <OrderPage order={order} speaksOfSeats aside={quote !== null && <OrderAmounts quote={quote} paid={paid} />}>
      <Done order={order} />
      <OrderNotices order={order} />
      {quote !== null && <AssignSeats order={order} quote={quote} />}
      {quote !== null && <WhatChanged quote={quote} paid={paid} />}
      <WhatFollows order={order} />
    </OrderPage>
  );
}

/** Whoever goes back from here, e.g. to the form that the order came from, finds what is so now. */
function useSubscriptionsReadAnew(): void {
  const readAgain = useReadAgain();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the order is over
  useEffect(() => {
    void readAgain('GET /v1/subscriptions/{subscriptionId}');
    void readAgain('GET /v1/subscriptions');
  }, []);
}

interface Made {
  order: Schemas['Order'];
  quote: Schemas['Quote'];
  /** What became of the money. */
  paid: string;
}

/** That it is done, and the reference that people ask for. */
function Done({ order }: Pick<Made, 'order'>) {
  const { say } = useWords();
  const receipt = useReceipt(order);
  return (
    <Notice kind="done" title={say('ui.billing.confirmed.done')}>
      {receipt !== undefined && (
        <p className="reference">
          <span>{say('ui.billing.order.reference')}</span> <b>{receipt.reference}</b>
          <ReceiptLink changeId={order.changeId} />
        </p>
      )}
    </Notice>
  );
}

function WhatChanged({ quote, paid }: Pick<Made, 'quote' | 'paid'>) {
  const { say, language } = useWords();
  return (
    <Sheet label={say('ui.billing.confirmed.changed')}>
      <h2>{say('ui.billing.confirmed.changed')}</h2>
      <ul className="ordered">
        {quote.explanation.changes.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <Facts>
        <Fact name={paid}>
          <Amount of={quote.dueToday} />
        </Fact>
        <Fact name={say('ui.billing.order.effective')}>{dateText(quote.effectiveDate, language)}</Fact>
      </Facts>
    </Sheet>
  );
}

function WhatFollows({ order: { accountId, quote } }: Pick<Made, 'order'>) {
  const { say, language } = useWords();
  return (
    <Sheet label={say('ui.billing.confirmed.next')}>
      <h2>{say('ui.billing.confirmed.next')}</h2>
      <ul className="what-follows">
        <li>{say('ui.billing.confirmed.mail')}</li>
        {quote?.changes.map(({ subscriptionId, names, nextBillDate }) => (
          <li key={subscriptionId}>
            {say('ui.billing.confirmed.next_bill', {
              product: names?.product ?? subscriptionId,
              day: dateText(nextBillDate, language),
            })}
          </li>
        ))}
      </ul>
      <p>
        <Link href={withAccount('/billing', accountId)}>{say('ui.billing.confirmed.home')}</Link>
      </p>
    </Sheet>
  );
}
