import { pointerTo } from '../../activities/payment-pointer';
import type { PaymentGateway, PaymentState } from '../../gateways/payment/port';
import type { Payment } from '../../store/payments';
import { paymentGatewayOf, readGateway } from '../../workflows/worker-gateway';
import type { Check } from './check';

const PAGE = 200;
/** What the gateway must say of a charge that we count as such. */
const SAYS: Partial<Record<Payment['status'], readonly PaymentState['status'][]>> = {
  paid: ['succeeded'],
  voided: ['voided', 'not_found', 'declined'],
  declined: ['declined', 'not_found', 'voided'],
  reversed: ['reversed', 'declined', 'voided'],
};

/** Every settled charge, held against the gateway's own books. Only where the environment names a gateway. */
export function gatewayCheck(environment: NodeJS.ProcessEnv): Check[] {
  const { PAYMENT_GATEWAY_URL, PAYMENT_GATEWAY_KEY, PAYMENT_RETURN_URL, PAYMENT_GATEWAY, AVENANT_ENV } = environment;
  if (PAYMENT_GATEWAY_URL === undefined && PAYMENT_GATEWAY_KEY === undefined) return [];
  const settings = readGateway({
    AVENANT_ENV: AVENANT_ENV === 'development' || AVENANT_ENV === 'test' ? AVENANT_ENV : 'production',
    PAYMENT_GATEWAY: PAYMENT_GATEWAY === 'stripe' ? 'stripe' : 'sandbox',
    ...{ PAYMENT_GATEWAY_URL, PAYMENT_GATEWAY_KEY, PAYMENT_RETURN_URL },
  });
  if (!('kind' in settings)) throw new Error(`${settings.variable}: ${settings.problem}`);
  return [chargesAt(paymentGatewayOf(settings))];
}

export function chargesAt(gateway: PaymentGateway): Check {
  return {
    subjects: `charges at the gateway “${gateway.name}”`,
    async run({ payments }, tell) {
      let count = 0;
      let page = await payments.listAfter('', PAGE);
      for (; page.length > 0; page = await payments.listAfter(page.at(-1)?.reference ?? '', PAGE)) {
        for (const payment of page) {
          const expected = SAYS[payment.status];
          if (payment.kind !== 'charge' || expected === undefined || payment.code === 'never_sent') continue;
          count += 1;
          const state = await gateway.lookup(pointerTo(payment), new AbortController().signal);
          const problem = problemOf(payment, state, expected);
          if (problem !== null) tell({ tenantId: payment.tenantId, subject: `charge ${payment.reference}`, problem });
        }
      }
      return count;
    },
  };
}

function problemOf(payment: Payment, state: PaymentState, expected: readonly string[]): string | null {
  if (!expected.includes(state.status)) return `expected ${payment.status}, the gateway says ${state.status}`;
  if (payment.status !== 'paid' || !('captured' in state)) return null;
  return state.captured === payment.amount ? null : `expected ${payment.amount}, the gateway has ${state.captured}`;
}
