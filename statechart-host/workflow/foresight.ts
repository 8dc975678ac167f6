import {
  type AnyActorRef,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type DoneActorEvent,
  type EventObject,
  type InspectionEvent,
  type Snapshot,
  transition,
} from 'xstate';
import { isAtRest, workIn } from './at-rest';
import { statePath } from './journal';
import { copyOf } from './plain-json';
import { Rounds } from './rounds';
import { answers, onPaper } from './xstate-seams';

/** The answer that a step gives when it does its work; null where only doing it tells. */
export type Expectation = (step: string, snapshot: AnyMachineSnapshot) => unknown;

/** Where an event would lead, if every step did its work. */
export interface Walk {
  snapshot: AnyMachineSnapshot;
  /** Paths of the states after the one it stands in, also of those that it only passes through; none twice in a row. */
  path: string[];
  /** The steps that would be done, in order; the last one may be `undecided`. */
  steps: string[];
  /** The step whose answer cannot be known beforehand, or the machine inside that is at work: the walk ends there. */
  undecided: string | null;
}

/** No way through a statechart is this long: a longer walk goes round in circles. */
const LONGEST = 50;

/**
 * Dry run of a statechart from where it stands: nothing is started or sent, and the running machine does not move. It ends
 * where the machine waits, is done, or asks a step whose answer cannot be known.
 *
 * @throws Error where the statechart itself throws or goes round in circles
 */
export function walk(
  machine: AnyStateMachine,
  from: AnyMachineSnapshot,
  event: EventObject,
  expects: Expectation,
): Walk {
  const steps: string[] = [];
  const way = new Way();
  // An action that writes into the context it is given would write into the running machine.
  const start = { ...from, context: copyOf(from.context) } as AnyMachineSnapshot;
  const rounds = new Rounds();
  const paper = onPaper(machine, start, (inspection) => {
    rounds.inspect(inspection);
    way.inspect(inspection);
  });
  const arrived = (undecided: string | null): Walk => ({ snapshot, path: way.to(snapshot), steps, undecided });
  let snapshot = after(paper, start, event);
  while (steps.length < LONGEST) {
    const step = stepIn(snapshot);
    if (step === undefined || snapshot.status !== 'active') return arrived(atWork(snapshot));
    steps.push(step);
    const output = expects(step, snapshot);
    if (output === null) return arrived(step);
    const done: DoneActorEvent = { type: `xstate.done.actor.${step}`, actorId: step, output };
    snapshot = after(paper, withoutChild(snapshot, step), done);
  }
  return arrived(steps.at(-1) ?? null);
}

/** The states of a walk: each transition leads through all that `always` and `raise` leave at once. */
class Way {
  readonly #paths: string[] = [];

  inspect(inspection: InspectionEvent): void {
    if (inspection.type === '@xstate.microstep') this.#add(inspection.snapshot);
  }

  to(snapshot: AnyMachineSnapshot): string[] {
    this.#add(snapshot);
    return this.#paths;
  }

  #add(snapshot: Snapshot<unknown>): void {
    if (!('value' in snapshot)) return;
    const path = statePath((snapshot as AnyMachineSnapshot).value);
    if (path !== this.#paths.at(-1)) this.#paths.push(path);
  }
}

/** A machine inside goes its own way, which is not walked. */
const atWork = (snapshot: AnyMachineSnapshot): string | null =>
  isAtRest(snapshot) ? null : (workIn(snapshot)[0] ?? null);

/** Actors that live on, a machine or a callback, are no steps of the way. */
const stepIn = (snapshot: AnyMachineSnapshot): string | undefined =>
  Object.entries(snapshot.children as Record<string, AnyActorRef>).find(
    ([, actor]) => answers(actor) && actor.getSnapshot().status === 'active',
  )?.[0];

/** On paper nothing ends the actor of a step that was done, so it is taken away. */
function withoutChild(snapshot: AnyMachineSnapshot, id: string): AnyMachineSnapshot {
  const { [id]: _, ...children } = snapshot.children as Record<string, AnyActorRef>;
  return { ...snapshot, children } as AnyMachineSnapshot;
}

/** The effects of a transition (start a step, set a timer) come as a list, which is ignored. */
function after(machine: AnyStateMachine, snapshot: AnyMachineSnapshot, event: EventObject): AnyMachineSnapshot {
  const [next] = transition(machine, snapshot, event);
  return next as AnyMachineSnapshot;
}
