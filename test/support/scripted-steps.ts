import type { Activities } from '../../activities/contract';
import type { OrderSteps, PaymentOutcome } from '../../machines/subscription-change/steps';
import { sampleQuote } from './sample-quote';

export const outcome = (overrides: Partial<PaymentOutcome>): PaymentOutcome => ({
  status: 'paid',
  reference: 'chg_1:charge:1',
  gatewayReference: 'pay_1',
  code: null,
  link: null,
  linkExpiresAt: null,
  checkAgainIn: 60_000,
  at: '2026-03-25T10:05:00Z',
  ...overrides,
});

/** Steps that answer as on the shortest way to a completed order. */
export const SMOOTH: OrderSteps = {
  assess: async () => ({
    accepted: true,
    route: 'self_serve',
    cartHoldsItems: false,
    paymentMethod: 'pm_saved',
    vat: null,
    vatPolicy: 'hold',
    home: { country: 'FR', timeZone: 'Europe/Paris' },
    terms: 'sub_1,professional,5,month',
    supersedes: [],
  }),
  supersede: async () => {},
  quote: async () => ({ quote: sampleQuote(), costsMore: false }),
  capturePayment: async () => ({ status: 'saved', paymentMethod: 'pm_new' }),
  checkVat: async ({ vatNumber }) => ({ status: 'valid', number: vatNumber, evidenceId: 'ev_1' }),
  escalateVat: async () => ({ item: 'chg_1:vat:1' }),
  reserve: async () => ({ status: 'reserved' }),
  charge: async () => outcome({}),
  lookUpPayment: async () => outcome({}),
  voidPayment: async () => outcome({ status: 'voided' }),
  apply: async () => ({ status: 'applied', fulfilment: 'done', seatsAdded: [] }),
  confirm: async () => {},
  fulfil: async () => ({ status: 'done', checkAgainIn: 0 }),
  followUpVat: async () => {},
  followUpSeats: async () => {},
  compensate: async () => ({ status: 'compensated' }),
  bookGivenBack: async () => ({ status: 'compensated', payment: 'refunded', code: 'given_back_by_hand' }),
  release: async () => {},
  tellCustomer: async () => {},
  remindCustomer: async () => {},
  checkGrant: async () => ({ granted: true }),
};

/** A look at a payment that outlives its order, with nothing to see. */
export const REVIEWED: Pick<Activities, 'reviewPayment' | 'giveUpReview'> = {
  reviewPayment: async () => ({ status: 'settled' }),
  giveUpReview: async () => {},
};

/** Steps that note that they were called, in order. */
export function recorded<Steps extends object>(steps: Steps, calls: string[]): Steps {
  const entries = Object.entries(steps).map(([name, run]) => [
    name,
    (input: unknown) => {
      calls.push(name);
      return run(input);
    },
  ]);
  return Object.fromEntries(entries) as Steps;
}
