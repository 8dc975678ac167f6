import type { Schemas } from '../../shared/api/api-types';
import { useWords } from '../../shared/words/words';
import { CancelOrder } from '../order/cancel-order';
import { OrderAmounts } from '../order/order-amounts';
import { OrderNotices } from '../order/order-notices';
import { OrderPage } from '../order/order-page';
import { WhatFollows } from '../order/what-follows';
import { Decision } from './decision';
import { SentAlong } from './sent-along';

/** Somebody of ours decides: who, with what before them, when they answer, and what comes of it. */
export function HandedOver({ order }: { order: Schemas['Order'] }) {
  const { say } = useWords();
  const { quote, handOver, changeId, route: team } = order;
  return (
    <OrderPage
      order={order}
      title={say('ui.billing.handed_over.title')}
      lead={order.headline}
      aside={quote !== null && <OrderAmounts quote={quote} />}
    >
      <OrderNotices order={order} />
      {handOver !== null && <Decision handOver={handOver} changeId={changeId} />}
      <SentAlong order={order} />
      <WhatFollows
        steps={[
          say('ui.billing.handed_over.follows.examined', { team }),
          say('ui.billing.handed_over.follows.accepted'),
          say('ui.billing.handed_over.follows.declined'),
        ]}
      />
      <CancelOrder order={order} effect={say('ui.billing.handed_over.cancel')} />
    </OrderPage>
  );
}
