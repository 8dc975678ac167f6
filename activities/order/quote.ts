import { localDate } from '../../billing/calendar/calendar';
import type { Policy } from '../../billing/facts/policy-types';
import { compare } from '../../billing/money/amounts';
import { findPreset } from '../../billing/policies/presets';
import { present } from '../../billing/present';
import { quoteSideBySide } from '../../billing/quotes/anchor-alternative';
import { assessChange, refusalOfSize } from '../../billing/quotes/assessment';
import type { ChangeToQuote } from '../../billing/quotes/input';
import { differenceOf } from '../../billing/quotes/requote';
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
  const { account } = facts;
  const at = clock();
  const asked = askedOf(input);
  const priceAs = (quoteId: string): QuoteRecord => {
    const priced = price(input, { ...facts, vat, previous }, quoteId, at);
    return { tenantId, accountId, changeId, quoteId, visit, asked, ...priced, at };
  };
  if (previous && isTooLarge(facts)) return { quote: previous, costsMore: true, isStale: true };
  let record: QuoteRecord;
  try {
    record = priceAs(`${changeId}:q${visit}`);
  } catch (error) {
    // It was priced before: the customer learns what became of it, and the order is not stuck.
    if (previous && isRefusedNow(input, { ...facts, previous }, at))
      return { quote: previous, costsMore: true, isStale: true };
    throw error;
  }
  if (input.vatItem) await store.supportItems.close(tenantId, input.vatItem);
  await pauseAt('quote:computed');
  const first = await store.quotes.settle(record);
  // Somebody asked for another one in a task that was lost; theirs stays as it is, and nobody was shown it.
  const isOwn = first.asked === asked;
  const { quote: standing } = isOwn ? first : await store.quotes.settle(priceAs(`${changeId}:q${visit}:${asked}`));
  const difference = previous?.currency === standing.currency ? differenceOf(previous, standing) : undefined;
  const costsMore = mustBeShown(input, standing, difference);
  return present({ quote: standing, costsMore, difference, home: account ? homeOf(account) : undefined });
}

/** The same whether it is priced in the same breath as it is assessed or in a step of its own. */
function askedOf({ changes, includesCart, vat, agreement, previousDue, previousQuoteId }: QuoteStepInput): string {
  return askedBy({ changes, includesCart, vat, agreement, previousDue, previousQuoteId });
}

function price(input: QuoteStepInput, facts: PricedFacts & { vat: VatStatus }, quoteId: string, at: Date) {
  const { visit, includesCart } = input;
  const { account, cart, settings, balance, vat } = facts;
  if (!account) throw lasting('AccountGone', 'The account of the order does not exist any more.');
  const changes = facts.changes.map(toQuote);
  const effectiveDate = agreedDate(input, facts, at);
  const day = effectiveDate ?? localDate(at.toISOString(), account.timeZone);
  const taxDecision = decideVat(taxInputOf(account, settings, vat, day));
  const asked = present({
    quoteId,
    version: visit,
    at: at.toISOString(),
    validForSeconds: settings.quoteValidityMinutes * 60,
    effectiveDate,
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

async function previousQuote(store: Store, { tenantId, previousQuoteId }: QuoteStepInput): Promise<Quote | undefined> {
  const previous = !previousQuoteId ? null : await store.quotes.find(tenantId, previousQuoteId);
  return previous?.quote;
}

/** Whether the rules refuse a change now; who asks was decided when the order was assessed. */
function isRefusedNow(input: QuoteStepInput, facts: PricedFacts, at: Date): boolean {
  const { account, changes } = facts;
  const asker = { actor: { userId: '', role: 'support_agent' }, asOf: at.toISOString() };
  const effectiveDate = agreedDate(input, facts, at);
  return changes.some(({ held, product, change }) => {
    if (!account || !held || !product) return true;
    const { subscription } = held;
    return !assessChange(present({ ...asker, account, subscription, product, change, effectiveDate })).ok;
  });
}

/** What was billed meanwhile, or put into the cart, may have made it larger than any order can be. */
const isTooLarge = (facts: Pick<OrderFacts, 'changes' | 'cart'>): boolean =>
  refusalOfSize(subscriptionsOf(facts), facts.cart) !== undefined;

/** Only an order that was placed has a sum agreed to; it goes on unasked unless more is wanted or a subscription moved. */
function mustBeShown({ previousDue }: QuoteStepInput, quote: Quote, difference: QuoteDifference | undefined): boolean {
  if (previousDue === null) return false;
  if (difference && difference.askAgain !== 'none') return true;
  return compare(quote.dueToday, previousDue) > 0;
}

function toQuote({ change, held, product }: ChangeFacts): ChangeToQuote {
  if (!held || !product) throw lasting('SubscriptionGone', 'A subscription of the order does not exist any more.');
  return { change, subscription: held.subscription, product };
}

/**
 * An agreed change may wait for the end of the period. Of several subscriptions it is the earliest end: after it the
 * period of one would not be known, and what the others have left is credited. Once that day has come, the order is still
 * priced from its first instant, as it was agreed, however late on it the order goes on.
 */
function agreedDate({ agreement }: QuoteStepInput, facts: PricedFacts, at: Date): string | undefined {
  const { account, previous } = facts;
  if (agreement === null || !account) return undefined;
  const end = subscriptionsOf(facts)
    .map(({ period }) => period.end)
    .sort()
    .at(0);
  if (agreement.effective === 'period_end') return end;
  const hasCome = previous?.effectiveDate === end && localDate(at.toISOString(), account.timeZone) === end;
  return hasCome ? end : undefined;
}

function policyOf({ policy }: Settings): Policy {
  const known = findPreset(policy);
  if (!known) throw lasting('UnknownPolicy', 'The settings name a proration policy that does not exist.');
  return known;
}
