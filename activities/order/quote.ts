import { localDate } from '../../billing/calendar/calendar';
import type { Policy } from '../../billing/facts/policy-types';
import { sameTerms } from '../../billing/facts/terms';
import type { Account, Refusal } from '../../billing/facts/types';
import { compare } from '../../billing/money/amounts';
import { findPreset } from '../../billing/policies/presets';
import { present } from '../../billing/present';
import { quoteSideBySide } from '../../billing/quotes/anchor-alternative';
import { refusalOfSize } from '../../billing/quotes/assessment';
import { effectiveDayOf } from '../../billing/quotes/effective-day';
import type { ChangeToQuote } from '../../billing/quotes/input';
import { differenceOf, wouldPayMore } from '../../billing/quotes/requote';
import type { Quote, QuoteDifference } from '../../billing/quotes/types';
import type { QuoteOutput, QuoteStepInput } from '../../machines/subscription-change/steps';
import { type Settings, settlementRulesOf } from '../../store/facts/settings';
import type { Store } from '../../store/index';
import type { QuoteRecord } from '../../store/money/quotes';
import { decideVat, toVatTreatment } from '../../tax/decision';
import type { VatStatus } from '../../tax/decision-types';
import { askedBy } from '../shared/asked';
import type { Tools } from '../shared/dependencies';
import { lasting } from '../shared/failures';
import { type ChangeFacts, homeOf, loadOrderFacts, type OrderFacts, subscriptionsOf } from '../shared/order-facts';
import { assessAll, laterDay, NOBODY_IN_PARTICULAR } from '../shared/rules';
import { taxInputOf, vatStatus } from '../vat/verification';

/** The facts that an order is priced from, with the quote that was made of it before. */
type PricedFacts = OrderFacts & { previous: Quote | undefined };

/**
 * Prices an order. The first quote of a visit is kept, and every other attempt of the visit answers with it.
 *
 * @param known the facts, where they were read a moment ago for the same changes
 */
export async function quote(tools: Tools, input: QuoteStepInput, known?: OrderFacts): Promise<QuoteOutput> {
  const { store, clock, pauseAt } = tools;
  const { tenantId, accountId, changeId, visit } = input;
  const [facts, vat, previous] = await Promise.all([
    known ?? loadOrderFacts(store, input, input.changes),
    vatStatus(store, tenantId, input.vat),
    previousQuote(store, input),
  ]);
  const at = clock();
  const asked = askedOf(input);
  const priceAs = (quoteId: string): QuoteRecord => {
    const priced = price(input, { ...facts, vat, previous }, quoteId, at);
    return { tenantId, accountId, changeId, quoteId, visit, asked, ...priced, at };
  };
  const refusal = refusalNow(input, { ...facts, previous }, at);
  if (refusal !== undefined) return { refusal };
  const record = priceAs(`${changeId}:q${visit}`);
  if (input.vatItem) await store.supportItems.close(tenantId, input.vatItem);
  await pauseAt('quote:computed');
  const first = await store.quotes.settle(record);
  // Somebody asked for another one in a task that was lost; theirs stays as it is, and nobody was shown it.
  const isOwn = first.asked === asked;
  const { quote: standing } = isOwn ? first : await store.quotes.settle(priceAs(`${changeId}:q${visit}:${asked}`));
  const difference = previous?.currency === standing.currency ? differenceOf(previous, standing) : undefined;
  const costsMore = mustBeShown(input, standing, { previous, difference });
  return present({ quote: standing, costsMore, difference, home: homeOf(accountOf(facts)) });
}

/** The same whether it is priced in the same breath as it is assessed or in a step of its own. */
function askedOf(input: QuoteStepInput): string {
  const { changes, effective, waitedFor, includesCart, vat, previousDue, previousQuoteId } = input;
  const { onItsDay, agreedChanged } = input;
  const asked = { changes, effective, waitedFor, includesCart, vat, previousDue, previousQuoteId };
  return askedBy({ ...asked, onItsDay, agreedChanged });
}

