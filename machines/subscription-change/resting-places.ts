import type { AnyStateMachine } from 'xstate';
import { subscriptionChangeMachine } from './machine';

type Node = AnyStateMachine['root'];

const below = (node: Node): Node[] => [node, ...Object.values(node.states).flatMap(below)];

/** By their paths the states in which an order rests, and whether it ends there. */
export const restingPlaces: ReadonlyMap<string, { isFinal: boolean }> = new Map(
  below(subscriptionChangeMachine.root)
    .filter(({ tags }) => tags.includes('settled'))
    .map(({ path, type }) => [path.join('.'), { isFinal: type === 'final' }]),
);
