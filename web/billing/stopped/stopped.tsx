import type { Schemas } from '../../shared/api/api-types';
import { OrderAmounts } from '../order/order-amounts';
import { OrderFacts } from '../order/order-facts';
import { OrderNotices } from '../order/order-notices';
import { OrderPage } from '../order/order-page';

/** Why the order does not go on, and who takes care of it. */
export function Stopped({ order }: { order: Schemas['Order'] }) {
  const { quote } = order;
  return (
    <OrderPage order={order} aside={quote !== null && <OrderAmounts quote={quote} />}>
      <OrderNotices order={order} />
      <OrderFacts order={order} />
    </OrderPage>
  );
}
