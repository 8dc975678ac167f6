/**
 * Whom or what a settled order waits for: the closed list that support narrows its queue by. Every settled state of the
 * statechart has its word here, which a test holds; a stuck substate is `stuck` wherever it is.
 */
export const WAITS = [
  'customer',
  'customer_confirmation',
  'payment',
  'vat_register',
  'support',
  'advisor',
  'period_end',
  'fulfilment',
  'stuck',
] as const;
export type Waits = (typeof WAITS)[number];

/** Innermost state first; what is not named is as the state around it. */
const BY_STATE: Readonly<Record<string, Waits>> = {
  handedOver: 'support',
  reviewing: 'customer',
  inCart: 'customer',
  verifying: 'customer',
  vatPending: 'vat_register',
  scheduled: 'period_end',
  settlingPayment: 'payment',
  finishing: 'fulfilment',
};

/** What the answer is read from: the view of an order, or as much of it. */
export interface Waiting {
  state: string;
  tags: readonly string[];
  settled: boolean;
  done: boolean;
  details: { route: string; payment: { status: string } | null };
}

/** @returns null for an order that is over or at work */
export function waitsFor({ state, tags, settled, done, details }: Waiting): Waits | null {
  if (done || !settled) return null;
  if (tags.includes('stuck')) return 'stuck';
  if (tags.includes('held')) return 'support';
  const waits = BY_STATE[state.split('.', 1)[0] ?? state] ?? null;
  if (waits === 'support' && details.route === 'advisor') return 'advisor';
  if (waits === 'payment' && details.payment?.status === 'requires_action') return 'customer_confirmation';
  return waits;
}
