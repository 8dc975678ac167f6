import type { Quote, QuoteDifference } from '../../../billing/quotes/types';
import type { AskAgainReason } from '../../refusals';

/** Why the customer is asked once more instead of the order being placed. */
export interface AskAgain {
  reason: AskAgainReason;
  previousDue: string | null;
  code: string | null;
}

/** The quote, and where the customer looks at it. */
export interface PriceContext {
  quote: Quote | null;
  costsMore: boolean;
  /** How the quote differs from the one before it. */
  difference: QuoteDifference | null;
  /** Where a new quote leads: back to the summary, to checkout, or straight on to placing. */
  leadsTo: 'reviewing' | 'verifying' | 'reserving';
  askAgain: AskAgain | null;
  /** Until when it may be placed, where support has said so. */
  extendedUntil: string | null;
  cartHoldsItems: boolean;
  includesCart: boolean;
}

export const newPrice = (): PriceContext => ({
  quote: null,
  costsMore: false,
  difference: null,
  leadsTo: 'reviewing',
  askAgain: null,
  extendedUntil: null,
  cartHoldsItems: false,
  includesCart: false,
});
