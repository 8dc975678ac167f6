import { orderReference } from '../../../receipts/order-reference';
import { useTimeZone } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { timeText } from '../../shared/dates/date-text';
import { Fact, Facts } from '../../shared/ui/facts';
import { Sheet } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { CancelOrder } from '../order/cancel-order';
import { OrderAmounts } from '../order/order-amounts';
import { OrderFacts } from '../order/order-facts';
import { OrderNotices } from '../order/order-notices';
import { OrderPage } from '../order/order-page';
import { WhatFollows } from '../order/what-follows';
import { WhereTheMoneyIs } from '../order/where-the-money-is';

/** The order does not go on by itself, or support holds it: who takes care, since when, where the money is, what can be done meanwhile. */
export function Stopped({ order }: { order: Schemas['Order'] }) {
  const { say, language } = useWords();
  const zone = useTimeZone();
  const { quote, changeId, heldSince, stuck, inStateSince } = order;
  const why = heldSince === null ? 'stuck' : 'held';
  const since = heldSince ?? stuck?.since ?? inStateSince;
  const reference = orderReference(changeId);
  return (
    <OrderPage
      order={order}
      title={say('ui.billing.stopped.title', { why })}
      lead={order.headline}
      aside={quote !== null && <OrderAmounts quote={quote} />}
    >
      <Sheet label={say('ui.billing.stopped.by')}>
        <h2>{say('ui.billing.stopped.by')}</h2>
        <p>
          <WhereTheMoneyIs order={order} /> {say('ui.billing.stopped.not_twice')}
        </p>
        <Facts>
          {since !== null && (
            <Fact name={say('ui.billing.stopped.since')}>
              <time dateTime={since}>{timeText(since, zone, language)}</time>
            </Fact>
          )}
          <Fact name={say('ui.billing.order.reference')}>
            <b>{reference}</b>
          </Fact>
        </Facts>
        <p className="second">{say('ui.billing.stopped.contact', { reference })}</p>
      </Sheet>
      <WhatFollows
        steps={[
          say('ui.billing.stopped.follows.looked_at', { why }),
          say('ui.billing.stopped.follows.goes_on'),
          say('ui.billing.stopped.follows.nothing'),
        ]}
      />
      <OrderNotices order={order} />
      <OrderFacts order={order} />
      <CancelOrder order={order} effect={say('ui.billing.stopped.cancel')} />
    </OrderPage>
  );
}
