import { liftsEnd } from '../facts/terms';
import { quoteHashOf } from './hash';
import type { ChangeToQuote, QuoteInput } from './input';
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
 * A quote that carries the other choice of anchor, as every quote that is shown to somebody does where there is a choice; the
 * hash covers both.
 *
 * @throws BillingError as `quoteChanges` does.
 */
export function quoteSideBySide(input: QuoteInput): Quote {
  const quote = priceOrder(input);
  const shown = input.changes.some(hasChoiceOfAnchor) ? { ...quote, otherAnchor: alternativeTo(input) } : quote;
  return { ...shown, hash: quoteHashOf(shown) };
}

/** A trial has no period that was paid for, and a subscription whose end is lifted keeps its own. */
const hasChoiceOfAnchor = ({ subscription, change }: ChangeToQuote): boolean =>
  subscription.status !== 'trial' && !liftsEnd(subscription, change);
