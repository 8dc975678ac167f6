import type { Refusal, Route } from '../../billing/facts/types';
import { present } from '../../billing/present';
import { type Assessment, type AssessmentInput, assessChange, hardestRoute } from '../../billing/quotes/assessment';
import type { ChangeFacts, OrderFacts } from './order-facts';

/** Support asks in its own right: for where it was decided before who may ask. */
export const NOBODY_IN_PARTICULAR: AssessmentInput['actor'] = { userId: '', role: 'support_agent' };

/** Who asks, when, and for which day where that is a later one. */
interface Asking extends Pick<AssessmentInput, 'actor' | 'asOf'> {
  effectiveDate?: AssessmentInput['effectiveDate'] | undefined;
}

/** What the rules say of one change of an order, with the facts as they are. */
export function assessOne(
  { change, held, product }: ChangeFacts,
  { account, cart, settings }: Pick<OrderFacts, 'account' | 'cart' | 'settings'>,
  { actor, asOf, effectiveDate }: Asking,
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
  return assessChange(
    present({ account, subscription, product, change, actor, asOf, effectiveDate, cart: filled, openInvoicesUrl }),
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
