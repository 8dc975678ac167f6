import { useEffect, useRef } from 'react';
import { useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { Amount } from '../../shared/ui/amount';
import { Button } from '../../shared/ui/button';
import { Sheet, Skeleton } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { usePutBack } from './use-put-back';

interface CartItemsProps {
  order: Schemas['Order'];
  /** The change of the subscription is in the cart as well. */
  isIn: boolean;
}

/** What else is in the cart, each with the way to take it out. */
export function CartItems({ order, isIn }: CartItemsProps) {
  const { say } = useWords();
  const { accountId } = order;
  const { data: cart, error, refetch } = useReading('GET /v1/carts/{accountId}', { params: { accountId } });
  const { underWay, failure, gone, putBack } = usePutBack(order);
  const heading = useRef<HTMLHeadingElement>(null);
  // Its button is gone with the item: who goes by keyboard reads on from here.
  useEffect(() => {
    if (gone !== null) heading.current?.focus();
  }, [gone]);
  const isEmpty = cart?.items.length === 0;
  if (isEmpty && !isIn && gone === null) return null;
  const title = say('ui.billing.cart.items', { stage: isIn ? 'in' : 'before' });
  return (
    <Sheet label={title}>
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {cart === undefined && error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {cart === undefined && error === null && <Skeleton width="60%" />}
      {failure !== null && <Failure error={failure} />}
      {isEmpty && <p>{say('ui.billing.cart.items.empty')}</p>}
      {cart !== undefined && !isEmpty && (
        <>
          <ul className="rows cart-items">
            {cart.items.map((item) => (
              <li key={item.itemId}>
                <span>{item.description}</span>
                <Amount of={{ amount: item.amount, currency: cart.currency }} />
                <Button kind="plain" isSmall isBusy={underWay === item.itemId} onPress={() => putBack(item)}>
                  {say('ui.billing.cart.remove')}{' '}
                  <span className="aloud">{say('ui.billing.cart.remove.what', { item: item.description })}</span>
                </Button>
              </li>
            ))}
          </ul>
          <p className="second small">{say('ui.billing.cart.items.effect')}</p>
        </>
      )}
      <p className="aloud" role="status">
        {gone !== null && say('ui.billing.cart.removed', { item: gone.description })}
      </p>
    </Sheet>
  );
}
