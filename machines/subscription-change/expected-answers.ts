import { fingerprint, type OrderContext } from './context';
import type { OrderSteps, PaymentOutcome } from './steps';

type Answer<Step extends keyof OrderSteps> = Awaited<ReturnType<OrderSteps[Step]>>;
type Expected = { [Step in keyof OrderSteps]: (context: OrderContext) => { output: Answer<Step> } | undefined };

const done = () => ({ output: undefined });

/** Only a look at the register, the gateway or the catalogue can tell. */
const nobodyKnows = () => undefined;

const paymentThat = ({ payment }: OrderContext, status: PaymentOutcome['status']): { output: PaymentOutcome } => ({
  output: {
    ...{ reference: '', gatewayReference: null, code: null, checkAgainIn: 0, at: '' },
    ...payment,
    ...{ status, link: null, linkExpiresAt: null },
  },
});

const isUnchanged = ({ draft, changes }: OrderContext): boolean => fingerprint(draft) === fingerprint(changes);

/**
 * What each step answers when it does its work, for telling beforehand where an event leads. A step is left open where
 * its answer decides the way and nobody can know it without asking; a test does what was told and compares.
 */
const EXPECTED: Expected = {
  /** Looked at once more, the same changes are accepted again; whether others are is for the rules to say. */
  assess: (context) => {
    const { quote, route, cartHoldsItems, paymentMethod, vat, vatPolicy } = context;
    if (quote === null || !isUnchanged(context)) return undefined;
    const terms = context.terms === null ? {} : { terms: context.terms };
    const answer = { route, cartHoldsItems, paymentMethod, vat, vatPolicy, ...terms, supersedes: [] };
    return { output: { accepted: true, ...answer } };
  },
  supersede: done,
  /** A new version of a quote. Where it would be placed at once its price decides, and that is not known. */
  quote: ({ quote, quoteLeadsTo }) =>
    quote === null || quoteLeadsTo === 'reserving' ? undefined : { output: { quote, costsMore: false } },
  capturePayment: ({ paymentMethod }) => ({ output: { status: 'saved', paymentMethod: paymentMethod ?? 'new' } }),
  checkVat: nobodyKnows,
  escalateVat: () => ({ output: { item: 'new' } }),
  reserve: () => ({ output: { status: 'reserved' } }),
  charge: (context) => paymentThat(context, 'paid'),
  /** What waits for the customer or the bank goes on waiting. */
  lookUpPayment: ({ payment }) =>
    payment?.status === 'requires_action' || payment?.status === 'pending' ? { output: payment } : undefined,
  voidPayment: (context) => paymentThat(context, 'voided'),
  apply: ({ quote }) => ({
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
  fulfil: ({ fulfilmentCheckAgainIn }) =>
    fulfilmentCheckAgainIn > 0 ? undefined : { output: { status: 'done', checkAgainIn: 0 } },
  followUpVat: done,
  followUpSeats: done,
  compensate: ({ payment }) => ({
    output: { status: 'compensated', ...(payment?.status === 'paid' ? { payment: 'refunded' as const } : {}) },
  }),
  bookGivenBack: ({ payment }) => ({
    output: {
      status: 'compensated',
      ...(payment === null ? {} : { payment: 'refunded' as const, code: 'given_back_by_hand' as const }),
    },
  }),
  release: done,
  tellCustomer: done,
  remindCustomer: done,
  /** Whoever asks has been checked at the door, and gets the grant there. */
  checkGrant: () => ({ output: { granted: true } }),
};

export function expectedAnswer(step: string, context: OrderContext): { output: unknown } | undefined {
  return Object.hasOwn(EXPECTED, step) ? EXPECTED[step as keyof OrderSteps](context) : undefined;
}
