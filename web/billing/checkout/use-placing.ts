import type { Schemas } from '../../shared/api/api-types';
import { ApiProblem } from '../../shared/api/problems';
import { useSettled } from '../../shared/ui/use-settled';
import { quoteSeen, seeQuote } from '../order/seen-quote';
import { useOrderEvent } from '../order/use-order-event';

/** Nobody can mean an amount that has stood under their hand for less than that, in milliseconds. */
const READ_AFTER = 1_000;

interface Placing {
  /** It is being placed, or its amount came by itself and is so new that nobody can have read it. */
  isUnderWay: boolean;
  /** Why it was not placed, other than that the order is no longer the one that was seen. */
  failure: unknown;
  /** The quote that was seen, where the order is no longer as it was then; else null. */
  seen: Schemas['Quote'] | null;
  place(): void;
}

/** Places an order by the quote that is on screen, and by no other. */
export function usePlacing(order: Schemas['Order'], quote: Schemas['Quote']): Placing {
  const { underWay, failure, hasMoved, send } = useOrderEvent(order);
  const before = quoteSeen(order.changeId, quote);
  const isNews = before.hash !== quote.hash;
  const isReadable = useSettled(quote.hash, READ_AFTER) === quote.hash;
  const isAnother = hasMoved || (failure instanceof ApiProblem && failure.code === 'quote_changed');
  const isToldOnTop = failure instanceof ApiProblem && failure.code === order.refusal?.code;
  const place = (): void => {
    seeQuote(order.changeId, quote);
    void send({ type: 'PLACE_ORDER', quoteHash: quote.hash });
  };
  return {
    isUnderWay: underWay !== null || (isNews && !isReadable),
    failure: isAnother || isToldOnTop ? null : failure,
    seen: isAnother || isNews ? before : null,
    place,
  };
}
