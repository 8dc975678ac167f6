import { renewedPeriod } from '../calendar/anchor';
import { dayNumberOf } from '../calendar/calendar';
import { statusOn } from '../calendar/status';
import { findTier, lastPricedTerms, type PricedTerms, priceTerms } from '../catalog/catalog';
import { termsOf } from '../facts/terms';
import type { CivilDate, NoBillReason, Product, Subscription, Terms } from '../facts/types';
import { parsePayable, sum } from '../money/amounts';
import type { Amount } from '../money/types';
import { netAndVat } from './line';

/** The bill of the period that follows, for the subscription alone; what else a seller puts on it is not known here. */
export type NextBill =
  | { kind: 'bill'; date: CivilDate; terms: Terms; net: Amount }
  | { kind: 'none'; reason: NoBillReason };

interface NextBillInput {
  subscription: Subscription;
  product: Product;
  /** The day in the zone of the account. */
  today: CivilDate;
  /** A change that waits for its day: the terms it leads to, and that day where it is known. */
  agreed?: { terms: Terms; effectiveDate?: CivilDate } | undefined;
}

/**
 * The next bill of a subscription as it stands: on the first day after its period, for a whole period of its terms, or of those
 * that are agreed for that day, at the price of that day. Terms that are not sold any more keep the price they had.
 *
 * @throws BillingError for facts that cannot be read.
 */
export function nextBillOf({ subscription, product, today, agreed }: NextBillInput): NextBill {
  const date = subscription.period.end;
  const reason = reasonAgainst(subscription, today) ?? (isChangedBefore(agreed, date) ? 'changes_first' : undefined);
  if (reason !== undefined) return { kind: 'none', reason };
  const terms = agreed?.terms ?? termsOf(subscription);
  const priced = pricedOn(date, subscription, product, terms);
  return priced ? { kind: 'bill', date, terms, net: priced.periodPrice } : { kind: 'none', reason: 'price_missing' };
}

/** VAT and total of a bill, rounded as on a line of a quote. */
export function withVat(
  net: Amount,
  vatPercent: string,
  currency: string,
): { net: Amount; vatPercent: string; vat: Amount; total: Amount } {
  const exact = parsePayable(net, currency);
  const line = netAndVat(exact, vatPercent, currency);
  return { ...line, total: sum([line.net, line.vat], currency) };
}

function reasonAgainst(subscription: Subscription, today: CivilDate): NoBillReason | undefined {
  const { period, endsOn, pausesOn } = subscription;
  const status = statusOn(subscription, today);
  if (status === 'ended' || status === 'trial_expired' || status === 'paused') return status;
  const isUpTo = (date: CivilDate | undefined, end: CivilDate): boolean =>
    date !== undefined && dayNumberOf(date) <= dayNumberOf(end);
  if (isUpTo(endsOn, period.end)) return 'ends_first';
  if (dayNumberOf(today) > dayNumberOf(period.end)) return 'renewal_missing';
  // Only the system of record knows the period after a pause.
  if (isUpTo(pausesOn, period.end) && dayNumberOf(pausesOn ?? today) > dayNumberOf(today)) return 'pause_is_set';
  return endsOn !== undefined && dayNumberOf(endsOn) < dayNumberOf(renewedPeriod(subscription).end)
    ? 'ends_within'
    : undefined;
}

const isChangedBefore = (agreed: NextBillInput['agreed'], date: CivilDate): boolean =>
  agreed !== undefined && agreed.effectiveDate !== date;

function pricedOn(
  date: CivilDate,
  { period, currency }: Subscription,
  product: Product,
  terms: Terms,
): PricedTerms | undefined {
  if (findTier(product, terms.tierId) === undefined) return undefined;
  return (
    priceTerms(product, terms, currency, date) ??
    priceTerms(product, terms, currency, period.start) ??
    lastPricedTerms(product, terms, currency)
  );
}
