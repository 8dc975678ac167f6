import { gatewayCustomer } from '../../gateways/payment/customer';
import type { PaymentPointer } from '../../gateways/payment/port';
import type { StoredPayment } from '../../store/money/payments';

/** A stored payment as its gateway can find it. */
export function pointerTo(payment: StoredPayment): PaymentPointer {
  const { reference, gatewayReference, amount, currency, method } = payment;
  const asked = { amount, currency, method, customer: gatewayCustomer(payment) };
  return gatewayReference === null ? { reference, asked } : { reference, asked, gatewayReference };
}
