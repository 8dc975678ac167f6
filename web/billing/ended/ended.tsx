import type { Schemas } from '../../shared/api/api-types';
import { Notice } from '../../shared/ui/notice';
import { OrderAmounts } from '../order/order-amounts';
import { OrderFacts } from '../order/order-facts';
import { OrderNotices } from '../order/order-notices';
import { OrderPage } from '../order/order-page';

/** Why the order is over without effect, and what can be done instead. */
export function Ended({ order }: { order: Schemas['Order'] }) {
  const { quote, refusal } = order;
  return (
    <OrderPage order={order} aside={quote !== null && <OrderAmounts quote={quote} />}>
      {refusal !== null && <Notice kind="error" title={refusal.text} />}
      <OrderNotices order={order} />
      <OrderFacts order={order} />
    </OrderPage>
  );
}
