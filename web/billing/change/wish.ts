import { FREQUENCIES, type Frequency } from '../../../billing/facts/types';
import { present } from '../../../billing/present';
import type { Schemas } from '../../shared/api/api-types';
import type { Language } from '../../shared/words/languages';

export type SubscriptionNow = Schemas['SubscriptionView'];
export type ProductOnSale = Schemas['CatalogueProduct'];
export type PreviewRequest = Schemas['QuoteRequest'] & { subscriptionId: string };

/** What is wanted of a subscription, as it was typed and as the address holds it; what is absent stays as it is. */
export interface Wish {
  tier?: string;
  seats?: string;
  frequency?: Frequency;
}

/** Longer than any number of seats, and short enough to be shown. */
const LONGEST = 40;

/** The same in an address. */
export interface AddressWish extends Wish {
  /** The open order that is edited; absent where a new one is started. */
  order?: string;
}

/** A wish out of an address that anybody may have written. */
export function wishInAddress({ tier, seats, frequency, order }: Record<string, unknown>): AddressWish {
  return present({
    tier: textOf(tier),
    seats: textOf(seats),
    frequency: FREQUENCIES.find((one) => one === frequency),
    order: typeof order === 'string' ? order : undefined,
  });
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, LONGEST) : undefined;

/** Spaces, and marks that nobody sees, such as those that come along with what is pasted. */
const UNSEEN = /[\s\p{Cf}]/gu;

/** A whole number from 1 as people write it; null for what is none. */
function wholeNumber(text: string, language: Language): number | null {
  const bare = text.normalize('NFKC').replace(UNSEEN, '');
  const digits = language === 'en' && /^\d{1,3}(,\d{3})+$/.test(bare) ? bare.replaceAll(',', '') : bare;
  return /^0*[1-9]\d{0,11}$/.test(digits) ? Number(digits) : null;
}

/** The terms that are wanted; its seats are null where what was typed is no number. */
export function termsWanted({ tier, seats, frequency }: Wish, now: SubscriptionNow, language: Language) {
  return {
    tierId: tier ?? now.tierId,
    seats: seats === undefined ? now.seats : wholeNumber(seats, language),
    frequency: frequency ?? now.frequency,
  };
}

type Wanted = ReturnType<typeof termsWanted>;

export const isAsItIs = ({ tierId, seats, frequency }: Wanted, now: SubscriptionNow): boolean =>
  tierId === now.tierId && seats === now.seats && frequency === now.frequency;

/** The change in the words of the API: what is to be other than it is. Null where that cannot be said. */
export function requestOf({ tierId, seats, frequency }: Wanted, now: SubscriptionNow): PreviewRequest | null {
  if (seats === null) return null;
  const { subscriptionId } = now;
  return present({
    subscriptionId,
    tierId: tierId === now.tierId ? undefined : tierId,
    seats: seats === now.seats ? undefined : seats,
    frequency: frequency === now.frequency ? undefined : frequency,
    expectedSeats: now.seats,
  });
}

/**
 * Some change that is on sale: while nothing is wanted yet, its preview tells limits and prices, and whether anything may be
 * changed at all.
 */
export function anyChange(now: SubscriptionNow, { tiers }: ProductOnSale): PreviewRequest {
  const { subscriptionId, tierId, frequency, seats } = now;
  const here = tiers.find((tier) => tier.tierId === tierId);
  const other = here?.prices.find((price) => price.frequency !== frequency);
  if (other !== undefined) return { subscriptionId, frequency: other.frequency };
  const higher = tiers.find(({ comparison, prices }) => comparison === 'higher' && prices.length > 0);
  return higher === undefined ? { subscriptionId, seats: seats + 1 } : { subscriptionId, tierId: higher.tierId };
}
