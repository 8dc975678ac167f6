import type { AnyActorRef, AnyMachineSnapshot, AnyStateNode } from 'xstate';
import type { CarriedActor, CarriedMachine, CarriedReference, CarriedTimer } from '../contract/carried';
import { findNotPlain, isActorRef } from './plain-json';
import { machineOf, runningActors, scheduledEvents, sourceOf } from './xstate-seams';

/** Why a machine cannot be carried to another run. It is for a person, and no failure: the machine goes on in its run. */
export class CannotCarry extends Error {}

/** The actors of a machine, each with the ids from the root down to it. */
type Places = Map<unknown, string[]>;

/**
 * A machine at rest with the actors in it and their timers, as plain JSON.
 *
 * @throws CannotCarry where something in it does not survive JSON, or would not be found again
 */
export function carry(root: AnyActorRef): { machine: CarriedMachine; timers: CarriedTimer[] } {
  const places: Places = new Map([[root, []]]);
  findPlaces(root, [], places);
  const astray = runningActors(root).find((actor) => !places.has(actor));
  if (astray !== undefined) {
    throw new CannotCarry(`the actor "${astray.id}" runs, and another one was spawned in its place`);
  }
  return { machine: carryMachine(root.getSnapshot() as AnyMachineSnapshot, places), timers: carryTimers(root, places) };
}

function findPlaces(actor: AnyActorRef, place: string[], places: Places): void {
  for (const [id, child] of Object.entries(childrenOf(actor))) {
    places.set(child, [...place, id]);
    findPlaces(child, [...place, id], places);
  }
}

const childrenOf = (actor: AnyActorRef): Record<string, AnyActorRef> =>
  (actor.getSnapshot() as Partial<AnyMachineSnapshot>).children ?? {};

function carryMachine(snapshot: AnyMachineSnapshot, places: Places): CarriedMachine {
  const { value, references } = carryValue(snapshot.context, 'context', places);
  const history = snapshot.historyValue as Record<string, AnyStateNode[]>;
  return {
    value: snapshot.value,
    context: value,
    references,
    status: snapshot.status,
    ...(snapshot.output === undefined ? {} : { output: carryValue(snapshot.output, 'output', places).value }),
    ...(snapshot.error === undefined ? {} : { error: plainError(snapshot.error) }),
    history: Object.fromEntries(Object.entries(history).map(([id, nodes]) => [id, nodes.map((node) => node.id)])),
    children: Object.fromEntries(
      Object.entries(snapshot.children as Record<string, AnyActorRef>).map(([id, actor]) => [
        id,
        carryActor(id, actor, places),
      ]),
    ),
  };
}

function carryActor(key: string, actor: AnyActorRef, places: Places): CarriedActor {
  const source = sourceOf(actor);
  if (source === undefined) throw new CannotCarry(`the actor "${key}" was spawned from logic that has no name`);
  const {
    id,
    sessionId,
    systemId,
    _syncSnapshot: syncs,
  } = actor as AnyActorRef & { systemId?: string; _syncSnapshot?: boolean };
  return {
    source,
    ...(id === key ? {} : { id }),
    session: sessionId,
    ...(systemId === undefined ? {} : { systemId }),
    ...(syncs ? { syncSnapshot: true } : {}),
    ...carryState(key, actor, places),
  };
}

function carryState(key: string, actor: AnyActorRef, places: Places): Partial<CarriedActor> {
  const snapshot = actor.getSnapshot();
  // A machine that failed at its very start has no state of its own.
  if (machineOf(actor) !== undefined && 'value' in snapshot) return { machine: carryMachine(snapshot, places) };
  const { _subscription: _, ...state } = snapshot as { _subscription?: unknown; error?: unknown };
  const plain = state.error === undefined ? state : { ...state, error: plainError(state.error) };
  const { value, references } = carryValue(plain, `the actor "${key}"`, places);
  return { state: value, ...(references.length === 0 ? {} : { references }) };
}

/** For an actor that has failed already, whoever listened to it was told. */
const plainError = (error: unknown): unknown =>
  error instanceof Error ? { name: error.name, message: error.message } : error;

/** @throws CannotCarry for a value that JSON brings back as another one */
function carryValue(value: unknown, name: string, places: Places): { value: unknown; references: CarriedReference[] } {
  const notPlain = findNotPlain(value, name);
  if (notPlain !== undefined) throw new CannotCarry(`${notPlain.path} holds ${notPlain.kind}`);
  const references: CarriedReference[] = [];
  const around = new Set<object>();
  const write = (one: unknown, at: string[]): unknown => {
    if (typeof one !== 'object' || one === null) return one;
    if (around.has(one)) throw new CannotCarry(`${[name, ...at].join('.')} holds itself`);
    if (isActorRef(one)) {
      const actor = places.get(one);
      if (actor === undefined) {
        throw new CannotCarry(`${[name, ...at].join('.')} refers to the actor "${one.id}", which has ended`);
      }
      references.push({ at, actor });
      return null;
    }
    if (Array.isArray(one) && one.includes(undefined))
      throw new CannotCarry(`${[name, ...at].join('.')} holds undefined`);
    around.add(one);
    const written = Array.isArray(one)
      ? one.map((inside, index) => write(inside, [...at, String(index)]))
      : Object.fromEntries(Object.entries(one).map(([key, inside]) => [key, write(inside, [...at, key])]));
    around.delete(one);
    return written;
  };
  return { value: write(value, []), references };
}

function carryTimers(root: AnyActorRef, places: Places): CarriedTimer[] {
  return scheduledEvents(root).flatMap(({ source, target, event, id, due }) => {
    const [from, to] = [places.get(source), places.get(target)];
    // Nobody would hear an event for an actor that has ended.
    if (from === undefined || to === undefined) return [];
    const { value, references } = carryValue(event, `the delayed event ${event.type}`, places);
    return [{ source: from, target: to, id, event: value as CarriedTimer['event'], references, due }];
  });
}
