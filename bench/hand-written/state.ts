import type { Change } from '../../billing/facts/types';
import { isZero } from '../../billing/money/zero';
import type { Actor } from '../../machines/events';
import type { Visit } from '../../machines/subscription-change/steps';
import type { OrderDetails } from '../../machines/subscription-change/view';
import type { OrderInput } from '../../workflows/contract';

/** Everything the hand-written order knows: what it shows, and the little that it does not. */
export interface HandWrittenOrder {
  details: OrderDetails;
  actor: Actor;
  changes: Change[];
  paymentMethod: string | null;
}

export const newHandWrittenOrder = ({ actor, changes, ...ids }: OrderInput): HandWrittenOrder => ({
  actor,
  changes,
  paymentMethod: null,
  details: {
    ...ids,
    waits: null,
    situation: 'as_named',
    changes,
    dropped: [],
    route: 'self_serve',
    quote: null,
    difference: null,
    cartHoldsItems: false,
    includesCart: false,
    missing: [],
    hasPaymentMethod: false,
    vat: null,
    vatNumberAsked: null,
    placing: 0,
    askAgain: null,
    refusal: null,
    agreement: null,
    consent: null,
    payment: null,
    stuck: null,
    ending: null,
    heldSince: null,
    extended: { quote: null, link: null, idle: null },
  },
});

/** The first and only visit of a step; of placing, the attempt. */
export const visitOfHandWritten = ({ details }: HandWrittenOrder, visit = 1): Visit => {
  const { changeId, tenantId, accountId } = details;
  return { changeId, tenantId, accountId, visit };
};

export function missingByHand({ details, paymentMethod }: HandWrittenOrder): OrderDetails['missing'] {
  const { quote, vat } = details;
  if (quote === null || paymentMethod !== null) return [];
  const orNumber = quote.rateIncreases && vat === null;
  if (!isZero(quote.dueToday)) return [orNumber ? 'payment_details_or_vat_number' : 'payment_details'];
  return orNumber ? ['payment_details_or_vat_number'] : [];
}