function price(input: QuoteStepInput, facts: PricedFacts & { vat: VatStatus }, quoteId: string, at: Date) {
  const { visit, includesCart } = input;
  const { cart, settings, balance, vat } = facts;
  const account = accountOf(facts);
  const changes = facts.changes.map((change) => toQuote(change, input));
  const effectiveDate = laterDate(input, facts, at);
  const day = effectiveDate ?? localDate(at.toISOString(), account.timeZone);
  const taxDecision = decideVat(taxInputOf(account, settings, vat, day));
  const asked = present({
    quoteId,
    version: visit,
    at: at.toISOString(),
    validForSeconds: settings.quoteValidityMinutes * 60,
    effectiveDate,
    isLater: input.effective === 'period_end',
    policy: policyOf(settings),
    account,
    changes,
    cart: cart ? { cart, include: includesCart } : undefined,
    vatTreatment: toVatTreatment(taxDecision),
    ...settlementRulesOf(settings, account.currency),
    balance,
  });
  return { quote: quoteSideBySide(asked), taxDecision };
}

function accountOf({ account }: OrderFacts): Account {
  if (!account) throw lasting('AccountGone', 'The account of the order does not exist any more.');
  return account;
}

async function previousQuote(store: Store, { tenantId, previousQuoteId }: QuoteStepInput): Promise<Quote | undefined> {
  const previous = !previousQuoteId ? null : await store.quotes.find(tenantId, previousQuoteId);
  return previous?.quote;
}

/**
 * What is sold is what the rules allow now, whatever led to a new quote; who asks was decided when the order was assessed. What was billed
 * meanwhile, or put into the cart, may also have made it larger than any order can be.
 */
function refusalNow(input: QuoteStepInput, facts: PricedFacts, at: Date): Refusal | undefined {
  const asOf = at.toISOString();
  const effectiveDate = laterDate(input, facts, at);
  const asked = { ...laterDay(input, facts), actor: NOBODY_IN_PARTICULAR, asOf, effectiveDate };
  const verdict = assessAll(facts, asked);
  return 'refusal' in verdict ? verdict.refusal : refusalOfSize(subscriptionsOf(facts), facts.cart);
}

/** Only an order that was placed has a sum agreed to; it goes on unasked unless more is wanted or a subscription moved. */
function mustBeShown(
  { previousDue, onItsDay, agreedChanged }: QuoteStepInput,
  quote: Quote,
  { previous, difference }: { previous: Quote | undefined; difference: QuoteDifference | undefined },
): boolean {
  if (previousDue === null) return false;
  const costsMore = compare(quote.dueToday, previousDue) > 0;
  if (previous === undefined || difference === undefined || difference.askAgain === 'none') return costsMore;
  if (difference.askAgain !== 'subscription_moved') return true;
  // That a period went by is what was agreed to wait for; what the customer has is still what it was.
  const wasRenewed = onItsDay === true && hasSameTerms(previous, quote);
  return wasRenewed || agreedChanged === true ? costsMore || wouldPayMore(previous, quote) : true;
}

const hasSameTerms = (previous: Quote, quote: Quote): boolean =>
  quote.changes.every(({ subscriptionId, before }) => {
    const earlier = previous.changes.find((change) => change.subscriptionId === subscriptionId);
    return earlier !== undefined && sameTerms(earlier.before, before);
  });

function toQuote({ change, held, product }: ChangeFacts, { changeId }: QuoteStepInput): ChangeToQuote {
  if (!held || !product) throw lasting('SubscriptionGone', 'A subscription of the order does not exist any more.');
  const { subscription, agreed } = held;
  const isOthers = agreed !== null && agreed.changeId !== changeId;
  return present({ change, subscription, product, agreed: isOthers ? agreed : undefined });
}

/**
 * The later day that an order is priced for. Once it has come, the order is still priced from its first instant, as it was placed,
 * however late on it the order goes on.
 */
function laterDate({ effective, waitedFor }: QuoteStepInput, facts: PricedFacts, at: Date): string | undefined {
  const later = effectiveDayOf(effective, subscriptionsOf(facts));
  if (later !== undefined || waitedFor === null || !facts.account) return later;
  return localDate(at.toISOString(), facts.account.timeZone) <= waitedFor ? waitedFor : undefined;
}

function policyOf({ policy }: Settings): Policy {
  const known = findPreset(policy);
  if (!known) throw lasting('UnknownPolicy', 'The settings name a proration policy that does not exist.');
  return known;
}
