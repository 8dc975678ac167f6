import type { z } from 'zod';
import { ORDER_EVENTS, type Role } from '../../../machines/events';
import { NoQuerySchema } from '../../../schemas/api/requests';
import { ChangePathSchema } from '../../../schemas/orders/order';
import { PaymentCallsSchema, PaymentLinkSchema } from '../../../schemas/orders/payments';
import type { OrderView } from '../../../workflows/contract';
import { type Answer, type Call, type MountedOperation, operation } from '../../api/operation';
import { Problem } from '../../http/problem';
import type { RouteParts } from '../../route-parts';
import { findOrder } from '../commands/start-routes';
import { noteOrderRead } from './reads';

type ChangeCall = Call<z.output<typeof ChangePathSchema>, unknown, undefined>;

const STAFF: readonly Role[] = ['support_agent', 'support_lead', 'operator'];

/** The money side of an order: where the customer confirms it, and what the gateway was asked and said. */
export function paymentOperations(parts: RouteParts): MountedOperation[] {
  const common = {
    tag: 'Changes',
    method: 'get',
    params: ChangePathSchema,
    query: NoQuerySchema,
    needsIdempotencyKey: false,
  } as const;
  return [
    operation({
      ...common,
      id: 'getPaymentLink',
      path: '/v1/changes/{changeId}/payment-link',
      summary: 'Get the link where the customer confirms the payment; 410 once it has expired',
      roles: ORDER_EVENTS.PLACE_ORDER.senders,
      answers: { 200: { description: 'The link, while it is good.', schema: PaymentLinkSchema } },
      handle: (call) => getLink(parts, call),
    }),
    operation({
      ...common,
      id: 'listPayments',
      path: '/v1/changes/{changeId}/payments',
      summary: 'See every call to the payment gateway for an order, the oldest first',
      roles: STAFF,
      answers: { 200: { description: 'Charges, refunds and saved details.', schema: PaymentCallsSchema } },
      handle: (call) => listPayments(parts, call),
    }),
  ];
}

async function getLink(parts: RouteParts, call: ChangeCall): Promise<Answer> {
  const { changeId } = call.params;
  const { details } = await parts.access.order(call, changeId, await findOrder(parts, call, changeId), 'buy');
  await noteOrderRead(parts, call, changeId, 'payments');
  const { payment } = details;
  if (payment?.status === 'requires_action' && payment.link !== null && payment.linkExpiresAt !== null) {
    const { link: url, linkExpiresAt: expiresAt } = payment;
    if (Date.parse(expiresAt) > parts.now().getTime()) return { status: 200, body: { url, expiresAt } };
    throw new Problem('payment_link_expired', { extra: { changeId } });
  }
  if (missedLink(details)) throw new Problem('payment_link_expired', { extra: { changeId } });
  throw new Problem('not_found');
}

const missedLink = ({ payment, askAgain }: OrderView['details']): boolean =>
  payment?.status === 'expired' || payment?.code === 'link_expired' || askAgain?.reason === 'payment_link_expired';

async function listPayments(parts: RouteParts, call: ChangeCall): Promise<Answer> {
  const { changeId } = call.params;
  await parts.access.order(call, changeId, await findOrder(parts, call, changeId), 'view');
  await noteOrderRead(parts, call, changeId, 'payments');
  const calls = await parts.store.payments.listOfChange(call.principal.tenantId, changeId);
  const items = calls.map(({ kind, reference, status, code, amount, currency, gatewayReference, grantId, at }) => ({
    ...{ kind, reference, status, code, minorUnits: amount, currency },
    // The saved details themselves are a token, and nobody's business.
    gatewayReference: kind === 'setup' ? null : gatewayReference,
    ...(grantId === undefined ? {} : { grantId }),
    at: at.toISOString(),
  }));
  return { status: 200, body: { items } };
}
