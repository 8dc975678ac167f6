import {
  type AnyActorLogic,
  type AnyActorRef,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  StateMachine,
  type StateValue,
} from 'xstate';
import type { CarriedActor, CarriedMachine, CarriedReference, CarriedTimer } from '../contract/carried';
import { logicOf, renameActor, type ScheduledEvent } from './xstate-seams';

/** The form that XState restores an actor from, before its references are put in. */
export const persistedOf = ({ history, children, references: _, ...rest }: CarriedMachine): object => ({
  ...rest,
  historyValue: Object.fromEntries(Object.entries(history).map(([id, ids]) => [id, ids.map((one) => ({ id: one }))])),
  children: Object.fromEntries(Object.entries(children).map(([id, child]) => [id, persistedChild(child)])),
});

const persistedChild = ({ source, systemId, syncSnapshot, machine, state }: CarriedActor): object => ({
  src: source,
  snapshot: machine === undefined ? state : persistedOf(machine),
  systemId,
  syncSnapshot,
});

/** The sessions of the actors inside, in the order in which XState makes them when it restores a machine. */
export const carriedSessions = ({ children }: CarriedMachine): string[] =>
  Object.values(children).flatMap(({ session, machine }) => [
    session,
    ...(machine === undefined ? [] : carriedSessions(machine)),
  ]);

/** Puts the references to actors back where they stood, once all actors are there and before any of them is started. */
export function reconnect(carried: CarriedMachine, actor: AnyActorRef, root = actor): void {
  const { context, children } = actor.getSnapshot() as AnyMachineSnapshot;
  putReferences(context, carried.references, root);
  for (const [id, child] of Object.entries(carried.children)) {
    const restored = children[id] as AnyActorRef;
    if (child.id !== undefined) renameActor(restored, child.id);
    if (child.machine !== undefined) reconnect(child.machine, restored, root);
    else putReferences(restored.getSnapshot(), child.references ?? [], root);
  }
}

function putReferences(value: unknown, references: CarriedReference[], root: AnyActorRef): void {
  for (const { at, actor } of references) {
    const around = at
      .slice(0, -1)
      .reduce((one, key) => one[key] as Record<string, unknown>, value as Record<string, unknown>);
    around[at.at(-1) as string] = actorAt(actor, root);
  }
}

/**
 * The timers of a carried machine with the actors that a restored one has in their places, in the order in which they are
 * due: those that are overdue when a run begins come in the order in which they were to come.
 */
export const restoredTimers = (timers: CarriedTimer[], root: AnyActorRef): ScheduledEvent[] =>
  [...timers]
    .sort((one, other) => one.due - other.due)
    .map(({ source, target, id, event, references, due }) => {
      putReferences(event, references, root);
      return { source: actorAt(source, root), target: actorAt(target, root), id, event, due };
    });

const actorAt = (path: string[], root: AnyActorRef): AnyActorRef =>
  path.reduce((at, id) => (at.getSnapshot() as AnyMachineSnapshot).children[id] as AnyActorRef, root);

/** @returns why this machine cannot take up what was carried, e.g. that a state of it is gone */
export const faultInCarried = (
  { machine, timers }: { machine: CarriedMachine; timers: CarriedTimer[] },
  logic: AnyStateMachine,
): string | undefined => faultInMachine(machine, logic, '') ?? faultInTimers(timers, machine);

function faultInMachine({ value, children }: CarriedMachine, logic: AnyStateMachine, path: string): string | undefined {
  const inside = path === '' ? '' : `In the actor "${path}": `;
  try {
    const resolved = logic.resolveState({ value: value as never, context: {} as never }).value;
    if (!isSame(resolved, value)) {
      return `${inside}It is in ${JSON.stringify(value)}, which says too little here: ${JSON.stringify(resolved)} would be a state.`;
    }
  } catch (error) {
    return inside + (error instanceof Error ? error.message : String(error));
  }
  for (const [id, child] of Object.entries(children)) {
    const fault = faultInChild(child, provided(logic, child.source), path === '' ? id : `${path}/${id}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultInChild(
  { source, machine }: CarriedActor,
  logic: AnyActorLogic | undefined,
  path: string,
): string | undefined {
  if (logic === undefined) return `It has no actor "${source}", which "${path}" runs.`;
  if (machine === undefined) return undefined;
  if (logic instanceof StateMachine) return faultInMachine(machine, logic, path);
  return `Its actor "${source}", which "${path}" runs, was a machine and is none here.`;
}

function provided(machine: AnyStateMachine, source: string): AnyActorLogic | undefined {
  try {
    return logicOf(machine, source);
  } catch {
    return undefined;
  }
}

function faultInTimers(timers: CarriedTimer[], machine: CarriedMachine): string | undefined {
  const lost = timers.flatMap(({ source, target }) => [source, target]).find((path) => !isIn(machine, path));
  return lost === undefined ? undefined : `It has a timer of the actor "${lost.join('/')}", which was not carried.`;
}

const isIn = (machine: CarriedMachine, [id, ...rest]: string[]): boolean => {
  if (id === undefined) return true;
  const child = machine.children[id];
  return child !== undefined && (rest.length === 0 || (child.machine !== undefined && isIn(child.machine, rest)));
};

/** The regions of a parallel state come in any order. */
function isSame(one: StateValue | undefined, other: StateValue | undefined): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
  const regions = Object.keys(one);
  return regions.length === Object.keys(other).length && regions.every((region) => isSame(one[region], other[region]));
}
