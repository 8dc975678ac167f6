import { scriptedSteps } from 'statechart-host/testing';
import type { Activities } from '../../activities/contract';
import { newOrder } from '../../machines/subscription-change/context';
import { STEPS } from '../../machines/subscription-change/step-table';
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

const NEW_ORDER = newOrder({
  tenantId: 'tenant',
  changeId: 'chg_1',
  accountId: 'acc_1',
  actor: { userId: 'user_1', role: 'billing_contact' },
  changes: [],
});

/** The answers of the steps as a new order foresees them; null where it cannot. */
export const FORESEEN: Readonly<Record<string, unknown>> = Object.fromEntries(
  Object.entries(STEPS).map(([step, { expects }]) => [step, expects(NEW_ORDER)]),
);

/** Steps that answer as on the shortest way to a completed order. */
export const SMOOTH: OrderSteps = {
  ...(scriptedSteps(FORESEEN) as unknown as OrderSteps),
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
  quote: async () => ({ quote: sampleQuote(), costsMore: false }),
  capturePayment: async () => ({ status: 'saved', paymentMethod: 'pm_new' }),
  checkVat: async ({ vatNumber }) => ({ status: 'valid', number: vatNumber, evidenceId: 'ev_1' }),
  escalateVat: async () => ({ item: 'chg_1:vat:1' }),
  charge: async () => outcome({}),
  lookUpPayment: async () => outcome({}),
  voidPayment: async () => outcome({ status: 'voided' }),
  bookGivenBack: async () => ({ status: 'compensated', payment: 'refunded', code: 'given_back_by_hand' }),
};

/** A look at a payment that outlives its order, with nothing to see. */
export const REVIEWED: Pick<Activities, 'reviewPayment' | 'giveUpReview'> = {
  reviewPayment: async () => ({ status: 'settled' }),
  giveUpReview: async () => {},
};

/** Whoever asks has a permission, and what the system tells is so. */
export const ADMITTED: Pick<Activities, 'checkGrant' | 'checkFact'> = {
  checkGrant: async () => ({ granted: true }),
  checkFact: async () => ({ isSo: true }),
};
