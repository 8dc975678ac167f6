import type { Schemas } from '../../shared/api/api-types';
import { Notice } from '../../shared/ui/notice';
import { useWords } from '../../shared/words/words';
import { OrderPage } from '../order/order-page';
import { WhereTheMoneyIs } from '../order/where-the-money-is';
import { AfterRefusal } from './after-refusal';
import { NewerOrder } from './newer-order';
import { StartAgain } from './start-again';
import { WhatWasWanted } from './what-was-wanted';

/** The order is over without effect: why, what became of the money, and what can be done instead. */
export function Ended({ order }: { order: Schemas['Order'] }) {
  const { say } = useWords();
  const { ending, headline } = order;
  const isRefused = ending === 'refused' || ending === null;
  return (
    <OrderPage
      order={order}
      title={say('ui.billing.ended.title', { ending: ending ?? 'refused' })}
      lead={
        <>
          {!isRefused && `${headline} `}
          {ending !== 'declined' && <WhereTheMoneyIs order={order} />}
        </>
      }
    >
      <WayOut order={order} />
      <WhatWasWanted order={order} />
    </OrderPage>
  );
}

function WayOut({ order }: { order: Schemas['Order'] }) {
  switch (order.ending) {
    case 'declined':
      return <Declined order={order} />;
    case 'superseded':
      return <NewerOrder order={order} />;
    case 'cancelled':
    case 'expired':
      return <StartAgain order={order} />;
    default:
      return <AfterRefusal order={order} />;
  }
}

/** In the words that support chose for this customer. */
function Declined({ order }: { order: Schemas['Order'] }) {
  const { say } = useWords();
  const message = order.handOver?.message ?? null;
  return (
    <>
      <Notice kind="wait" title={say('ui.billing.ended.declined.by', { team: order.route })}>
        {message === null ? <p>{say('ui.billing.ended.declined.no_words')}</p> : <p className="said">{message}</p>}
      </Notice>
      <StartAgain order={order} isOther />
    </>
  );
}
