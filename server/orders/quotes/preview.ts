import { localDate } from '../../../billing/calendar/calendar';
import { ANCHOR_RESET } from '../../../billing/facts/policy-types';
import type { Account, Change, Refusal, Route, Timing } from '../../../billing/facts/types';
import { findPreset } from '../../../billing/policies/presets';
import { present } from '../../../billing/present';
import { quoteSideBySide } from '../../../billing/quotes/anchor-alternative';
import { assessChange, hardestRoute, refusalOfSize } from '../../../billing/quotes/assessment';
import { effectiveDayOf } from '../../../billing/quotes/effective-day';
import type { ChangeToQuote } from '../../../billing/quotes/input';
import type { Quote } from '../../../billing/quotes/types';
import type { Actor } from '../../../machines/events';
import { deferralBy, settlementRulesOf } from '../../../store/facts/settings';
import type { ServerStore } from '../../ports';
import { vatTreatmentOf } from './vat-treatment';

/** The facts that a preview is made from; all of them are only read. */
export interface PreviewFacts
  extends Pick<
    ServerStore,
    'accounts' | 'subscriptions' | 'products' | 'carts' | 'settings' | 'ledger' | 'vatEvidence'
  > {}

interface PreviewInput {
  tenantId: string;
  actor: Actor;
  changes: Change[];
  effective: Timing;
  includesCart: boolean;
  at: Date;
}

/** A price without an order: who would serve the change, and what it would cost now. */
export type Preview =
  | { kind: 'quoted'; accountId: string; route: Route; quote: Quote }
  | { kind: 'refused'; refusal: Refusal };

/**
 * Prices changes of one account as an order would, and leaves no trace: the same rules, nothing stored, nothing held.
 */
export async function preview(facts: PreviewFacts, input: PreviewInput): Promise<Preview> {
  const priced = await gather(facts, input);
  if ('refusal' in priced) return { kind: 'refused', ...priced };
  const { account, changes } = priced;
  const asOf = input.at.toISOString();
  const cart = await facts.carts.find(input.tenantId, account.accountId);
  const subscriptions = changes.map(({ subscription }) => subscription);
  const tooLarge = refusalOfSize(subscriptions, cart);
  if (tooLarge) return { kind: 'refused', refusal: tooLarge };
  const settings = await facts.settings.read(input.tenantId);
  const openInvoicesUrl = settings.openInvoicesUrl ?? undefined;
  const effectiveDate = effectiveDayOf(input.effective, subscriptions);
  const deferral = effectiveDate === undefined ? undefined : deferralBy(settings);
  const filled = cart && cart.items.length > 0 ? cart : undefined;
  const served: Route[] = [];
  for (const { subscription, product, change } of changes) {
    const { actor } = input;
    const facts = { account, subscription, product, change, cart: filled, openInvoicesUrl };
    const assessed = assessChange(present({ ...facts, actor, asOf, effectiveDate, deferral }));
    if (!assessed.ok) return { kind: 'refused', refusal: assessed.refusal };
    served.push(assessed.route);
  }
  const quote = quoteSideBySide({
    quoteId: 'preview',
    version: 1,
    at: asOf,
    validForSeconds: settings.quoteValidityMinutes * 60,
    policy: findPreset(settings.policy) ?? ANCHOR_RESET,
    account,
    changes,
    isLater: input.effective === 'period_end',
    ...present({ effectiveDate, cart: cart === null ? undefined : { cart, include: input.includesCart } }),
    vatTreatment: await vatTreatmentOf(
      facts.vatEvidence,
      account,
      settings,
      effectiveDate ?? localDate(asOf, account.timeZone),
    ),
    ...settlementRulesOf(settings, account.currency),
    balance: (await facts.ledger.head(account)).balance,
  });
  return { kind: 'quoted', accountId: account.accountId, route: hardestRoute(served), quote };
}

async function gather(
  facts: PreviewFacts,
  { tenantId, changes }: PreviewInput,
): Promise<{ account: Account; changes: ChangeToQuote[] } | { refusal: Refusal }> {
  const priced: ChangeToQuote[] = [];
  for (const change of changes) {
    const { subscriptionId } = change;
    const held = await facts.subscriptions.findHeld({ tenantId, subscriptionId });
    const { subscription = null, agreed = null } = held ?? {};
    const product = subscription && (await facts.products.find(tenantId, subscription.productId));
    if (!subscription || !product) return notFound(subscriptionId);
    priced.push(present({ subscription, product, change, agreed: agreed ?? undefined }));
  }
  const [first] = priced;
  const account = first && (await facts.accounts.find(tenantId, first.subscription.accountId));
  return account ? { account, changes: priced } : notFound(first?.change.subscriptionId ?? '');
}

const notFound = (subscriptionId: string): { refusal: Refusal } => ({
  refusal: { code: 'subscription_not_found', facts: { subscriptionId } },
});
