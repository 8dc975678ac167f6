import { DAY, MINUTE } from '../../billing/calendar/durations';
import { present } from '../../billing/present';
import type { FulfilmentOrder, FulfilmentState } from '../../gateways/fulfilment/port';
import type { FulfilInput, FulfilOutput } from '../../machines/subscription-change/steps';
import { attemptSignal } from '../shared/attempt';
import { cartItemIds } from '../shared/cart-items';
import type { Tools } from '../shared/dependencies';
import { lasting } from '../shared/failures';
import { customerOf } from '../shared/order-facts';
import { fulfilmentReference } from '../shared/references';

/** A callback nudges earlier; looking by ourselves only covers for one that is lost. */
const LOOK_AGAIN_MS = 15 * MINUTE;

/**
 * Has an applied order delivered. It is looked up first and placed when it is not known, so that a repeated attempt
 * learns how it stands instead of hearing its first answer again.
 *
 * @throws ApplicationFailure `FulfilmentRejected`, `FulfilmentRefused`, `FulfilmentOverdue`, `FulfilmentNotConfigured` (a
 * person has to look) or `FulfilmentUnavailable` (may be tried again)
 */
export async function fulfil(tools: Tools, input: FulfilInput): Promise<FulfilOutput> {
  const { account, settings } = await customerOf(tools.store, input);
  const port = tools.fulfilment[settings.fulfilment[account?.kind ?? 'standard']];
  if (!port) throw lasting('FulfilmentNotConfigured', 'No fulfilment service is configured for this kind of account.');
  const order = orderOf(input);
  const found = await port.lookup(order.reference, attemptSignal());
  const state: FulfilmentState = found.status === 'not_found' ? await port.place(order, attemptSignal()) : found;
  if (state.status === 'rejected') throw lasting('FulfilmentRejected', `Fulfilment rejected the order: ${state.code}.`);
  if (state.status === 'done') return { status: 'done', checkAgainIn: 0 };
  if (await isOverdue(tools, input, settings.fulfilmentDays)) {
    throw lasting('FulfilmentOverdue', `Nobody has confirmed the delivery ${state.fulfilmentReference} for too long.`);
  }
  return { status: 'pending', checkAgainIn: LOOK_AGAIN_MS };
}

/** Counted from the first look of the visit: a delivery that is asked for anew has its time anew. */
async function isOverdue({ store, clock }: Tools, input: FulfilInput, days: number): Promise<boolean> {
  const { tenantId, changeId, visit } = input;
  const now = clock();
  const key = { tenantId, changeId, step: 'fulfil', visit };
  const { since } = await store.answers.settle(key, { since: now.toISOString() }, now);
  return now.getTime() - Date.parse(since) >= days * DAY;
}

function orderOf(input: FulfilInput): FulfilmentOrder {
  const { tenantId, changeId, accountId, quote, purchaseOrder } = input;
  return present({
    reference: fulfilmentReference(input),
    tenantId,
    changeId,
    accountId,
    purchaseOrderNumber: purchaseOrder ?? undefined,
    effectiveDate: quote.effectiveDate,
    changes: quote.changes.map(({ subscriptionId, after, endLifted, trialEnded }) =>
      present({ subscriptionId, ...after, endLifted, trialEnded }),
    ),
    cartItemIds: cartItemIds(quote),
  });
}
