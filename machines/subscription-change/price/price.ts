import { isZero } from '../../../billing/money/zero';
import type { Quote } from '../../../billing/quotes/types';
import type { OrderContext } from '../context';
import { type Asked, type Changes, type EventOf, note } from '../note';
import type { Quoted } from '../steps';
import { visited } from '../visits';
import type { AskAgain, PriceContext } from './context';

/** The quote of an order that was quoted. Anything else is a bug of the statechart, so it throws a plain Error. */
export function quoteOf({ price }: OrderContext): Quote {
  if (price.quote === null) throw new Error('This step needs a quote, and the order has none.');
  return price.quote;
}

/** The quote as it may be placed: support may have extended how long it is good for. */
export function quoteToPlace(context: OrderContext): Quote {
  const { extendedUntil } = context.price;
  return extendedUntil === null ? quoteOf(context) : { ...quoteOf(context), expiresAt: extendedUntil };
}

export const askAgain = (
  { price }: OrderContext,
  reason: AskAgain['reason'],
  code: string | null = null,
): AskAgain => ({ reason, previousDue: price.quote?.dueToday ?? null, code });

export const priceGuards = {
  cartIsEmpty: ({ context: { price } }: Asked) => !price.cartHoldsItems,
  cartHoldsItems: ({ context: { price } }: Asked) => price.cartHoldsItems,
  nothingIsDue: ({ context: { price } }: Asked) => price.quote !== null && isZero(price.quote.dueToday),
  placesAtOnce: ({ context: { price, wish } }: Pick<Asked, 'context'>) =>
    price.leadsTo === 'reserving' && !price.costsMore && wish.refusal === null,
  leadsToSummary: ({ context: { price } }: Asked) => price.leadsTo === 'reviewing',
};

export const priced = ({ price, wish }: OrderContext, answer: Quoted): Changes => ({
  price: {
    quote: answer.quote,
    costsMore: answer.costsMore,
    difference: answer.difference ?? null,
    askAgain: askAgainWith(price, answer),
    extendedUntil: null,
  },
  wish: { home: answer.home ?? wish.home, looksAgain: false },
  vat: { item: null, toConfirm: null },
});

/** A quote that ran out while something moved is asked again for the move: that is what the customer must look at. */
function askAgainWith({ askAgain }: PriceContext, { difference }: Quoted): AskAgain | null {
  const moved = difference?.askAgain;
  const ranOut = askAgain?.reason === 'quote_expired' || askAgain?.reason === 'balance_changed';
  if (!ranOut || moved === undefined) return askAgain;
  return moved === 'subscription_moved' || moved === 'cart_moved' ? { ...askAgain, reason: moved } : askAgain;
}

export const lookAgain = note((context) => ({
  wish: { looksAgain: true },
  price: { leadsTo: context.price.leadsTo === 'reviewing' ? 'reviewing' : 'verifying' },
  visits: visited(context, 'assess', 'quote'),
}));

export const includeCart = note((context) => ({
  price: { includesCart: true, leadsTo: 'verifying' },
  visits: visited(context, 'quote'),
}));

export const noteQuoteExtended = note((_, { until }: EventOf<'EXTEND_QUOTE'>) => ({ price: { extendedUntil: until } }));

export const askNothing = note(() => ({ price: { askAgain: null } }));

/** Prices anew once without asking. A quote that expires again before it is used is shown to the customer. */
export const askAgainOutdated = (reason: AskAgain['reason']) =>
  note((context) => ({
    price: {
      askAgain: askAgain(context, reason),
      leadsTo: context.price.leadsTo === 'reserving' ? 'verifying' : 'reserving',
    },
    visits: visited(context, 'quote', 'place'),
  }));

/** Has everything assessed and priced anew, and always shown: never placed unseen, and never past the routing. */
export const askAgainMoved = (reason: AskAgain['reason']) =>
  note((context) => ({
    wish: { looksAgain: true },
    price: { askAgain: askAgain(context, reason), leadsTo: 'verifying' },
    visits: visited(context, 'assess', 'quote'),
  }));
