import { quoteHashOf } from './hash';
import type { QuoteInput } from './input';
import { outlineOf, priceOrder } from './quote';
import type { AnchorAlternative, Quote } from './types';

/**
 * Prices the same order as if the billing date stayed where the policy moves it, or moved where the policy keeps it.
 * It is never placed: it answers why a quote is what it is.
 *
 * @throws BillingError as `quoteChanges` does.
 */
export function alternativeTo(input: QuoteInput): AnchorAlternative {
  const anchor = input.policy.anchor === 'reset' ? 'keep' : 'reset';
  const outline = outlineOf(priceOrder({ ...input, policy: { ...input.policy, anchor } }));
  return { anchor: anchor === 'reset' ? 'reset' : 'kept', ...outline };
}

/**
 * A quote that carries the other choice of anchor, as every quote that is shown to somebody does; the hash covers both.
 *
 * @throws BillingError as `quoteChanges` does.
 */
export function quoteSideBySide(input: QuoteInput): Quote {
  const quote = { ...priceOrder(input), otherAnchor: alternativeTo(input) };
  return { ...quote, hash: quoteHashOf(quote) };
}
