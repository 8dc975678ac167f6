import type { Change, Refusal, Route } from '../../billing/facts/types';
import { present } from '../../billing/present';
import type { Quote, QuoteDifference } from '../../billing/quotes/types';
import type { Stuck } from '../failure';
import type { OrderStep } from '../failure-codes';
import type { OrderContext } from './context';
import type { Consent } from './placing/context';
import { type Missing, missingToPlace } from './placing/missing';
import type { AskAgain } from './price/context';
import type { Standing } from './standing';
import type { Agreement, DroppedChange, Home, PaymentOutcome, VatHold, VatOnOrder } from './steps';
import type { Ending } from './undoing/context';

/** The face of an order for customers and support. */
export interface OrderDetails extends Standing {
  changeId: string;
  tenantId: string;
  accountId: string;
  /** Of the request that started it; absent where the caller named none. */
  requestHash?: string;
  /** Absent until the order was accepted. */
  home?: Home;
  changes: Change[];
  /** Changes that went stale and were left out, with the reason. */
  dropped: DroppedChange[];
  route: Route;
  quote: Quote | null;
  /** How the quote differs from the one before it; null for the first one. */
  difference: QuoteDifference | null;
  cartHoldsItems: boolean;
  includesCart: boolean;
  missing: Missing[];
  hasPaymentMethod: boolean;
  vat: VatOnOrder | null;
  /** A permission asked for now is about one of these two, see `subjectOf`. */
  vatNumberAsked: string | null;
  placing: number;
  /** Why a number that was given waits, and how often its register was asked; absent where none does. */
  vatWait?: VatHold & { attempts: number };
  askAgain: AskAgain | null;
  refusal: Refusal | null;
  agreement: Agreement | null;
  consent: Consent | null;
  payment: PaymentOutcome | null;
  /** Null when the order is not stuck now: the memory of an earlier time is not shown. */
  stuck: Stuck<OrderStep> | null;
  ending: Ending | null;
  /** Since when support holds the order; null when it does not. */
  heldSince: string | null;
  /** Deadlines that support has moved, RFC 3339 in UTC. */
  extended: { quote: string | null; link: string | null; idle: string | null };
}

export function orderDetails(context: OrderContext, standing: Standing): OrderDetails {
  const { changeId, tenantId, accountId, requestHash, wish, price, vat, payment, waiting } = context;
  return present({
    ...standing,
    changeId,
    tenantId,
    accountId,
    requestHash,
    home: wish.home ?? undefined,
    changes: wish.changes,
    dropped: wish.dropped,
    route: wish.route,
    quote: price.quote,
    difference: price.difference,
    cartHoldsItems: price.cartHoldsItems,
    includesCart: price.includesCart,
    missing: missingToPlace(context),
    hasPaymentMethod: payment.method !== null,
    vat: vat.onOrder,
    vatNumberAsked: vat.numberAsked,
    placing: context.visits.place,
    vatWait: vat.hold === null ? undefined : { ...vat.hold, attempts: vat.attempts + 1 },
    askAgain: price.askAgain,
    refusal: wish.refusal,
    agreement: wish.agreement,
    consent: context.placing.consent,
    payment: payment.outcome,
    stuck: standing.situation === 'stuck' ? context.support.stuck : null,
    ending: context.undoing.ending,
    heldSince: waiting.heldSince,
    extended: { quote: price.extendedUntil, link: payment.linkExtendedUntil, idle: waiting.keptOpenUntil },
  });
}
