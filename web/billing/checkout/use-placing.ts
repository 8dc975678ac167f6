import { useState } from 'react';
import type { Schemas } from '../../shared/api/api-types';
import { ApiProblem } from '../../shared/api/problems';
import { useOrderEvent } from '../order/use-order-event';

interface Placing {
  isUnderWay: boolean;
  /** Why it was not placed, other than that the order is no longer the one that was seen. */
  failure: unknown;
  /** The quote that was seen, where another one holds by now; else null. */
  seen: Schemas['Quote'] | null;
  place(): void;
}

/** Places an order by the quote that is on screen, and by no other. */
export function usePlacing(order: Schemas['Order'], quote: Schemas['Quote']): Placing {
  const { underWay, failure, hasMoved, send } = useOrderEvent(order);
  const [pressed, setPressed] = useState(quote);
  const isAnother = hasMoved || (failure instanceof ApiProblem && failure.code === 'quote_changed');
  const place = (): void => {
    setPressed(quote);
    void send({ type: 'PLACE_ORDER', quoteHash: quote.hash });
  };
  return {
    isUnderWay: underWay !== null,
    failure: isAnother ? null : failure,
    seen: isAnother ? pressed : null,
    place,
  };
}
