import type { Schemas } from '../../../shared/api/api-types';

type Order = Pick<Schemas['Order'], 'sequence' | 'stuck' | 'settled' | 'state' | 'heldSince'>;

/** An act as it was sent, and where the order was then. Plain data, kept in the tab. */
export interface SentAct {
  type: Schemas['OrderEventName'];
  label: string;
  /** What was shown when it was sent. */
  sequence: number;
  state: string;
  stuck: { step: string; code: string } | null;
  at: Schemas['Instant'];
  /** The request that waits for a second person; null where none is needed. */
  grantId: string | null;
}

/**
 * What became of an act, by the order alone: it is under way, it has left where it was stuck, it is stuck again for the same cause or
 * for another one, or it rests where its headline says.
 */
export type ActResult = 'under_way' | 'left_stuck' | 'stuck_again' | 'stuck_otherwise' | 'rests';

/** Judges by the order as it moves; that an act was taken says nothing of what it did. */
export function effectOf(sent: SentAct, order: Order): ActResult {
  const { stuck, settled, sequence, heldSince } = order;
  if (sequence <= sent.sequence) return 'under_way';
  if (stuck !== null) {
    const isSame = sent.stuck !== null && sent.stuck.step === stuck.step && sent.stuck.code === stuck.code;
    return isSame ? 'stuck_again' : 'stuck_otherwise';
  }
  const hasLeft = sent.stuck !== null && heldSince === null;
  if (settled) return hasLeft ? 'left_stuck' : 'rests';
  return hasLeft && placeOf(order.state) !== placeOf(sent.state) ? 'left_stuck' : 'under_way';
}

const placeOf = (state: string): string => state.split('.', 1)[0] ?? state;
