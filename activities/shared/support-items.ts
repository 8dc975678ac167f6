import type { Replaced } from '../../billing/quotes/agreed-change';
import type { Quote } from '../../billing/quotes/types';
import type { OpenSupportItemInput } from '../../machines/seat-follow-up/steps';
import type { EscalateVatInput, TellCustomerInput, Visit } from '../../machines/subscription-change/steps';
import type { SupportItemKind } from '../../machines/support-items';
import type { StoredPayment } from '../../store/money/payments';
import type { SupportItem } from '../../store/support/items';
import type { Tools } from './dependencies';

/** An item without when and for whom. Its key follows from its cause, so that a cause told twice opens one item. */
export type ItemToOpen = Pick<SupportItem, 'key' | 'kind' | 'subscriptionId' | 'facts'>;

/** Hands something over to a person at support, once. */
export async function openItem({ store, clock }: Tools, tenantId: string, item: ItemToOpen): Promise<void> {
  await store.supportItems.open({ tenantId, ...item, openedAt: clock() });
}

/**
 * Money that the seller pays back and the ledger has set aside: a person pays it.
 *
 * @param cause the order, or the amendment of it, that leads to the refund
 */
export const refundRequest = (cause: string, changeId: string, quote: Quote, amount: string): ItemToOpen => ({
  key: `${cause}:refund`,
  kind: 'refund_request',
  subscriptionId: subscriptionOf(quote),
  facts: { changeId, amount, currency: quote.currency },
});

/** Money that came past the gateway for an order that is not made, and goes back the same way. */
export const refundByHand = (changeId: string, quote: Quote): ItemToOpen => ({
  key: `${changeId}:refund_by_hand`,
  kind: 'refund_by_hand',
  subscriptionId: subscriptionOf(quote),
  facts: { changeId, amount: quote.dueToday, currency: quote.currency },
});

/** An agreed change that could not be made on its day: its customer has a mail, and may need a word. */
export const agreedNotMade = ({
  changeId,
  visit,
  because,
  subscriptionId,
}: Extract<TellCustomerInput, { about: 'agreedNotMade' }>): ItemToOpen => ({
  key: `${changeId}:agreed:${visit}`,
  kind: 'agreed_not_made',
  subscriptionId,
  facts: { changeId, ...(because === null ? {} : { because }) },
});

/** An order that waited for its day has lost all or part of it to a newer one. */
export const agreedReplaced = (
  changeId: string,
  { changeId: by, visit }: Visit,
  [first]: readonly Replaced[],
  taken: 'all' | 'part' | 'nothing',
): ItemToOpen => ({
  key: `${changeId}:replaced:${by}:${visit}`,
  kind: 'agreed_replaced',
  subscriptionId: first?.subscriptionId ?? '',
  facts: { changeId, by, taken },
});

/** A VAT number that an order waits for and no register answers for. */
export const vatUnverifiable = ({ changeId, visit, subscriptionId, code, attempts }: EscalateVatInput): ItemToOpen => ({
  key: `${changeId}:vat:${visit}`,
  kind: 'vat_unverifiable',
  subscriptionId,
  facts: { changeId, code, attempts },
});

/**
 * A register of VAT numbers that takes no question of ours until an operator mends it; orders wait, or go on by the seller's
 * policy. It may happen again after somebody has dealt with it, so the hour is part of its key.
 */
export const vatRegisterRefuses = (
  facts: { register: string; code: string; registerCode: string },
  at: Date,
): ItemToOpen => ({
  key: `vat-register:${facts.register}:${facts.code}:${at.toISOString().slice(0, 13)}`,
  kind: 'vat_register_refuses',
  subscriptionId: '',
  facts,
});

/** The item of an order whose VAT number could not be checked after it either. */
export const vatNotVerifiedKey = (changeId: string): string => `${changeId}:vat-follow-up`;

export const vatNotVerified = (
  changeId: string,
  quote: Quote | undefined,
  facts: { code: string; attempts: number },
): ItemToOpen => ({
  key: vatNotVerifiedKey(changeId),
  kind: 'vat_not_verified',
  subscriptionId: subscriptionOf(quote),
  facts: { changeId, ...facts },
});

/**
 * Seats that nobody has assigned however often somebody was reminded.
 *
 * @param version of the subscription: a stream that comes back to the same number of seats is another purchase
 */
export const seatsUnassigned = (
  { subscriptionId, unassigned, stream }: OpenSupportItemInput,
  version: number,
): ItemToOpen => ({
  key: `${stream}:v${version}:unassigned`,
  kind: 'seats_unassigned',
  subscriptionId,
  facts: { unassigned },
});

/**
 * Something about a payment that its order does not look at.
 *
 * @param occasion counts from 1, or a name: the same thing happening again is another item
 */
export const paymentItem = (
  kind: SupportItemKind,
  { reference, changeId, accountId, amount, currency }: StoredPayment,
  subscriptionId: string,
  facts: Record<string, string | number>,
  occasion: number | string,
): ItemToOpen => ({
  key: `${reference}:${kind}${numbered(occasion)}`,
  kind,
  subscriptionId,
  facts: { changeId, accountId, reference, minorUnits: amount, currency, ...facts },
});

export const numbered = (occasion: number | string): string => (occasion === 1 ? '' : `:${occasion}`);

const subscriptionOf = (quote: Quote | undefined): string => quote?.changes[0]?.subscriptionId ?? '';
