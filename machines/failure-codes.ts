import { BILLING_ERROR_CODES, type BillingErrorCode } from '../billing/money/errors';

/**
 * The closed list of why a step could not do its work, each with the steps it can stop. The key is the code on the wire,
 * the code that lists are narrowed by, the key of the fr and en texts in `locales/` (`stuck.<code>`) and a section of
 * the runbook (`locales/runbook.*.json`). What fails with anything else is `unexpected`.
 */

/** Steps of an order that can be stuck. */
export const ORDER_STEPS = [
  'assessing',
  'quoting',
  'capturingPayment',
  'checkingVat',
  'escalatingVat',
  'agreeing',
  'reserving',
  'settlingPayment',
  'applying',
  'confirming',
  'replacing',
  'followingVat',
  'fulfilling',
  'seating',
  'compensating',
  'telling',
  'releasing',
] as const;
export type OrderStep = (typeof ORDER_STEPS)[number];

/** Steps of the follow-up of new seats. */
export const SEAT_STEPS = ['counting', 'reminding', 'escalating'] as const;
export type SeatStep = (typeof SEAT_STEPS)[number];

/** Work that goes on after an order and is never stuck: it asks again for as long as that may help, then opens a support item. */
export const LATER_STEPS = ['checkingVatLater', 'reviewingPayment'] as const;

/** No step of a statechart, but the order as a whole: once its workflow is gone nothing of it goes on. */
export const WHOLE_ORDER = ['running'] as const;

type FailingStep = OrderStep | SeatStep | (typeof LATER_STEPS)[number] | (typeof WHOLE_ORDER)[number];

/** The payment is weighed by its outcome, whatever became of a call: it is stuck with codes of its own. */
const EVERY_STEP = [...ORDER_STEPS.filter((step) => step !== 'settlingPayment'), ...SEAT_STEPS];
/** Where the rules of billing are asked, which refuse facts that they cannot reckon with. */
const RECKONING = [
  'assessing',
  'quoting',
  'reserving',
  'applying',
  'confirming',
  'compensating',
  'releasing',
  'checkingVatLater',
] as const;

const FAILURES = {
  timeout: EVERY_STEP,
  cancelled: EVERY_STEP,
  unexpected: EVERY_STEP,
  StoreUnavailable: EVERY_STEP,
  TemporalUnavailable: ['applying', 'replacing', 'compensating', 'followingVat', 'seating'],

  AccountGone: ['quoting', 'checkingVat', 'reserving', 'releasing', 'checkingVatLater'],
  SubscriptionGone: ['quoting'],
  UnknownPolicy: ['quoting'],
  ...(Object.fromEntries(BILLING_ERROR_CODES.map((code) => [`billing_${code}`, RECKONING])) as Record<
    `billing_${BillingErrorCode}`,
    typeof RECKONING
  >),

  StaleAttempt: ['reserving'],
  LaterReservationLost: ['applying', 'compensating'],

  PaymentGatewayUnavailable: ['capturingPayment', 'reviewingPayment'],
  PaymentGatewayMisuse: ['capturingPayment', 'compensating', 'reviewingPayment'],
  PaymentReferenceReused: ['capturingPayment'],
  CardDataRefused: ['capturingPayment'],
  payment_not_sent: ['settlingPayment'],
  payment_unknown: ['settlingPayment'],
  PaymentUnconfirmed: ['compensating'],
  RefundDeclined: ['compensating'],
  RefundUnconfirmed: ['compensating'],

  FulfilmentUnavailable: ['fulfilling'],
  FulfilmentRefused: ['fulfilling'],
  FulfilmentRejected: ['fulfilling'],
  FulfilmentOverdue: ['fulfilling'],
  FulfilmentNotConfigured: ['fulfilling'],

  workflow_lost: WHOLE_ORDER,

  QuoteGone: ['checkingVatLater'],
  EvidenceGone: ['checkingVatLater'],
  VatNumberUnreadable: ['checkingVatLater'],
  VatStillHeld: ['checkingVatLater'],
  VatNotCharged: ['checkingVatLater'],
  OrderNotShown: ['checkingVatLater'],
  SubscriptionReserved: ['checkingVatLater'],
} as const satisfies Record<string, readonly FailingStep[]>;

export type FailureCode = keyof typeof FAILURES;
export const FAILURE_CODES = Object.keys(FAILURES) as [FailureCode, ...FailureCode[]];

export const isFailureCode = (code: string): code is FailureCode => Object.hasOwn(FAILURES, code);

/** The steps that a code can stop. */
export const stepsOf = (code: FailureCode): readonly FailingStep[] => FAILURES[code];
