import { localDate } from '../../../billing/calendar/calendar';
import { ANCHOR_RESET } from '../../../billing/facts/policy-types';
import type { Account, Cart, Change, Refusal, Route, Timing } from '../../../billing/facts/types';
import { findPreset } from '../../../billing/policies/presets';
import { present } from '../../../billing/present';
import { quoteSideBySide } from '../../../billing/quotes/anchor-alternative';
import { assessChange, hardestRoute, refusalOfSize } from '../../../billing/quotes/assessment';
import { effectiveDayOf } from '../../../billing/quotes/effective-day';
import type { ChangeToQuote } from '../../../billing/quotes/input';
import { type Limits, limitsOf } from '../../../billing/quotes/limits';
import { type Missing, missingToPlace } from '../../../billing/quotes/missing';
import type { Quote } from '../../../billing/quotes/types';
import type { Actor } from '../../../machines/events';
import { deferralBy, settlementRulesOf } from '../../../store/facts/settings';
import type { ServerStore } from '../../ports';
import { confirmedVatOf, vatTreatmentOf } from './vat-treatment';

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

/** A price without an order: who would serve the change, what it would cost now, and what is to be done next. */
export type Preview =
  | {
      kind: 'quoted';
      accountId: string;
      route: Route;
      quote: Quote;
      /** Null where the customer has put nothing else aside. */
      cart: Cart | null;
      missing: Missing[];
      limits: Limits[];
    }
  | {
      kind: 'refused';
      refusal: Refusal;
      /** The change that it is about, by its place in the request; absent where it is about all of them. */
      index?: number;
      /** Of that change; absent where nothing is known of it. */
      limits?: Limits;
    };

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
  const date = effectiveDate ?? localDate(asOf, account.timeZone);
  const deferral = effectiveDate === undefined ? undefined : deferralBy(settings);
  const filled = cart && cart.items.length > 0 ? cart : undefined;
  const served: Route[] = [];
  const limits = changes.map((change) => limitsOf({ ...change, account }, date));
  for (const [index, { subscription, product, change }] of changes.entries()) {
    const { actor } = input;
    const facts = { account, subscription, product, change, cart: filled, openInvoicesUrl };
    const assessed = assessChange(present({ ...facts, actor, asOf, effectiveDate, deferral }));
    if (!assessed.ok)
      return present({ kind: 'refused' as const, refusal: assessed.refusal, index, limits: limits[index] });
    served.push(assessed.route);
  }
  const vat = await confirmedVatOf(facts.vatEvidence, account);
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
    vatTreatment: vatTreatmentOf(vat, account, settings, date),
    ...settlementRulesOf(settings, account.currency),
    balance: (await facts.ledger.head(account)).balance,
  });
  const given = { paymentDetails: account.paymentMethod !== undefined, vatNumber: vat.status === 'valid' };
  return {
    kind: 'quoted',
    accountId: account.accountId,
    route: hardestRoute(served),
    quote,
    cart: filled ?? null,
    missing: missingToPlace(quote, given),
    limits: limits.filter((known) => known !== undefined),
  };
}

async function gather(
  facts: PreviewFacts,
  { tenantId, changes }: PreviewInput,
): Promise<{ account: Account; changes: ChangeToQuote[] } | { refusal: Refusal; index: number }> {
  const priced: ChangeToQuote[] = [];
  for (const [index, change] of changes.entries()) {
    const { subscriptionId } = change;
    const held = await facts.subscriptions.findHeld({ tenantId, subscriptionId });
    const { subscription = null, agreed = null } = held ?? {};
    const product = subscription && (await facts.products.find(tenantId, subscription.productId));
    if (!subscription || !product) return { refusal: notFound(subscriptionId), index };
    priced.push(present({ subscription, product, change, agreed: agreed ?? undefined }));
  }
  const [first] = priced;
  const account = first && (await facts.accounts.find(tenantId, first.subscription.accountId));
  return account ? { account, changes: priced } : { refusal: notFound(first?.change.subscriptionId ?? ''), index: 0 };
}

const notFound = (subscriptionId: string): Refusal => ({ code: 'subscription_not_found', facts: { subscriptionId } });
