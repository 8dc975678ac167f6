import { explain } from '../billing/explanation';
import { sum } from '../billing/money';
import type { AnchorAlternative, Money, Quote, QuotedChange, QuoteLine, Refusal } from '../billing/types';
import { ORDER_EVENTS, type Role } from '../machines/events';
import { EVENT_BODIES, type SentEventType } from '../schemas/events';
import type { OrderDocument } from '../schemas/order';
import type { QuoteView } from '../schemas/quote';
import type { OrderView } from '../workflows/contract';
import { headlineOf } from './headline';
import { type Locale, text, textsOf } from './texts';

type Details = OrderView['details'];
type Stuck = NonNullable<Details['stuck']>;
type AskAgain = NonNullable<Details['askAgain']>;

/** Who reads: their language, the zone they count hours in, and what their role may do. */
export interface Reader {
  locale: Locale;
  timeZone: string;
  role: Role;
}

/** An order as the API shows it, wherever it shows one. Amounts are `{amount, currency}`. */
export function toApi(view: OrderView, reader: Reader): OrderDocument {
  const { details } = view;
  const { quote, refusal, payment, agreement, stuck, vat, askAgain } = details;
  return {
    changeId: details.changeId,
    accountId: details.accountId,
    state: view.state,
    headline: headlineOf(view, reader.locale),
    settled: view.settled,
    done: view.done,
    sequence: view.sequence,
    updatedAt: view.at,
    allowedEvents: allowedFor(view, reader.role),
    route: details.route,
    changes: details.changes,
    quote: quote && quoteToApi(quote, reader),
    cart: { holdsItems: details.cartHoldsItems, included: details.includesCart },
    missing: details.missing,
    hasPaymentMethod: details.hasPaymentMethod,
    vat: vat && { number: vat.number, status: vat.status },
    askAgain: askAgain && askAgainToApi(askAgain, quote, reader.locale),
    refusal: refusal && refusalToApi(refusal, reader.locale),
    agreement: agreement && { effective: agreement.effective, purchaseOrder: agreement.purchaseOrder },
    payment: payment && {
      status: payment.status,
      code: payment.code,
      link: payment.link,
      linkExpiresAt: payment.linkExpiresAt,
    },
    stuck: stuck && stuckToApi(stuck, reader.role),
    ending: details.ending,
  };
}

/** What the order would take now from somebody of a role. */
export const allowedFor = (view: OrderView, role: Role): SentEventType[] =>
  view.allowedEvents.filter(isSent).filter((type) => ORDER_EVENTS[type].senders.includes(role));

const isSent = (type: string): type is SentEventType => Object.hasOwn(EVENT_BODIES, type);

/** What a failed step said may hold anything, so only staff see it; everybody else sees the headline. */
export function stuckToApi({ message, ...stuck }: Stuck, role: Role): NonNullable<OrderDocument['stuck']> {
  return role === 'support_agent' || role === 'support_lead' || role === 'operator' ? { ...stuck, message } : stuck;
}

function askAgainToApi(
  { reason, previousDue, code }: AskAgain,
  quote: Quote | null,
  locale: Locale,
): NonNullable<OrderDocument['askAgain']> {
  return {
    reason,
    text: text(locale, `state.ask_again.${reason}`) ?? reason,
    previousDue: previousDue === null || quote === null ? null : { amount: previousDue, currency: quote.currency },
    code,
  };
}

/** A quote with its arithmetic; every line carries its text in the reader's language. */
export function quoteToApi(quote: Quote, { locale, timeZone }: Pick<Reader, 'locale' | 'timeZone'>): QuoteView {
  const { currency } = quote;
  const { changes, lines, totals, terms } = explain(quote, { locale, timeZone, texts: textsOf(locale) });
  const texts = new Map(lines.map((line) => [line.lineId, line]));
  const money = (amount: string): Money => ({ amount, currency });
  return {
    quoteId: quote.quoteId,
    version: quote.version,
    hash: quote.hash,
    at: quote.at,
    expiresAt: quote.expiresAt,
    effectiveDate: quote.effectiveDate,
    policy: quote.policy,
    changes: quote.changes.map((change) => quotedChangeToApi(change, money)),
    lines: quote.lines.map((line) => lineToApi(line, money, texts.get(line.lineId))),
    vatTreatment: quote.vatTreatment,
    net: money(quote.net),
    vat: money(quote.vat),
    total: money(quote.total),
    balanceUsed: money(quote.balanceUsed),
    dueToday: money(quote.dueToday),
    toBalance: money(quote.toBalance),
    refundRequested: money(quote.refundRequested ?? sum([], currency)),
    billedLater: quote.billedLater ?? false,
    rateIncreases: quote.rateIncreases,
    otherAnchor: quote.otherAnchor === undefined ? null : otherAnchorToApi(quote.otherAnchor, money),
    includesCart: quote.includesCart,
    explanation: { changes, totals, terms },
  };
}

export function refusalToApi({ code, facts }: Refusal, locale: Locale) {
  return {
    code,
    facts,
    text: text(locale, `refusal.${code}`, facts) ?? code,
    next: text(locale, `next.${code}`, facts) ?? null,
  };
}

function quotedChangeToApi(change: QuotedChange, money: (amount: string) => Money) {
  const { subscriptionId, before, after, names = null, newPeriod, nextBillDate, seatsAdded } = change;
  return {
    subscriptionId,
    before,
    after,
    names,
    newPeriod,
    nextBillDate,
    nextBillNet: money(change.nextBillNet),
    yearlyRateBefore: money(change.yearlyRateBefore),
    yearlyRateAfter: money(change.yearlyRateAfter),
    seatsAdded,
  };
}

const otherAnchorToApi = (other: AnchorAlternative, money: (amount: string) => Money) => ({
  anchor: other.anchor,
  net: money(other.net),
  total: money(other.total),
  dueToday: money(other.dueToday),
  toBalance: money(other.toBalance),
  nextBills: other.nextBills.map((bill) => ({ ...bill, net: money(bill.net) })),
});

function lineToApi(
  line: QuoteLine,
  money: (amount: string) => Money,
  words: { text: string; vat?: string } | undefined,
) {
  const { lineId, kind, subscriptionId = null, period = null, fraction, vatPercent } = line;
  return {
    lineId,
    kind,
    subscriptionId,
    text: words?.text ?? line.textKey,
    vatText: words?.vat ?? null,
    period,
    basis: money(line.basis),
    fraction,
    net: money(line.net),
    vatPercent,
    vat: money(line.vat),
  };
}
