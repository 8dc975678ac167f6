import { type AnyActorLogic, type AnyStateMachine, type AnyStateNode, and, type EventObject, not, or } from 'xstate';
import type { Definition } from '../contract/carried';
import { digestOf } from '../contract/digest';
import { isMachine } from './xstate-seams';

const definitions = new WeakMap<AnyStateMachine, Definition>();
/** By configuration, which a machine shares with those made of it by `provide`. */
const shapes = new WeakMap<object, string>();

/**
 * Which statechart a machine is. Its hash covers states, transitions with their targets in order, tags, delays, invokes and
 * the names of guards and actions, and the same of the machines inside. Function bodies are not in it: a closure hides its
 * change, and compilers write them differently.
 */
export function definitionOf(machine: AnyStateMachine): Definition {
  let definition = definitions.get(machine);
  if (definition === undefined) {
    const [own, ...inside] = [...withMachinesInside(machine)].map(shapeHash);
    const hash = inside.length === 0 ? (own as string) : digestOf(JSON.stringify([own, inside.sort()]));
    definition = { id: machine.id, version: machine.version ?? null, hash };
    definitions.set(machine, definition);
  }
  return definition;
}

function shapeHash({ config, root }: AnyStateMachine): string {
  let hash = shapes.get(config);
  if (hash === undefined) {
    hash = digestOf(JSON.stringify(shapeOf(root)));
    shapes.set(config, hash);
  }
  return hash;
}

/** Every state of a machine, outer ones first. */
export function allStates(machine: AnyStateMachine): AnyStateNode[] {
  const withInner = (node: AnyStateNode): AnyStateNode[] => [node, ...Object.values(node.states).flatMap(withInner)];
  return withInner(machine.root);
}

/** A machine and those that it may invoke or spawn, by a name or in their place. */
export function withMachinesInside(machine: AnyStateMachine, found = new Set<AnyStateMachine>()): Set<AnyStateMachine> {
  if (found.has(machine)) return found;
  found.add(machine);
  const invoked = allStates(machine).flatMap(logicsInvoked);
  for (const logic of [...Object.values(machine.implementations.actors), ...invoked]) {
    if (isMachine(logic)) withMachinesInside(logic, found);
  }
  return found;
}

export const invokesOf = ({ config }: AnyStateNode): { src: unknown }[] => [config.invoke ?? []].flat();

/** The logic of each invoke of a state, provided by its name or written in its place. */
export const logicsInvoked = (node: AnyStateNode): (AnyActorLogic | undefined)[] =>
  invokesOf(node).map(
    ({ src }) =>
      (typeof src === 'string' ? node.machine.implementations.actors[src] : src) as AnyActorLogic | undefined,
  );

export type TransitionShape = AnyStateNode['transitions'] extends Map<string, (infer One)[]> ? One : never;

/** The transitions of a state with the event that takes each; an empty one for those that need none. */
export function transitionsOf(node: AnyStateNode): [event: string, transitions: TransitionShape[]][] {
  const onEvents = [...node.transitions].sort(([one], [other]) => (one < other ? -1 : 1));
  return node.always === undefined ? onEvents : [['', node.always], ...onEvents];
}

const shapeOf = (node: AnyStateNode): unknown => [
  node.key,
  node.id,
  node.type,
  node.history || null,
  [node.config.target ?? []].flat(),
  node.initial?.target.map(({ id }: AnyStateNode) => id) ?? null,
  node.initial?.actions.map(nameOf) ?? [],
  [...node.tags].sort(),
  Object.keys(node.config.after ?? {}),
  node.invoke.map(({ id, src }) => [id, src]),
  node.entry.map(nameOf),
  node.exit.map(nameOf),
  transitionsOf(node).map(([event, transitions]) => [
    event,
    transitions.map(({ target, reenter, guard, actions }) => [
      target?.map(({ id }) => id) ?? null,
      reenter,
      guard === undefined ? null : guardName(guard),
      actions.map(nameOf),
    ]),
  ]),
  Object.values(node.states).map(shapeOf),
];

/** What XState keeps at the functions that `raise`, `sendTo`, `cancel` and their like make. */
type BuiltInAction = Partial<Record<'type' | 'id' | 'delay' | 'src' | 'to' | 'event' | 'sendId', unknown>>;

/** An action or guard by its name; an inline function has none that every compiler keeps. */
function nameOf(named: unknown): unknown {
  if (typeof named === 'string') return named;
  if (typeof named === 'object' && named !== null && 'type' in named) return named.type;
  if (typeof named !== 'function') return null;
  const { type, id, delay, src, to, event, sendId } = named as BuiltInAction;
  const plain = [type, id, delay, src, to, (event as EventObject | undefined)?.type, sendId].map((one) =>
    typeof one === 'string' || typeof one === 'number' ? one : null,
  );
  return plain.some((one) => one !== null) ? plain : 'inline';
}

/** XState tells them apart by what they check; their names are a compiler's. */
const COMBINED = { and: and([]), or: or([]), not: not(() => true) } as unknown as Record<string, { check: unknown }>;

/** `and`, `or` and `not` are functions that keep the guards they combine, `stateIn` one that keeps a state. */
function guardName(guard: unknown): unknown {
  if (typeof guard !== 'function') return nameOf(guard);
  if ('stateValue' in guard) return ['stateIn', guard.stateValue];
  if (!('guards' in guard) || !Array.isArray(guard.guards)) return nameOf(guard);
  const { check } = guard as unknown as { check: unknown };
  const kind = Object.keys(COMBINED).find((one) => COMBINED[one]?.check === check);
  return [kind ?? null, ...guard.guards.map(guardName)];
}
