/** The values of sample orders, the frequent ones more than once. */

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

type PaymentStatus = 'paid' | 'requires_action' | 'pending';
interface StateSample {
  state: string;
  tags: readonly string[];
  payment: PaymentStatus | null;
}

const settled = (state: string, payment: PaymentStatus | null = null, ...tags: string[]): StateSample => ({
  state,
  tags: ['settled', ...tags],
  payment,
});

export const OPEN_STATES: readonly StateSample[] = [
  settled('reviewing'),
  settled('reviewing'),
  settled('verifying'),
  settled('inCart'),
  settled('handedOver.waiting'),
  settled('vatPending.waiting'),
  settled('scheduled'),
  settled('settlingPayment.waiting', 'requires_action', 'money'),
  settled('settlingPayment.waiting', 'pending', 'money'),
  settled('finishing.fulfilling.waiting', 'paid', 'committed'),
];

export const OVER_STATES: readonly StateSample[] = [
  ...Array.from({ length: 8 }, () => settled('completed', 'paid', 'committed')),
  settled('cancelled'),
  settled('expired'),
];

export const SAMPLE_FAILURES = [
  ['settlingPayment', 'payment_unknown', 'settlingPayment.unknown'],
  ['settlingPayment', 'payment_not_sent', 'settlingPayment.stuck'],
  ['reserving', 'timeout', 'reserving.stuck.waiting'],
  ['applying', 'timeout', 'applying.stuck.waiting'],
  ['fulfilling', 'FulfilmentRefused', 'finishing.fulfilling.stuck.waiting'],
  ['quoting', 'unexpected', 'quoting.stuck.waiting'],
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
