import { type AnyMachineSnapshot, type AnyStateMachine, type AnyTransitionDefinition, createActor } from 'xstate';

/** An event as a statechart takes it, also one of XState's own. */
export interface Occurrence {
  type: string;
  output?: unknown;
  error?: unknown;
}

export type StateNode = AnyStateMachine['root'];

/** What may come to a machine from the outside, and what tells two of its snapshots apart. */
export interface World {
  input: unknown;
  /** Events of the catalogue with representative payloads. */
  events: readonly Occurrence[];
  /** What each step may answer, by the name of its actor. A step that is not listed answers nothing at all. */
  answers: Readonly<Record<string, readonly unknown[]>>;
  failure?: unknown;
  /** The part of the context that decides what follows: it keeps the exploration finite. */
  essence(snapshot: AnyMachineSnapshot): string;
  /** Whether to go on from here; a world that grows without end is cut off by it. */
  goesOn?(snapshot: AnyMachineSnapshot): boolean;
  /** A memory of the path, for what no single snapshot shows. Part of what tells two places apart. */
  remember?(memory: string, before: AnyMachineSnapshot, after: AnyMachineSnapshot): string;
}

/** A snapshot that can be reached, and the shortest way to it. */
export interface Place {
  key: string;
  snapshot: AnyMachineSnapshot;
  memory: string;
  cameFrom: { place: Place; event: Occurrence } | null;
  moves: Move[];
}

export interface Move {
  event: Occurrence;
  from: Place;
  to: Place;
  transitions: readonly AnyTransitionDefinition[];
}

const nothing = (): void => {};
const INERT = {
  id: '',
  sessionId: '',
  logger: nothing,
  defer: nothing,
  emit: nothing,
  stopChild: nothing,
  actionExecutor: nothing,
};

type Step = (
  event: Occurrence | null,
  from: AnyMachineSnapshot | null,
) => { snapshot: AnyMachineSnapshot; transitions: AnyTransitionDefinition[] };

/** More places than this are a world that never ends, e.g. because something is counted without a limit. */
const MOST_PLACES = 50_000;

/** An actor system keeps every child it ever saw, so a long walk takes a new one now and then. */
const STEPS_PER_SYSTEM = 500;

/** XState's pure transition, which also says which transitions it took. Steps are entered and never run. */
function pureSteps(machine: AnyStateMachine, input: unknown): Step {
  let transitions: AnyTransitionDefinition[] = [];
  let taken = 0;
  const newScope = () => {
    const self = createActor(machine, { input });
    self.system.inspect((inspection) => {
      if (inspection.type === '@xstate.microstep') transitions.push(...inspection._transitions);
    });
    return { ...INERT, self, system: self.system };
  };
  let scope = newScope();
  return (event, from) => {
    transitions = [];
    taken += 1;
    if (taken % STEPS_PER_SYSTEM === 0) scope = newScope();
    const isStart = event === null || from === null;
    const snapshot = isStart ? machine.getInitialSnapshot(scope, input) : machine.transition(from, event, scope);
    if (snapshot.status === 'error') throw snapshot.error;
    return { snapshot, transitions };
  };
}

/**
 * Walks a machine breadth first: from every snapshot every event that it takes, every answer and failure of the steps
 * at work, and every delay that is running.
 *
 * @throws what an action, a guard or the input of a step throws, with the path that leads there
 */
export function explore(machine: AnyStateMachine, world: World): Place[] {
  const step = pureSteps(machine, world.input);
  const known = new Map<string, Place>();
  const waiting: Place[] = [];
  const arrive = (reached: AnyMachineSnapshot, memory: string, cameFrom: Place['cameFrom']): Place => {
    const key = `${JSON.stringify(reached.value)} ${world.essence(reached)} ${memory}`;
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    const place = { key, snapshot: bare(machine, reached), memory, cameFrom, moves: [] };
    if (known.size >= MOST_PLACES) throw new Error(`This world has no end: ${pathTo(place)}`);
    known.set(key, place);
    waiting.push(place);
    return place;
  };
  const beginning = step(null, null).snapshot;
  arrive(beginning, '', null);
  for (let place = waiting.shift(); place !== undefined; place = waiting.shift()) {
    if (place.snapshot.status !== 'active' || world.goesOn?.(place.snapshot) === false) continue;
    for (const event of occurrences(place.snapshot, world)) {
      const { snapshot, transitions } = tryStep(step, place, event);
      const memory = world.remember?.(place.memory, place.snapshot, snapshot) ?? '';
      const to = arrive(snapshot, memory, { place, event });
      place.moves.push({ event, from: place, to, transitions });
    }
  }
  return [...known.values()];
}

