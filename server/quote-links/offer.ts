import type { Quote } from '../../billing/quotes/types';
import type { OrderView } from '../../workflows/contract';

/**
 * The quote of an order as long as its customer may still take it: neither placed nor over, and until when it holds said as support
 * may have moved it. Null for every other order.
 */
export function quoteOnOffer({ status, allowedEvents, details }: OrderView, now: Date): Quote | null {
  const { quote, extended } = details;
  if (quote === null || status !== 'active' || !allowedEvents.includes('EXTEND_QUOTE')) return null;
  const { quote: extendedUntil = null } = extended ?? {};
  const expiresAt = extendedUntil ?? quote.expiresAt;
  return Date.parse(expiresAt) > now.getTime() ? { ...quote, expiresAt } : null;
}
