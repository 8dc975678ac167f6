import type { Schemas } from '../../shared/api/api-types';
import { dateText } from '../../shared/dates/date-text';
import { isNoMoney, moneyText } from '../../shared/money/money-text';
import { Notice } from '../../shared/ui/notice';
import { useWords } from '../../shared/words/words';
import { AgreedTerms } from '../handed-over/agreed-terms';
import { CancelOrder } from '../order/cancel-order';
import { OrderAmounts } from '../order/order-amounts';
import { OrderFacts } from '../order/order-facts';
import { OrderNotices } from '../order/order-notices';
import { OrderPage } from '../order/order-page';
import { WhatFollows } from '../order/what-follows';
import { AnotherChange } from './another-change';

/** Placed, and made on a later day: what happens then, that nothing is to be done until then, and how it is called off. */
export function Agreed({ order }: { order: Schemas['Order'] }) {
  const { say, language } = useWords();
  const { quote } = order;
  if (quote === null) {
    return (
      <OrderPage order={order}>
        <OrderFacts order={order} />
      </OrderPage>
    );
  }
  const { dueToday: due } = quote;
  const day = dateText(quote.effectiveDate, language);
  const then = { day, isFree: isNoMoney(due) ? 'yes' : 'no', amount: moneyText(due, language) };
  return (
    <OrderPage
      order={order}
      title={say('ui.billing.agreed.on', { day })}
      lead={order.headline}
      aside={<OrderAmounts quote={quote} />}
    >
      <Notice kind="done" title={say('ui.billing.agreed.nothing_today')}>
        <p>{say('ui.billing.agreed.then', then)}</p>
      </Notice>
      <OrderNotices order={order} />
      <AgreedTerms order={order} />
      <OrderFacts order={order} />
      <WhatFollows
        steps={[
          say('ui.billing.agreed.follows.until', { day }),
          say('ui.billing.agreed.follows.then', then),
          say('ui.billing.agreed.follows.otherwise'),
        ]}
      />
      <AnotherChange order={order} />
      <CancelOrder order={order} effect={say('ui.billing.agreed.cancel', { day })} />
    </OrderPage>
  );
}
