import type { Schemas } from '../../../shared/api/api-types';
import { hasOwnDoor } from '../../parts/own-doors';

type Order = Pick<Schemas['Order'], 'sequence' | 'stuck' | 'settled' | 'state' | 'heldSince'>;

/** An act as it was sent, and where the order was then. Plain data, kept in the tab. */
export interface SentAct {
  type: Schemas['OrderActName'];
  label: string;
  /** What was shown when it was sent. */
  sequence: number;
  state: string;
  stuck: { step: string; code: string } | null;
  at: Schemas['Instant'];
  /** The request that waits for a second person; null where none is needed. */
  grantId: string | null;
  /** What became of it and where the order was then; null until that is known. What others do later is not its doing. */
  ended: { result: FinalResult; sequence: number; text?: string } | null;
}

/**
 * What became of an act, by the order alone: it has left where it was stuck, it is stuck again for the same cause or for another one,
 * it was not stuck before and is since, or it rests where its headline says. Of an act that is no event its own record tells: it was
 * done or refused, or nobody knows.
 */
type FinalResult =
  | 'left_stuck'
  | 'stuck_again'
  | 'stuck_otherwise'
  | 'got_stuck'
  | 'rests'
  | 'done'
  | 'refused'
  | 'unknown';
export type ActResult = 'under_way' | FinalResult;

/** Judges by the order as it moves, until the first time that something became of it; that it was taken says nothing of what it did. */
export function effectOf(sent: SentAct, order: Order): ActResult {
  const { stuck, settled, sequence, heldSince } = order;
  if (sent.ended !== null) return sent.ended.result;
  if (sequence <= sent.sequence || hasOwnDoor(sent.type)) return 'under_way';
  if (stuck !== null) {
    if (sent.stuck === null) return 'got_stuck';
    return sent.stuck.step === stuck.step && sent.stuck.code === stuck.code ? 'stuck_again' : 'stuck_otherwise';
  }
  const hasLeft = sent.stuck !== null && heldSince === null;
  if (settled) return hasLeft ? 'left_stuck' : 'rests';
  return hasLeft && placeOf(order.state) !== placeOf(sent.state) ? 'left_stuck' : 'under_way';
}

/** The act with what became of it, as soon as the order tells; the very same one before and after. */
export function judged(sent: SentAct, order: Order): SentAct {
  const result = effectOf(sent, order);
  if (sent.ended !== null || sent.grantId !== null || result === 'under_way') return sent;
  return { ...sent, ended: { result, sequence: order.sequence } };
}

const placeOf = (state: string): string => state.split('.', 1)[0] ?? state;

/** An act on an order as it is shown. */
export const sentUpon = (
  { type, label }: Pick<SentAct, 'type' | 'label'>,
  { sequence, state, stuck }: Order,
  grantId: string | null,
): SentAct => ({
  type,
  label,
  sequence,
  state,
  stuck: stuck === null ? null : { step: stuck.step, code: stuck.code },
  at: new Date().toISOString(),
  grantId,
  ended: null,
});

type Move = Pick<Schemas['TimelineMove'], 'at' | 'from'>;

/**
 * A request that was approved, as an act upon the order where it was when it was done, which may be further on than where it was when
 * it was asked for.
 *
 * @param move of the order that it brought about
 */
export function approvedUpon(
  sent: SentAct,
  move: Move,
  order: Pick<Schemas['Order'], 'sequence' | 'updatedAt'>,
): SentAct {
  return {
    ...sent,
    grantId: null,
    state: move.from,
    stuck: move.from === sent.state ? sent.stuck : null,
    // What is shown may be from before it.
    sequence: order.updatedAt < move.at ? order.sequence : sent.sequence,
  };
}

type ActEnd = Schemas['ActEnd'];

/** An act that is no event, once its record says what came of it. */
export const endedAs = (sent: SentAct, { as, text }: ActEnd, { sequence }: Pick<Order, 'sequence'>): SentAct => ({
  ...sent,
  grantId: null,
  ended: { result: as, sequence, text },
});
