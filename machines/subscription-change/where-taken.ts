import type { AnyStateMachine } from 'xstate';
import { SENT_EVENTS, type SentEventType } from '../events';
import { subscriptionChangeMachine } from './machine';

type Node = AnyStateMachine['root'];

/** Where the statechart takes an event, whatever its guards say. */
interface Taken {
  /** States at the top, in the order in which the statechart names them. */
  states: readonly string[];
  /** Nowhere but where a step is stuck. */
  onlyStuck: boolean;
}

const below = (node: Node): Node[] => [node, ...Object.values(node.states).flatMap(below)];

/** An empty handler forbids an event that a state around would take. */
const takes = (node: Node, type: string): boolean =>
  (node.transitions.get(type) ?? []).some(({ target, actions }) => target !== undefined || actions.length > 0);

/** A step says the ways out of being stuck on the substate that is, or on the one that waits in it. */
const isStuck = ({ tags, states }: Node): boolean =>
  tags.includes('stuck') || states.waiting?.tags.includes('stuck') === true;

function takenIn(type: SentEventType): Taken {
  const takers = below(subscriptionChangeMachine.root).filter((node) => takes(node, type));
  return {
    states: [...new Set(takers.map(({ path }) => path[0] ?? ''))],
    onlyStuck: takers.length > 0 && takers.every(isStuck),
  };
}

/** Asked of the statechart once: it does not change while a process runs. */
const TAKEN: ReadonlyMap<SentEventType, Taken> = new Map(SENT_EVENTS.map((type) => [type, takenIn(type)]));

/** The states that take an event of somebody. */
export const whereTaken = (type: SentEventType): Taken => TAKEN.get(type) ?? { states: [], onlyStuck: false };
