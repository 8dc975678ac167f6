import type { Quote } from '../../billing/quotes/types';

const PREFIX = 'cart:';

/** The cart's items that an order buys; a quote's line names its item. */
export function cartItemIds({ lines }: Quote): string[] {
  return lines
    .filter(({ kind, lineId }) => kind === 'cart_item' && lineId.startsWith(PREFIX))
    .map(({ lineId }) => lineId.slice(PREFIX.length));
}
