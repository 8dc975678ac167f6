import { useTimeZone } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { dateText, timeText } from '../../shared/dates/date-text';
import { Fact, Facts } from '../../shared/ui/facts';
import { Sheet } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { OrderTag } from '../orders/order-tag';
import { ReceiptLink } from '../receipts/receipt-link';
import { useReceipt } from './use-receipt';

/** What was ordered in a sentence a subscription, whose turn it is, from when it holds, and its receipt. */
export function OrderFacts({ order }: { order: Schemas['Order'] }) {
  const { say, language } = useWords();
  const zone = useTimeZone();
  const { quote, startedAt } = order;
  return (
    <Sheet label={say('ui.billing.order.what')}>
      <h2>{say('ui.billing.order.what')}</h2>
      {quote !== null && (
        <ul className="ordered">
          {quote.explanation.changes.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      <Facts>
        <Fact name={say('ui.billing.order.standing')}>
          <OrderTag order={order} />
        </Fact>
        <Fact name={say('ui.billing.order.started')}>
          <time dateTime={startedAt}>{timeText(startedAt, zone, language)}</time>
        </Fact>
        {quote !== null && (
          <Fact name={say('ui.billing.order.effective')}>{dateText(quote.effectiveDate, language)}</Fact>
        )}
        <Receipt order={order} />
      </Facts>
    </Sheet>
  );
}

function Receipt({ order }: { order: Schemas['Order'] }) {
  const { say } = useWords();
  const receipt = useReceipt(order);
  if (receipt === undefined) return null;
  return (
    <Fact name={say('ui.billing.order.reference')}>
      <b>{receipt.reference}</b>
      <ReceiptLink changeId={order.changeId} />
    </Fact>
  );
}
