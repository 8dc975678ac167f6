import { present } from '../../billing/present';
import type { OrderContext } from './context';
import { missingOf } from './placing/missing';
import type { Standing } from './standing';

/** The order as customers and support see it. */
export type OrderDetails = ReturnType<typeof orderDetails>;

/** The definition that orders are run by. */
export const MACHINE = { id: 'subscriptionChange', version: 1 } as const;

export function orderDetails(context: OrderContext, standing: Standing) {
  const { changeId, tenantId, accountId, requestHash, wish, price, vat, payment, waiting } = context;
  return present({
    ...standing,
    changeId,
    tenantId,
    accountId,
    machine: MACHINE,
    /** Who started the order, or edited or placed it last: it is they who must be allowed to buy. */
    decidedBy: wish.actor,
    /** Of the request that started it; absent where the caller named none. */
    requestHash,
    /** Absent until the order was accepted. */
    home: wish.home ?? undefined,
    changes: wish.changes,
    /** As the customer asks; where there is an agreement, what was agreed counts. */
    effective: wish.effective,
    /** Changes that went stale and were left out, with the reason. */
    dropped: wish.dropped,
    route: wish.route,
    quote: price.quote,
    /** How the quote differs from the one before it; null for the first one. */
    difference: price.difference,
    cartHoldsItems: price.cartHoldsItems,
    includesCart: price.includesCart,
    missing: missingOf(context),
    hasPaymentMethod: payment.method !== null,
    vat: vat.onOrder,
    /** A permission asked for now is about one of these two, see `subjectOf`. */
    vatNumberAsked: vat.numberAsked,
    placing: context.visits.place,
    /** Why a number that was given waits, and how often its register was asked; absent where none does. */
    vatWait: vat.hold === null ? undefined : { ...vat.hold, attempts: vat.attempts + 1 },
    askAgain: price.askAgain,
    refusal: wish.refusal,
    agreement: wish.agreement,
    consent: context.placing.consent,
    payment: payment.outcome,
    /** Null when the order is not stuck now: the memory of an earlier time is not shown. */
    stuck: standing.situation === 'stuck' ? context.support.stuck : null,
    ending: context.undoing.ending,
    /** Since when support holds the order; null when it does not. */
    heldSince: waiting.heldSince,
    /** Deadlines that support has moved, RFC 3339 in UTC. */
    extended: { quote: price.extendedUntil, link: payment.linkExtendedUntil, idle: waiting.keptOpenUntil },
  });
}
