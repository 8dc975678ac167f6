import type { Change, Refusal, Route } from '../../billing/facts/types';
import type { Quote, QuoteDifference } from '../../billing/quotes/types';
import type { Stuck } from '../failure';
import type { OrderStep } from '../failure-codes';
import { type AskAgain, type Consent, type Ending, type Missing, missingToPlace, type OrderContext } from './context';
import type { Agreement, DroppedChange, Home, PaymentOutcome, VatHold, VatOnOrder } from './steps';

/** What an order shows of itself to customers and support. */
export interface OrderDetails {
  changeId: string;
  tenantId: string;
  accountId: string;
  /** Of the request that started it; absent where the caller named none. */
  requestHash?: string;
  /** Absent until the order was accepted, and in views of earlier versions. */
  home?: Home;
  changes: Change[];
  /** Changes that went stale and were left out, with the reason; absent in views of earlier versions. */
  dropped?: DroppedChange[];
  route: Route;
  quote: Quote | null;
  /** What the quote changed of the one before it; null for the first one. */
  difference: QuoteDifference | null;
  cartHoldsItems: boolean;
  includesCart: boolean;
  /** What must be given before the order can be placed. */
  missing: Missing[];
  hasPaymentMethod: boolean;
  vat: VatOnOrder | null;
  /** What a permission asked for now is about, see `subjectOf`; absent in views of earlier versions. */
  vatNumberAsked?: string | null;
  placing?: number;
  /** Why a number that was given waits, and how often its register was asked; absent where none does. */
  vatWait?: VatHold & { attempts: number };
  askAgain: AskAgain | null;
  refusal: Refusal | null;
  agreement: Agreement | null;
  /** Absent in views of orders that were placed before it was kept. */
  consent?: Consent | null;
  payment: PaymentOutcome | null;
  stuck: Stuck<OrderStep> | null;
  ending: Ending | null;
  /** Since when support holds the order; null when it does not. */
  heldSince: string | null;
  /** Deadlines that support has moved, RFC 3339 in UTC. */
  extended: { quote: string | null; link: string | null; idle: string | null };
}

/**
 * @param isStuck whether the machine is in a stuck substate now; the memory of an earlier one is not shown
 */
export function orderDetails(context: OrderContext, isStuck: boolean): OrderDetails {
  const { changeId, tenantId, accountId, changes, dropped, route, quote, difference, cartHoldsItems, includesCart } =
    context;
  const {
    requestHash,
    home,
    paymentMethod,
    vat,
    vatHold,
    vatAttempts,
    askAgain,
    refusal,
    agreement,
    consent,
    payment,
    stuck,
    ending,
    heldSince,
  } = context;
  return {
    changeId,
    tenantId,
    accountId,
    ...(requestHash === undefined ? {} : { requestHash }),
    ...(home === null ? {} : { home }),
    changes,
    dropped,
    route,
    quote,
    difference,
    cartHoldsItems,
    includesCart,
    missing: missingToPlace(context),
    hasPaymentMethod: paymentMethod !== null,
    vat,
    vatNumberAsked: context.vatNumberAsked,
    placing: context.visits.place,
    ...(vatHold === null ? {} : { vatWait: { ...vatHold, attempts: vatAttempts + 1 } }),
    askAgain,
    refusal,
    agreement,
    consent,
    payment,
    stuck: isStuck ? stuck : null,
    ending,
    heldSince,
    extended: {
      quote: context.quoteExtendedUntil,
      link: context.linkExtendedUntil,
      idle: context.keptOpenUntil,
    },
  };
}
