import type { Schemas } from '../../shared/api/api-types';
import { useWords } from '../../shared/words/words';
import { CancelOrder } from '../order/cancel-order';
import { OrderAmounts } from '../order/order-amounts';
import { OrderFacts } from '../order/order-facts';
import { OrderNotices } from '../order/order-notices';
import { OrderPage } from '../order/order-page';
import { OrderSteps } from '../order/order-steps';
import { ConfirmAtBank, isForBank } from './confirm-at-bank';

/** What the order is doing now, step by step, as it happens. */
export function UnderWay({ order }: { order: Schemas['Order'] }) {
  const { say } = useWords();
  const { quote, steps, headline } = order;
  // Nobody is written to about an order that they have not placed, and whoever has something to do had better stay.
  const mayBeClosed = steps.some(({ step }) => AFTER_PLACING.has(step)) && !isForBank(order);
  return (
    <OrderPage
      order={order}
      {...(mayBeClosed ? { lead: say('ui.billing.under_way.close') } : {})}
      aside={quote !== null && <OrderAmounts quote={quote} />}
    >
      <p className="aloud" role="status">
        {headline}
      </p>
      <OrderNotices order={order} />
      <ConfirmAtBank order={order} />
      <OrderSteps steps={steps} />
      <OrderFacts order={order} />
      <CancelOrder order={order} effect={say('ui.billing.under_way.cancel')} />
    </OrderPage>
  );
}

const AFTER_PLACING: ReadonlySet<Schemas['StepOfOrder']['step']> = new Set(['agree', 'confirm', 'give_back']);
