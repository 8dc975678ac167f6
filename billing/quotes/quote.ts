import { epochMilliseconds, instantAt, localDate, requireDate, startOfDay } from '../calendar/calendar';
import type { Moment } from '../calendar/day-count';
import type { CivilDate } from '../facts/types';
import { requireSameCurrency, sum } from '../money/amounts';
import { BillingError } from '../money/errors';
import type { CurrencyCode } from '../money/types';
import { agreedOutcome } from './agreed-change';
import { quoteHashOf } from './hash';
import type { ChangeToQuote, QuoteInput } from './input';
import { cartLine } from './line';
import { priceChange } from './quoted-change';
import { rateIncreases } from './rate';
import { settle } from './settlement';
import type { Quote, QuotedChange, QuoteLine, QuoteOutline } from './types';

/**
 * Prices an order: every change and, where included, the cart's items, as lines that add up to the totals.
 *
 * It always holds that `total = dueToday + balanceUsed - toBalance - refundRequested`. What is due is never negative: a
 * negative total goes to the account balance or back to the customer, and a debt on the balance is collected with the order.
 *
 * @throws BillingError `no_changes`, `outside_period`, `price_missing`, `currency_mismatch`, or for unreadable facts.
 */
export function quoteChanges(input: QuoteInput): Quote {
  const quote = priceOrder(input);
  return { ...quote, hash: quoteHashOf(quote) };
}

/** The same before it is hashed, for quotes that carry something more. */
export function priceOrder(input: QuoteInput): Omit<Quote, 'hash'> {
  const { account, policy, vatTreatment } = input;
  const { currency } = account;
  const moment = momentOf(input);
  const context = { moment, policy, currency, vatPercent: vatTreatment.percent };
  const priced = requireChanges(input).map((change) => priceChange(change, context));
  const lines = [...priced.flatMap((change) => change.lines), ...cartLines(input, currency)];
  const effectiveAt = startOfDay(moment.date, account.timeZone);
  const changes = priced.map(({ change }, index) => withAgreed(change, input.changes[index], input));
  const net = sum(
    lines.map((line) => line.net),
    currency,
  );
  const vat = sum(
    lines.map((line) => line.vat),
    currency,
  );
  return {
    quoteId: input.quoteId,
    version: input.version,
    at: input.at,
    expiresAt: instantAt(epochMilliseconds(input.at) + input.validForSeconds * 1000),
    effectiveDate: moment.date,
    effectiveAt,
    policy: { name: policy.name, version: policy.version },
    currency,
    changes,
    lines,
    vatTreatment,
    net,
    vat,
    ...settle(sum([net, vat], currency), input.balance, currency, input),
    rateIncreases: rateIncreases(changes, currency),
    includesCart: input.cart?.include ?? false,
    cartVersion: input.cart?.cart.version ?? 0,
  };
}

/** Whether the change takes effect after the day of the quote, as one that was agreed for the end of the period does. */
export const takesEffectLater = ({ at, effectiveAt }: Pick<Quote, 'at' | 'effectiveAt'>): boolean =>
  epochMilliseconds(effectiveAt, 'effectiveAt') > epochMilliseconds(at, 'at');

/** The day on which `dueToday` is due: that of the quote, or the one on which the change takes effect later. */
export const dueOn = (quote: Pick<Quote, 'at' | 'effectiveAt' | 'effectiveDate'>, timeZone: string): CivilDate =>
  takesEffectLater(quote) ? quote.effectiveDate : localDate(quote.at, timeZone);

/** The totals of an order, for showing it beside another one. */
export function outlineOf({ net, total, dueToday, toBalance, changes }: Omit<Quote, 'hash'>): QuoteOutline {
  const nextBills = changes.map(({ subscriptionId, nextBillDate, nextBillNet }) => ({
    ...{ subscriptionId, date: nextBillDate, net: nextBillNet },
  }));
  return { net, total, dueToday, toBalance, nextBills };
}

/** An agreed day counts from its first instant; a change of today from the very instant of the quote. */
function momentOf({ at, account, effectiveDate }: QuoteInput): Moment {
  const today = localDate(at, account.timeZone);
  if (effectiveDate === undefined) return { date: today, at, timeZone: account.timeZone };
  requireDate(effectiveDate, 'effectiveDate');
  return { date: effectiveDate, at: startOfDay(effectiveDate, account.timeZone), timeZone: account.timeZone };
}

function withAgreed(
  change: QuotedChange,
  wanted: ChangeToQuote | undefined,
  { isLater = false }: QuoteInput,
): QuotedChange {
  const agreed = wanted?.agreed;
  return agreed === undefined ? change : { ...change, agreed: agreedOutcome(agreed, { ...change, isLater }) };
}

function cartLines({ cart, vatTreatment }: QuoteInput, currency: CurrencyCode): QuoteLine[] {
  if (!cart?.include || cart.cart.items.length === 0) return [];
  requireSameCurrency(currency, cart.cart.currency, 'cart.currency');
  return cart.cart.items.map((item) => cartLine(item, currency, vatTreatment.percent));
}

function requireChanges({ changes }: QuoteInput): QuoteInput['changes'] {
  const subscriptions = new Set(changes.map(({ subscription }) => subscription.subscriptionId));
  if (subscriptions.size > 0 && subscriptions.size === changes.length) return changes;
  throw new BillingError('no_changes', 'changes', 'an order holds one change a subscription, and at least one.');
}
