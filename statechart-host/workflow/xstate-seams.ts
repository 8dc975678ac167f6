import {
  type AnyActor,
  type AnyActorLogic,
  type AnyActorRef,
  type AnyActorScope,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyStateNode,
  type EventObject,
  type InspectionEvent,
  StateMachine,
} from 'xstate';
import { copyOf, findNotPlain } from './plain-json';
import { aside } from './temporal-seams';

/**
 * The few places where the host needs more of XState than it publishes, in one file: an upgrade of XState is checked here.
 */

/** Active states, each with the states around it. */
export const activeNodes = (snapshot: AnyMachineSnapshot): AnyStateNode[] => snapshot._nodes;

/** The machine that an actor runs; undefined for logic that is none. */
export function machineOf(actor: AnyActorRef): AnyStateMachine | undefined {
  const { logic } = actor as AnyActor;
  return isMachine(logic) ? logic : undefined;
}

export const isMachine = (logic: unknown): logic is AnyStateMachine => logic instanceof StateMachine;

/** Whether an actor ends by itself with an answer, as `durable` and XState's `fromPromise` do. */
export const answers = (actor: AnyActorRef): boolean => isAnswering((actor as AnyActor).logic);

const answering = new WeakMap<object, boolean>();

/** The same of the logic that an actor would run. */
export function isAnswering(logic: AnyActorLogic): boolean {
  let known = answering.get(logic);
  if (known === undefined) {
    known = !isMachine(logic) && aside(() => isPromiseLogic(logic));
    answering.set(logic, known);
  }
  return known;
}

/** Logic bears no name of its kind; promise logic alone ends on this event, and its functions are pure. */
function isPromiseLogic(logic: AnyActorLogic): boolean {
  try {
    const initial = logic.getInitialSnapshot({ self: {} } as never, undefined as never);
    if ('context' in initial || '_subscription' in initial) return false;
    const probe = { type: 'xstate.promise.resolve', data: null };
    return logic.transition(initial, probe as never, { self: {} } as never).status === 'done';
  } catch {
    return false;
  }
}

/**
 * Lets each run of a machine begin with a context of its own. XState hands out the very object that a machine was written
 * with; modules are shared by the workflows of a worker, so that what one changed in place, another would begin with.
 */
export function giveOwnContext({ config }: AnyStateMachine): void {
  const { context } = config;
  // One that is no plain JSON is refused where the machine begins, and a frozen one is changed by nobody.
  if (typeof context !== 'object' || Object.isFrozen(config) || findNotPlain(context) !== undefined) return;
  (config as { context: unknown }).context = () => copyOf(context);
}

/** Name under which an actor's logic is provided; undefined for logic that was passed inline. */
export const sourceOf = ({ src }: AnyActorRef): string | undefined => (typeof src === 'string' ? src : undefined);

/** The logic of an actor by its name; one that is written where it is invoked is named after that place. */
export function logicOf(machine: AnyStateMachine, source: string): AnyActorLogic | undefined {
  const [, index, state] = /^xstate\.invoke\.(\d+)\.(.*)/.exec(source) ?? [];
  if (index === undefined || state === undefined) return machine.implementations.actors[source] as AnyActorLogic;
  const invokes = [machine.getStateNodeById(state).config.invoke].flat() as { src: AnyActorLogic }[];
  return invokes[Number(index)]?.src;
}

/** What XState keeps in an actor system beside what it publishes. */
interface ActorSystem {
  _bookId(): string;
  _register(sessionId: string, actor: AnyActorRef): string;
  _unregister(actor: AnyActorRef): void;
  _relay(source: AnyActorRef | undefined, target: AnyActorRef, event: EventObject): void;
  _snapshot: { _scheduledEvents: Record<string, object> };
}

const systemOf = ({ system }: AnyActorRef): ActorSystem => system as unknown as ActorSystem;

/**
 * Tells the actors of one system apart by what the host says. XState counts them for a whole process, so an id that a
 * machine keeps would be another one after a restart.
 */
export function nameSessions(root: AnyActorRef, next: () => string): void {
  systemOf(root)._bookId = next;
  (root as { sessionId: string }).sessionId = next();
}

const running = new WeakMap<object, Set<AnyActorRef>>();

/** Keeps a list of the actors that run: a machine that spawns two under one id has only the second among its children. */
export function listActors(root: AnyActorRef): void {
  const system = systemOf(root);
  const { _register: register, _unregister: unregister } = system;
  const actors = new Set<AnyActorRef>();
  running.set(system, actors);
  system._register = (sessionId, actor) => {
    actors.add(actor);
    return register(sessionId, actor);
  };
  system._unregister = (actor) => {
    actors.delete(actor);
    unregister(actor);
  };
}

export const runningActors = ({ system }: AnyActorRef): AnyActorRef[] => [...(running.get(system) ?? [])];

/** XState restores an actor under the id that its parent keeps it under. */
export function renameActor(actor: AnyActorRef, id: string): void {
  const renamed = actor as unknown as { id: string; _actorScope: { id: string } };
  renamed.id = id;
  renamed._actorScope.id = id;
}

/** An event that a timer will send. */
export interface ScheduledEvent {
  source: AnyActorRef;
  target: AnyActorRef;
  event: EventObject;
  id: string;
  /** Milliseconds since 1970. */
  due: number;
}

export function scheduledEvents(root: AnyActorRef): ScheduledEvent[] {
  const { _scheduledEvents } = root.system.getSnapshot();
  return Object.values(_scheduledEvents).map(({ source, target, event, id, startedAt, delay }) => ({
    ...{ source, target, event, id },
    due: startedAt + delay,
  }));
}

/**
 * Starts a machine that was restored, with the timers that run on. They are set before any actor is started, so that what
 * an actor does at its start may cancel one; and no parent is told again of a snapshot that it was told in another run.
 */
export function startRestored(root: AnyActorRef, timers: ScheduledEvent[]): void {
  const system = systemOf(root);
  const startedAt = Date.now();
  for (const { due, ...timer } of timers) {
    const delay = Math.max(1, due - startedAt);
    system._snapshot._scheduledEvents[`${timer.source.sessionId}.${timer.id}`] = { ...timer, delay, startedAt };
  }
  const told = new Set(snapshotsIn(root));
  const relay = system._relay;
  system._relay = (source, target, event) => {
    if (!('snapshot' in event) || !told.has(event.snapshot)) relay(source, target, event);
  };
  root.start();
  system._relay = relay;
}

function snapshotsIn(actor: AnyActorRef): unknown[] {
  const snapshot = actor.getSnapshot();
  const children = 'children' in snapshot ? (Object.values(snapshot.children) as AnyActorRef[]) : [];
  return [snapshot, ...children.flatMap(snapshotsIn)];
}

/** Takes the last word from a machine that another run goes on with: nothing moves it here any more. */
export function freeze(root: AnyActorRef): void {
  systemOf(root)._relay = () => undefined;
}

/**
 * A machine whose transitions are tried on paper. XState inspects none of them, and begins the machine anew for each, without
 * its input; this one starts where it stands.
 */
export const onPaper = (
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  inspect: (inspection: InspectionEvent) => void,
): AnyStateMachine =>
  Object.create(machine, {
    getInitialSnapshot: { value: () => snapshot },
    transition: {
      value: (from: AnyMachineSnapshot, event: EventObject, scope: AnyActorScope) => {
        scope.system.inspect(inspect);
        return machine.transition(from as never, event, scope);
      },
    },
  });
