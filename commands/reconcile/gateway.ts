import { pointerTo } from '../../activities/payment/pointer';
import { DAY } from '../../billing/calendar/durations';
import type { BookedCharge, ChargePage, PaymentGateway, PaymentState } from '../../gateways/payment/port';
import { isByHand, refundsOf, type StoredPayment } from '../../store/money/payments';
import { readGateway } from '../../workflows/worker/gateway';
import type { Check } from './check';

const PAGE = 200;
/** The gateway's states of a charge that agree with ours. */
const SAYS: Partial<Record<StoredPayment['status'], readonly PaymentState['status'][]>> = {
  paid: ['succeeded'],
  voided: ['voided', 'not_found', 'declined'],
  declined: ['declined', 'not_found', 'voided'],
  reversed: ['reversed', 'declined', 'voided'],
};

/** A month and some days, so that a monthly run misses nothing. */
const LOOKS_BACK = 35 * DAY;
/** A younger payment may be on its way into our store. */
const SETTLES_WITHIN = DAY / 24;

/** Our charges held against the gateway's books, and its books against ours. Only where the environment names a gateway. */
export function gatewayCheck(environment: NodeJS.ProcessEnv): Check[] {
  const { PAYMENT_GATEWAY_URL, PAYMENT_GATEWAY_KEY, AVENANT_PAGES_URL, AVENANT_ENV } = environment;
  const { PAYMENT_GATEWAY = 'sandbox' } = environment;
  if (PAYMENT_GATEWAY_URL === undefined && PAYMENT_GATEWAY_KEY === undefined) return [];
  const gateway = readGateway({
    AVENANT_ENV: AVENANT_ENV === 'development' || AVENANT_ENV === 'test' ? AVENANT_ENV : 'production',
    PAYMENT_GATEWAY,
    PAYMENT_GATEWAY_URL,
    PAYMENT_GATEWAY_KEY,
    AVENANT_PAGES_URL,
  });
  if ('problem' in gateway) throw new Error(`${gateway.variable}: ${gateway.problem}`);
  return [chargesAt(gateway), booksOf(gateway, new Date())];
}

/** Every settled charge of ours, looked up at the gateway. */
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
          const calls = await payments.listOfChange(payment.tenantId, payment.changeId);
          const refunds = refundsOf(payment, calls);
          const problem = problemOf(payment, state, expected) ?? refundProblemOf(refunds, state);
          if (problem !== null) tell({ tenantId: payment.tenantId, subject: `charge ${payment.reference}`, problem });
        }
      }
      return count;
    },
  };
}

/** Everything that the gateway has taken lately, looked up in our store: what we know nothing of shows only there. */
function booksOf(gateway: PaymentGateway, now: Date): Check {
  const since = new Date(now.getTime() - LOOKS_BACK).toISOString();
  const settled = now.getTime() - SETTLES_WITHIN;
  return {
    subjects: `payments in the books of “${gateway.name}”`,
    async run({ payments }, tell) {
      let count = 0;
      let after: string | null = null;
      do {
        const page: ChargePage = await gateway.listCharges({ since, after }, new AbortController().signal);
        if (page.status === 'unknown') throw new Error(`the gateway does not show its books: ${page.reason}`);
        for (const charge of page.charges) {
          // Without a reference it was asked for by somebody else who uses this account of the gateway.
          if (charge.reference === null || Date.parse(charge.at) > settled) continue;
          count += 1;
          const { reference } = charge;
          const problem = strangeness(charge, await payments.findByReference(reference));
          const [tenantId = ''] = reference.split(':');
          if (problem !== null) tell({ tenantId, subject: `charge ${reference}`, problem });
        }
        after = page.next;
      } while (after !== null);
      return count;
    },
  };
}

function strangeness(
  { captured, currency, gatewayReference }: BookedCharge,
  known: StoredPayment | null,
): string | null {
  const taken = `the gateway has taken ${captured} ${currency} (${gatewayReference})`;
  if (known === null || known.kind !== 'charge') return `${taken}, and we have no record of it`;
  return COUNTED.includes(known.status) ? null : `${taken}, and we have it as ${known.status}`;
}

/** Sums are compared with what the gateway takes by the look-up of each charge. */
const COUNTED: readonly StoredPayment['status'][] = ['paid', 'reversed'];

/**
 * What is on its way may be counted as given by either side, and as nothing by the other. What was given back by hand may
 * show at the gateway, under a reference of its own, and need not.
 */
function refundProblemOf(refunds: readonly StoredPayment[], state: PaymentState): string | null {
  if (!('refunds' in state)) return null;
  const ours = refunds.filter((refund) => !isByHand(refund));
  const elsewhere = state.refunds.filter(({ reference }) => ours.every((refund) => refund.reference !== reference));
  const byHand = Math.min(sumOf(refunds.filter(isByHand)), sumOf(elsewhere));
  const given = sumOf(ours.filter(({ status }) => status === 'paid'));
  const asked = given + byHand + sumOf(ours.filter(({ status }) => status === 'pending'));
  const arrived = sumOf(state.refunds.filter(({ status }) => status === 'succeeded'));
  const underWay = arrived + sumOf(state.refunds.filter(({ status }) => status === 'pending'));
  if (arrived > asked) return `refunded ${asked} as we know, the gateway has given back ${arrived}`;
  return given > underWay ? `refunded ${given} as we know, the gateway has given back ${underWay}` : null;
}

const sumOf = (parts: readonly { amount: number }[]): number => parts.reduce((sum, { amount }) => sum + amount, 0);

function problemOf(payment: StoredPayment, state: PaymentState, expected: readonly string[]): string | null {
  if (!expected.includes(state.status)) return `expected ${payment.status}, the gateway says ${state.status}`;
  if (payment.status !== 'paid' || !('captured' in state)) return null;
  return state.captured === payment.amount ? null : `expected ${payment.amount}, the gateway has ${state.captured}`;
}
