import type { Random } from '../random';

export const KINDS = [
  'golden',
  'edited',
  'declined',
  'three_d_secure',
  'silent_gateway',
  'vat_register_down',
  'cancelled',
  'handed_over',
  'several',
] as const;
export type Kind = (typeof KINDS)[number];

/** Where a customer changes their mind: at checkout, while the bank asks, or while the money is being taken. */
const CANCELLED_AT = ['checkout', 'bank', 'placing'] as const;

/** One order that a customer will make. */
export interface PlannedOrder {
  /** Of its account, "0017". */
  name: string;
  kind: Kind;
  cancelledAt: (typeof CANCELLED_AT)[number];
  /** Seats after the change; there were five. */
  seats: number;
  /** Milliseconds that the customer thinks before each step. */
  thinks: number;
}

const MOST_SEATS = 12;
const THINKS_FOR_MS = 3_000;

/** Every kind as often as every other, in an order that the seed decides. */
export function planOrders(count: number, random: Random): PlannedOrder[] {
  const kinds = random.shuffled(Array.from({ length: count }, (_, index) => KINDS[index % KINDS.length] ?? 'golden'));
  return kinds.map((kind, index) => ({
    name: String(index + 1).padStart(4, '0'),
    kind,
    cancelledAt: random.oneOf(CANCELLED_AT),
    seats: random.between(6, MOST_SEATS),
    thinks: random.between(0, THINKS_FOR_MS),
  }));
}