/** Value and context alone make the next snapshot: children are left behind, and the context can no longer be changed. */
function bare(machine: AnyStateMachine, { value, context, status }: AnyMachineSnapshot): AnyMachineSnapshot {
  return machine.resolveState({ value, context: deepFreeze(context), status: status === 'done' ? 'done' : 'active' });
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}

function tryStep(step: Step, place: Place, event: Occurrence): ReturnType<Step> {
  try {
    return step(event, place.snapshot);
  } catch (error) {
    throw new Error(`${JSON.stringify(event)} throws after ${pathTo(place)}`, { cause: error });
  }
}

/** Everything that can happen in a snapshot. */
function occurrences(snapshot: AnyMachineSnapshot, world: World): Occurrence[] {
  const fromOutside = world.events.filter((event) => snapshot.can(event));
  const fromWithin = snapshot._nodes.flatMap((node) => [
    ...node.invoke.flatMap(({ id, src }) => [
      ...(world.answers[String(src)] ?? [undefined]).map((output) => ({ type: `xstate.done.actor.${id}`, output })),
      { type: `xstate.error.actor.${id}`, error: world.failure },
    ]),
    ...node.after.map(({ eventType }) => ({ type: String(eventType) })),
  ]);
  return [...fromOutside, ...fromWithin];
}

/** The events that lead to a place, in words, for the message of a failed test. */
export function pathTo(place: Place): string {
  const events: string[] = [];
  for (let at: Place | null = place; at?.cameFrom != null; at = at.cameFrom.place) {
    const { type, output } = at.cameFrom.event;
    events.unshift(output === undefined ? type : `${type} ${JSON.stringify(output).slice(0, 80)}`);
  }
  return `${events.join(' > ') || 'the start'} in ${JSON.stringify(place.snapshot.value)}`;
}

/** Every state of a machine, from the root down. */
export function nodesOf(machine: AnyStateMachine): StateNode[] {
  const below = (node: StateNode): StateNode[] => [node, ...Object.values(node.states).flatMap(below)];
  return below(machine.root);
}

/** Whether a state only refuses what the states around it would take: nothing that could ever happen. */
const isForbidden = ({ target, actions, guard, eventType }: AnyTransitionDefinition): boolean =>
  target === undefined && actions.length === 0 && guard === undefined && eventType !== '';

/** Every transition of a machine, by a name that a reader finds again in its definition. */
export function allTransitions(machine: AnyStateMachine): Map<AnyTransitionDefinition, string> {
  const named = new Map<AnyTransitionDefinition, string>();
  for (const node of nodesOf(machine)) {
    const groups = [...node.transitions.values(), node.always ?? []];
    for (const group of groups) {
      group.forEach((transition, index) => {
        if (isForbidden(transition)) return;
        const event = transition.eventType === '' ? 'always' : String(transition.eventType);
        const targets = (transition.target ?? []).map(({ path }) => path.join('.')).join(', ') || 'stays';
        named.set(transition, `${node.path.join('.') || 'root'}: ${event} #${index + 1} -> ${targets}`);
      });
    }
  }
  return named;
}

/** From where no way leads to a place that is wanted. */
export function deadEnds(places: readonly Place[], isWanted: (place: Place) => boolean): Place[] {
  const cameFrom = new Map<Place, Place[]>();
  for (const place of places) for (const { to } of place.moves) cameFrom.set(to, [...(cameFrom.get(to) ?? []), place]);
  const good = new Set(places.filter(isWanted));
  const open = [...good];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (const before of cameFrom.get(place) ?? []) {
      if (good.has(before)) continue;
      good.add(before);
      open.push(before);
    }
  }
  return places.filter((place) => !good.has(place));
}

/** Places from which work alone comes back to them: a step repeated for ever with no delay and nobody asked. */
export function busyLoops(places: readonly Place[]): Place[] {
  const byWork = (place: Place): Place[] =>
    place.moves.filter(({ event }) => isResult(event)).flatMap(({ to }) => (to.snapshot.status === 'active' ? to : []));
  let circling = new Set(places);
  for (let before = -1; before !== circling.size; ) {
    before = circling.size;
    circling = new Set([...circling].filter((place) => byWork(place).some((next) => circling.has(next))));
  }
  return [...circling];
}

const isResult = ({ type }: Occurrence): boolean =>
  type.startsWith('xstate.done.actor.') || type.startsWith('xstate.error.actor.');
