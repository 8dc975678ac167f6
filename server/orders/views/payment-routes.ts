import type { z } from 'zod';
import { present } from '../../../billing/present';
import { fromGatewayUnits } from '../../../gateways/payment/minor-units';
import type { CurrencyTable } from '../../../gateways/payment/port';
import { ORDER_EVENTS, STAFF } from '../../../machines/events';
import { ChangePathSchema } from '../../../schemas/orders/order';
import { PaymentCallsSchema, PaymentLinkSchema } from '../../../schemas/orders/payments';
import type { StoredPayment } from '../../../store/money/payments';
import type { OrderView } from '../../../workflows/contract';
import { type Answer, type Call, type MountedOperation, operation } from '../../api/operation';
import { Problem } from '../../http/problem';
import type { ServerStore } from '../../ports';
import type { VisibleOrders } from './visible-orders';

/** By the name of a payment gateway: how it counts each currency. */
export type GatewayCurrencies = Readonly<Record<string, CurrencyTable>>;

interface PaymentParts extends Pick<ServerStore, 'orders' | 'payments'> {
  visible: VisibleOrders;
  currencies: GatewayCurrencies;
  now(): Date;
}

/** The money side of an order: where the customer confirms it, and what the gateway was asked and said. */
export const paymentRoutes = (parts: PaymentParts): MountedOperation[] => [
  operation('Changes', 'GET /v1/changes/{changeId}/payment-link', {
    id: 'getPaymentLink',
    summary: 'Get the link where the customer confirms the payment; 410 once it has expired',
    roles: ORDER_EVENTS.PLACE_ORDER.senders,
    params: ChangePathSchema,
    answers: { 200: { description: 'The link, while it is good.', schema: PaymentLinkSchema } },
    handle: (call) => getLink(parts, call),
  }),
  operation('Changes', 'GET /v1/changes/{changeId}/payments', {
    id: 'listPayments',
    summary: 'See every call to the payment gateway for an order, the oldest first',
    roles: STAFF,
    params: ChangePathSchema,
    answers: { 200: { description: 'Charges, refunds and saved details.', schema: PaymentCallsSchema } },
    async handle(call) {
      const { changeId } = call.params;
      await parts.visible.shown(call, changeId, 'payments');
      const { tenantId } = call.principal;
      const [calls, order] = await Promise.all([
        parts.payments.listOfChange(tenantId, changeId),
        parts.orders.findDoc(tenantId, changeId),
      ]);
      const table = parts.currencies[order?.gateway ?? ''] ?? {};
      return { status: 200, body: { items: calls.map((one) => toView(one, table)) } };
    },
  }),
];

async function getLink(parts: PaymentParts, call: Call<z.output<typeof ChangePathSchema>>): Promise<Answer> {
  const { changeId } = call.params;
  const { details } = await parts.visible.shown(call, changeId, 'payments', 'buy');
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

const toView = (payment: StoredPayment, currencies: CurrencyTable) => {
  const { kind, reference, status, code, amount, currency, gatewayReference, grantId, at } = payment;
  return present({
    kind,
    reference,
    status,
    code,
    amount:
      kind === 'setup' || !Object.hasOwn(currencies, currency)
        ? null
        : { amount: fromGatewayUnits(payment, currencies), currency },
    minorUnits: amount,
    currency,
    // The saved details themselves are a token, and nobody's business.
    gatewayReference: kind === 'setup' ? null : gatewayReference,
    grantId,
    at: at.toISOString(),
  });
};
