import { useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { Button } from '../../shared/ui/button';
import { useWords } from '../../shared/words/words';
import { AgreedTerms } from '../handed-over/agreed-terms';
import { CancelOrder } from '../order/cancel-order';
import { CheckAnswers } from '../order/check-answers';
import { LeftOut } from '../order/left-out';
import { OrderFacts } from '../order/order-facts';
import { OrderPage } from '../order/order-page';
import { useOrderEvent } from '../order/use-order-event';
import { QuoteSummary } from '../quote/quote-summary';
import { ShareQuote } from '../quote-link/share-quote';
import { CartItems } from './cart-items';
import './cart.css';

/** The order before checkout. It goes there, or into a cart that holds other items: the order allows one of the two, never both. */
export function Cart({ order }: { order: Schemas['Order'] }) {
  const { say } = useWords();
  const { quote } = order;
  const isIn = order.state === 'inCart';
  return (
    <OrderPage
      order={order}
      title={say(isIn ? 'ui.billing.cart.title' : 'ui.billing.cart.review.title')}
      lead={say('ui.billing.cart.lead')}
      aside={
        quote !== null && (
          <QuoteSummary quote={quote} below={<CancelOrder order={order} />}>
            <Further order={order} />
          </QuoteSummary>
        )
      }
    >
      <LeftOut order={order} />
      <AgreedTerms order={order} />
      {quote === null ? <OrderFacts order={order} /> : <CheckAnswers order={order} quote={quote} />}
      <CartItems order={order} isIn={isIn} />
      <ShareQuote order={order} />
      {quote === null && (
        <div>
          <CancelOrder order={order} />
        </div>
      )}
    </OrderPage>
  );
}

/** The one way on, with what it leads to. */
function Further({ order }: { order: Schemas['Order'] }) {
  const { say } = useWords();
  const { underWay, failure, send } = useOrderEvent(order);
  const act = order.acts.find(({ type }) => type === 'CHECKOUT' || type === 'ADD_TO_CART');
  if (act === undefined) return <p>{order.headline}</p>;
  const type = act.type === 'CHECKOUT' ? 'CHECKOUT' : 'ADD_TO_CART';
  return (
    <>
      {failure !== null && <Failure error={failure} onRetry={() => void send({ type })} />}
      <Button isWide isBusy={underWay !== null} onPress={() => void send({ type })}>
        {act.label}
      </Button>
      <p className="second small">
        {type === 'CHECKOUT' ? say('ui.billing.cart.then.checkout') : <ThenInCart accountId={order.accountId} />}
      </p>
    </>
  );
}

/** Its items may have been bought, or taken out in another tab, since the order came here. */
function ThenInCart({ accountId }: Pick<Schemas['Order'], 'accountId'>) {
  const { say } = useWords();
  const { data: cart } = useReading('GET /v1/carts/{accountId}', { params: { accountId } });
  return <>{say('ui.billing.cart.then.add_to_cart', { isEmpty: cart?.items.length === 0 ? 'yes' : 'no' })}</>;
}
