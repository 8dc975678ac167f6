import type { StateValue } from 'xstate';
import { newOrder } from '../../machines/subscription-change/context';
import { subscriptionChangeMachine } from '../../machines/subscription-change/machine';
import { type Standing, standingOf } from '../../machines/subscription-change/standing';
import type { PaymentOutcome } from '../../machines/subscription-change/steps';

/** What sample orders are made of, the frequent ones more than once. */

export const COUNTRIES = [
  ...[
    ['FR', 'EUR'],
    ['FR', 'EUR'],
    ['FR', 'EUR'],
    ['DE', 'EUR'],
    ['DE', 'EUR'],
    ['ES', 'EUR'],
    ['IT', 'EUR'],
  ],
  ...[
    ['BE', 'EUR'],
    ['NL', 'EUR'],
    ['PL', 'PLN'],
    ['GB', 'GBP'],
    ['CH', 'CHF'],
    ['US', 'USD'],
  ],
] as unknown as readonly (readonly [country: string, currency: string])[];

export const GATEWAYS = ['stripe', 'stripe', 'sandbox'] as const;
export const AGENTS = ['agnes', 'lea', 'omar', 'nils'] as const;

interface StateSample {
  state: string;
  tags: string[];
  standing: Standing;
  payment: PaymentOutcome | null;
}

const ORDER = newOrder({
  tenantId: '',
  changeId: '',
  accountId: '',
  actor: { userId: '', role: 'service' },
  changes: [],
});

const NO_PAYMENT = { gatewayReference: null, code: null, link: null, linkExpiresAt: null, checkAgainIn: 0 } as const;

/** A state of the statechart by its path, as lists show an order there. */
function sampleAt(path: string, status?: PaymentOutcome['status']): StateSample {
  const value = path.split('.').reduceRight<StateValue>((inner, name) => ({ [name]: inner }), {});
  const payment = status === undefined ? null : { ...NO_PAYMENT, status, reference: '', at: '' };
  const context = { ...ORDER, payment: { ...ORDER.payment, outcome: payment } };
  const snapshot = subscriptionChangeMachine.resolveState({ value, context });
  return { state: path, tags: [...snapshot.tags], standing: standingOf(snapshot), payment };
}

export const OPEN_STATES: readonly StateSample[] = [
  sampleAt('reviewing'),
  sampleAt('reviewing'),
  sampleAt('verifying'),
  sampleAt('inCart'),
  sampleAt('handedOver.waiting'),
  sampleAt('vatPending.waiting'),
  sampleAt('scheduled'),
  sampleAt('settlingPayment.waiting', 'requires_action'),
  sampleAt('settlingPayment.waiting', 'pending'),
  sampleAt('finishing.fulfilling.waiting', 'paid'),
];

export const OVER_STATES: readonly StateSample[] = [
  ...Array.from({ length: 8 }, () => sampleAt('completed', 'paid')),
  sampleAt('cancelled'),
  sampleAt('expired'),
];

/** Twelve codes; what fails when the database is away fails in every step. */
export const SAMPLE_FAILURES = [
  ['settlingPayment', 'payment_unknown', sampleAt('settlingPayment.unknown.waiting')],
  ['settlingPayment', 'payment_not_sent', sampleAt('settlingPayment.stuck.waiting')],
  ['reserving', 'timeout', sampleAt('reserving.stuck.waiting')],
  ['applying', 'timeout', sampleAt('applying.stuck.waiting')],
  ['fulfilling', 'FulfilmentRefused', sampleAt('finishing.fulfilling.stuck.waiting')],
  ['quoting', 'unexpected', sampleAt('quoting.stuck.waiting')],
  ['assessing', 'StoreUnavailable', sampleAt('assessing.stuck.waiting')],
  ['checkingVat', 'StoreUnavailable', sampleAt('checkingVat.stuck.waiting')],
  ['confirming', 'StoreUnavailable', sampleAt('finishing.confirming.stuck.waiting')],
  ['releasing', 'StoreUnavailable', sampleAt('releasing.stuck.waiting')],
  ['quoting', 'UnknownPolicy', sampleAt('quoting.stuck.waiting')],
  ['capturingPayment', 'PaymentGatewayUnavailable', sampleAt('capturingPayment.stuck.waiting')],
  ['reserving', 'StaleAttempt', sampleAt('reserving.stuck.waiting')],
  ['applying', 'TemporalUnavailable', sampleAt('applying.stuck.waiting')],
  ['fulfilling', 'FulfilmentOverdue', sampleAt('finishing.fulfilling.stuck.waiting')],
  ['compensating', 'RefundDeclined', sampleAt('compensating.stuck.waiting')],
] as const;

export const pick = <Value>(values: readonly Value[], random: number): Value =>
  values[Math.floor(random * values.length)] as Value;

/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
