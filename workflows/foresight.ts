import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type DoneActorEvent,
  type EventObject,
  transition,
} from 'xstate';

/** The answer that a step gives when it does its work; null where only doing it tells. */
export type Expectation = (step: string, snapshot: AnyMachineSnapshot) => unknown;

/** Where an event would lead, if every step did its work. */
export interface Walk {
  snapshot: AnyMachineSnapshot;
  /** The steps that would be done, in order; the last one may be `undecided`. */
  steps: string[];
  /** The step whose answer cannot be known beforehand: the walk ends there. */
  undecided: string | null;
}

/** No way through a statechart is this long: a longer walk goes round in circles. */
const LONGEST = 50;

/**
 * Dry run of a statechart from where it stands: nothing is started or sent, and the running machine does not move. It ends
 * where the machine waits, is done, or asks a step whose answer cannot be known.
 */
export function walk(
  machine: AnyStateMachine,
  from: AnyMachineSnapshot,
  event: EventObject,
  expects: Expectation,
): Walk {
  const steps: string[] = [];
  let snapshot = after(machine, from, event);
  while (steps.length < LONGEST) {
    const [step] = Object.keys(snapshot.children);
    if (step === undefined || snapshot.status !== 'active') return { snapshot, steps, undecided: null };
    steps.push(step);
    const output = expects(step, snapshot);
    if (output === null) return { snapshot, steps, undecided: step };
    const done: DoneActorEvent = { type: `xstate.done.actor.${step}`, actorId: step, output };
    snapshot = after(machine, snapshot, done);
  }
  return { snapshot, steps, undecided: steps.at(-1) ?? null };
}

/** The effects of a transition (start a step, set a timer) come as a list, which is ignored. */
function after(machine: AnyStateMachine, snapshot: AnyMachineSnapshot, event: EventObject): AnyMachineSnapshot {
  const [next] = transition(machine, snapshot, event);
  return next as AnyMachineSnapshot;
}
