import { findPrice, findTier, priceTerms } from '../catalog/catalog';
import { termsAfter } from '../facts/terms';
import { type Account, type CivilDate, FREQUENCIES, type Frequency, type Route, type Tier } from '../facts/types';
import type { Money } from '../money/types';
import { routeOf } from './assessment';
import type { ChangeToQuote } from './input';

/** A tier that may be asked for, and who serves a change to it. */
interface OfferedTier {
  tierId: string;
  name: string;
  servedBy: Route;
}

/** What may be asked for of one subscription, field by field, beside what it has now. */
export interface Limits {
  subscriptionId: string;
  /** Of the tier that is asked for; people who have a seat have to be taken off it before there can be fewer. */
  seats: { present: number; min: number; max: number; step: 1; assigned: number };
  tiers: { present: string; offered: OfferedTier[] };
  /** Those at which the tier that is asked for is on sale. */
  frequencies: {
    present: Frequency;
    offered: Frequency[];
    /** Of one period of the terms that are asked for, before VAT and discounts; a frequency without a price has none. */
    prices: { frequency: Frequency; net: Money }[];
  };
}

/**
 * The limits of a change on the day on which it takes effect.
 *
 * @returns undefined where the catalogue does not have the tier of the subscription any more: nothing can be changed then
 * @throws BillingError for a date that cannot be read.
 */
export function limitsOf({ account, product, subscription, change }: Asked, date: CivilDate): Limits | undefined {
  const present = findTier(product, subscription.tierId);
  if (present === undefined) return undefined;
  const { subscriptionId, seats, assignedSeats, frequency } = subscription;
  const terms = termsAfter(subscription, change);
  const wanted = findTier(product, terms.tierId) ?? present;
  const isSold = (tier: Tier, by: Frequency): boolean => findPrice(tier, by, account.currency, date) !== undefined;
  const soldOf = (tier: Tier): Frequency[] => FREQUENCIES.filter((by) => isSold(tier, by));
  const offered = product.tiers.filter((tier) => tier === present || soldOf(tier).length > 0);
  return {
    subscriptionId,
    seats: {
      present: seats,
      min: Math.max(1, wanted.minSeats),
      max: wanted.maxSeats,
      step: 1,
      assigned: assignedSeats,
    },
    tiers: {
      present: present.tierId,
      offered: offered
        .toSorted((one, other) => one.rank - other.rank)
        .map(({ tierId, name }) => ({
          tierId,
          name,
          servedBy: routeOf({ account, product, subscription }, { ...subscription, tierId }),
        })),
    },
    frequencies: {
      present: frequency,
      offered: soldOf(wanted),
      prices: FREQUENCIES.flatMap((by) => {
        const { currency } = account;
        const priced = priceTerms(product, { ...terms, tierId: wanted.tierId, frequency: by }, currency, date);
        return priced === undefined ? [] : [{ frequency: by, net: { amount: priced.periodPrice, currency } }];
      }),
    },
  };
}

interface Asked extends Pick<ChangeToQuote, 'product' | 'subscription' | 'change'> {
  account: Pick<Account, 'kind' | 'currency'>;
}
