import type { Refusal, Route } from '../../billing/facts/types';
import { present } from '../../billing/present';
import { type Assessment, type AssessmentInput, assessChange, hardestRoute } from '../../billing/quotes/assessment';
import { effectiveDayOf } from '../../billing/quotes/effective-day';
import type { AssessInput } from '../../machines/subscription-change/steps';
import { deferralBy } from '../../store/facts/settings';
import { type ChangeFacts, type OrderFacts, subscriptionsOf } from './order-facts';

/** Support asks in its own right: for where it was decided before who may ask. */
export const NOBODY_IN_PARTICULAR: AssessmentInput['actor'] = { userId: '', role: 'support_agent' };

/** Who asks, when, for which day where that is a later one, and whether the seller is asked for that. */
interface Asking extends Pick<AssessmentInput, 'actor' | 'asOf'> {
  effectiveDate?: AssessmentInput['effectiveDate'] | undefined;
  asksToDefer?: boolean;
}

/** The later day that an order is assessed for. */
export const laterDay = (
  { effective, deferralIsAgreed }: Pick<AssessInput, 'effective' | 'deferralIsAgreed'>,
  facts: Pick<OrderFacts, 'changes'>,
): Pick<Asking, 'effectiveDate' | 'asksToDefer'> => ({
  effectiveDate: effectiveDayOf(effective, subscriptionsOf(facts)),
  asksToDefer: effective === 'period_end' && deferralIsAgreed !== true,
});

/** What the rules say of one change of an order, with the facts as they are. */
export function assessOne(
  { change, held, product }: ChangeFacts,
  { account, cart, settings }: Pick<OrderFacts, 'account' | 'cart' | 'settings'>,
  { actor, asOf, effectiveDate, asksToDefer }: Asking,
): Assessment {
  const { subscriptionId } = change;
  if (account === null || held?.subscription.accountId !== account.accountId) {
    return { ok: false, refusal: { code: 'subscription_not_found', facts: { subscriptionId } } };
  }
  const { subscription } = held;
  const { productId, tierId } = subscription;
  // The system of record has brought in a subscription whose product is not in its catalogue, or not yet.
  if (!product) return { ok: false, refusal: { code: 'unknown_tier', facts: { tierId, productId } } };
  const filled = cart && cart.items.length > 0 ? cart : undefined;
  const openInvoicesUrl = settings.openInvoicesUrl ?? undefined;
  const deferral = asksToDefer ? deferralBy(settings) : undefined;
  return assessChange(
    present({
      account,
      subscription,
      product,
      change,
      actor,
      asOf,
      effectiveDate,
      deferral,
      cart: filled,
      openInvoicesUrl,
    }),
  );
}

/** Every change of an order as the rules see it now: the first refusal is the one told. */
export function assessAll(
  facts: Pick<OrderFacts, 'account' | 'cart' | 'settings' | 'changes'>,
  asked: Asking,
): { refusal: Refusal } | { route: Route } {
  const routes: Route[] = [];
  for (const change of facts.changes) {
    const assessment = assessOne(change, facts, asked);
    if (!assessment.ok) return { refusal: assessment.refusal };
    routes.push(assessment.route);
  }
  return { route: hardestRoute(routes) };
}
