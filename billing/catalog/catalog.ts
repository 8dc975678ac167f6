import { dayNumberOf } from '../calendar/calendar';
import type { CivilDate, Frequency, Price, PriceBand, Product, Terms, Tier } from '../facts/types';
import { formatAmount, parseNotNegative } from '../money/amounts';
import { BillingError, quoted } from '../money/errors';
import type { Amount, CurrencyCode } from '../money/types';

export function findTier(product: Product, tierId: string): Tier | undefined {
  return product.tiers.find((tier) => tier.tierId === tierId);
}

/** @throws BillingError `unknown_tier`; where a customer names the tier, ask `findTier` and refuse instead. */
export function requireTier(product: Product, tierId: string): Tier {
  const tier = findTier(product, tierId);
  if (tier) return tier;
  throw new BillingError('unknown_tier', 'tierId', `product ${product.productId} has no tier ${quoted(tierId)}.`);
}

/**
 * The price that is valid on a day, `validTo` being the first day it is not. Where two overlap the one that began last
 * wins, so that a price change needs no end date on the old price.
 */
export function findPrice(
  tier: Tier,
  frequency: Frequency,
  currency: CurrencyCode,
  date: CivilDate,
): Price | undefined {
  const day = dayNumberOf(date);
  let latest: Price | undefined;
  for (const price of tier.prices) {
    if (price.frequency !== frequency || price.currency !== currency) continue;
    if (dayNumberOf(price.validFrom, 'validFrom') > day) continue;
    if (price.validTo !== undefined && dayNumberOf(price.validTo, 'validTo') <= day) continue;
    if (!latest || price.validFrom > latest.validFrom) latest = price;
  }
  return latest;
}

/** The band that prices every seat of a seat count: the last one that starts at or below it. */
function findBand(price: Price, seats: number): PriceBand | undefined {
  let band: PriceBand | undefined;
  for (const candidate of price.bands) {
    if (candidate.fromSeats <= seats) band = candidate;
  }
  return band;
}

/** The price of the terms for one period of their frequency. */
export interface PricedTerms {
  tier: Tier;
  /** The entry of the catalogue that it was found in. */
  price: Price;
  unitPrice: Amount;
  /** Seats times price per seat, rounded half up at the currency's exponent. */
  periodPrice: Amount;
}

/** Price of terms on a day, or undefined when the catalogue has none for their frequency, currency and seats. */
export function priceTerms(
  product: Product,
  terms: Terms,
  currency: CurrencyCode,
  date: CivilDate,
): PricedTerms | undefined {
  const tier = requireTier(product, terms.tierId);
  return pricedBy(tier, findPrice(tier, terms.frequency, currency, date), terms, currency);
}

/** The same at the price that began last, over or not: of terms that are sold no more. */
export function lastPricedTerms(product: Product, terms: Terms, currency: CurrencyCode): PricedTerms | undefined {
  const tier = requireTier(product, terms.tierId);
  const prices = tier.prices.filter((one) => one.frequency === terms.frequency && one.currency === currency);
  const [last] = prices.toSorted((one, other) => (one.validFrom < other.validFrom ? 1 : -1));
  return pricedBy(tier, last, terms, currency);
}

function pricedBy(tier: Tier, price: Price | undefined, terms: Terms, currency: CurrencyCode): PricedTerms | undefined {
  const band = price && findBand(price, terms.seats);
  if (!band) return undefined;
  const periodPrice = parseNotNegative(band.unitPrice, 'unitPrice').times(terms.seats);
  return { tier, price, unitPrice: band.unitPrice, periodPrice: formatAmount(periodPrice, currency) };
}

/** @throws BillingError `price_missing`; an assessment refuses before a quote can come to this. */
export function requirePricedTerms(
  product: Product,
  terms: Terms,
  currency: CurrencyCode,
  date: CivilDate,
): PricedTerms {
  const priced = priceTerms(product, terms, currency, date);
  if (priced) return priced;
  throw new BillingError(
    'price_missing',
    'prices',
    `tier ${quoted(terms.tierId)} has no price by the ${terms.frequency} in ${currency} for ${terms.seats} seats on ${date}.`,
  );
}

/** A downgrade is a lower rank, whatever the prices: it is handed to customer support. */
export function isLowerTier(product: Product, beforeTierId: string, afterTierId: string): boolean {
  return requireTier(product, afterTierId).rank < requireTier(product, beforeTierId).rank;
}
