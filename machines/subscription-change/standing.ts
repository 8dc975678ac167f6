import type { AnyMachineSnapshot } from 'xstate';
import type { PicturePlace } from '../picture/chart';
import type { Waits } from '../waits';
import type { OrderContext } from './context';

/**
 * The kinds of places that those who tell of an order tell apart: in a headline, in a refusal. Everywhere else the name of
 * the state says all.
 */
type OrderSituation =
  | 'stuck'
  | 'refused'
  | 'handed_over'
  | 'at_checkout'
  | 'vat_pending'
  | 'paying'
  | 'over'
  | 'as_named';

/** The facts of a state; those that it does not tell are of the state around it. */
export interface StateMeta {
  /** Whom or what a settled order waits for here. */
  waits?: Waits | ((context: OrderContext) => Waits);
  situation?: OrderSituation;
  picture?: PicturePlace;
}

/** Where an order stands, as its statechart tells it. */
export interface Standing {
  /** Null for an order that is over or at work. */
  waits: Waits | null;
  situation: OrderSituation;
}

export function standingOf(snapshot: AnyMachineSnapshot): Standing {
  const metaById: Record<string, StateMeta> = snapshot.getMeta();
  const depthOf = (id: string): number => snapshot.machine.getStateNodeById(id).path.length;
  const outerFirst = Object.keys(metaById).toSorted((one, other) => depthOf(one) - depthOf(other));
  const facts: StateMeta = Object.assign({}, ...outerFirst.map((id) => metaById[id]));
  const { waits, situation = 'as_named' } = facts;
  const isWaiting = snapshot.status === 'active' && snapshot.hasTag('settled');
  const told = typeof waits === 'function' ? waits(snapshot.context) : waits;
  return { waits: isWaiting ? (told ?? null) : null, situation };
}
