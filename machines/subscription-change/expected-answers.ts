import { present } from '../../billing/present';
import type { OrderContext } from './context';
import type { OrderSteps, PaymentOutcome } from './steps';
import { fingerprint } from './wish/wish';

type Answer<Step extends keyof OrderSteps> = Awaited<ReturnType<OrderSteps[Step]>>;
type Expected = { [Step in keyof OrderSteps]: (context: OrderContext) => { output: Answer<Step> } | undefined };

const done = () => ({ output: undefined });

/** Only a look at the register, the gateway or the catalogue can tell. */
const nobodyKnows = () => undefined;

const paymentThat = ({ payment }: OrderContext, status: PaymentOutcome['status']): { output: PaymentOutcome } => ({
  output: {
    reference: '',
    gatewayReference: null,
    code: null,
    checkAgainIn: 0,
    at: '',
    ...payment.outcome,
    status,
    link: null,
    linkExpiresAt: null,
  },
});

/**
 * The answer of each step when it does its work, for telling beforehand where an event leads. A step is left open where
 * its answer decides the way and nobody can know it without asking; a test does what was told and compares.
 */
const EXPECTED: Expected = {
  /** Looked at once more, the same changes are accepted again; whether others are is for the rules to say. */
  assess: ({ wish, price, payment, vat }) => {
    const { route, terms, home } = wish;
    const isUnchanged = fingerprint(wish.draft) === fingerprint(wish.changes);
    if (price.quote === null || !isUnchanged || terms === null || home === null) return undefined;
    return {
      output: {
        accepted: true,
        route,
        cartHoldsItems: price.cartHoldsItems,
        paymentMethod: payment.method,
        vat: vat.onOrder,
        vatPolicy: vat.policy,
        home,
        terms,
        supersedes: [],
      },
    };
  },
  supersede: done,
  /** A new version of a quote. Where it would be placed at once its price decides, and that is not known. */
  quote: ({ wish: { home }, price: { quote, leadsTo } }) =>
    quote === null || home === null || leadsTo === 'reserving'
      ? undefined
      : { output: { quote, home, costsMore: false } },
  capturePayment: ({ payment }) => ({ output: { status: 'saved', paymentMethod: payment.method ?? 'new' } }),
  checkVat: nobodyKnows,
  escalateVat: () => ({ output: { item: 'new' } }),
  reserve: () => ({ output: { status: 'reserved' } }),
  charge: (context) => paymentThat(context, 'paid'),
  /** A payment that waits for the customer or the bank goes on waiting. */
  lookUpPayment: ({ payment: { outcome } }) =>
    outcome?.status === 'requires_action' || outcome?.status === 'pending' ? { output: outcome } : undefined,
  voidPayment: (context) => paymentThat(context, 'voided'),
  apply: ({ price: { quote } }) => ({
    output: {
      status: 'applied',
      fulfilment: 'done',
      seatsAdded: (quote?.changes ?? [])
        .filter(({ seatsAdded }) => seatsAdded > 0)
        .map(({ subscriptionId, seatsAdded }) => ({ subscriptionId, seats: seatsAdded })),
    },
  }),
  confirm: done,
  /** A delivery that was answered "not yet" may be answered so again. */
  fulfil: ({ delivery }) => (delivery.checkAgainIn > 0 ? undefined : { output: { status: 'done', checkAgainIn: 0 } }),
  followUpVat: done,
  followUpSeats: done,
  compensate: ({ payment }) => ({
    output: present({
      status: 'compensated' as const,
      payment: payment.outcome?.status === 'paid' ? ('refunded' as const) : undefined,
    }),
  }),
  bookGivenBack: ({ payment }) => ({
    output:
      payment.outcome === null
        ? { status: 'compensated' }
        : { status: 'compensated', payment: 'refunded', code: 'given_back_by_hand' },
  }),
  release: done,
  tellCustomer: done,
  remindCustomer: done,
  /** The door has checked the sender, and gives the grant. */
  checkGrant: () => ({ output: { granted: true } }),
};

export function expectedAnswer(step: string, context: OrderContext): { output: unknown } | undefined {
  return Object.hasOwn(EXPECTED, step) ? EXPECTED[step as keyof OrderSteps](context) : undefined;
}
