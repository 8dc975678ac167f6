import { type AnyMachineSnapshot, type AnyStateMachine, type EventObject, transition } from 'xstate';

/** What a step is taken to answer when it does its work; undefined where only doing it tells. */
export type Expectation = (step: string, snapshot: AnyMachineSnapshot) => { output: unknown } | undefined;

/** Where an event would lead, if every step did its work. */
export interface Walk {
  snapshot: AnyMachineSnapshot;
  /** The steps that would be done, in order; the last one may be `undecided`. */
  steps: string[];
  /** The step whose answer nobody can tell beforehand: the walk ends where it is asked. */
  undecided: string | null;
}

/** No way through a statechart is this long: whoever takes longer goes round in circles. */
const LONGEST = 50;

/**
 * Walks a statechart from where it stands, on paper: nothing is started, nothing is sent, and the machine that is running
 * does not move. It ends where the machine waits, is done, or asks a step whose answer cannot be told.
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
    const answer = expects(step, snapshot);
    if (answer === undefined) return { snapshot, steps, undecided: step };
    const done: EventObject & { actorId: string } = { type: `xstate.done.actor.${step}`, actorId: step, ...answer };
    snapshot = after(machine, snapshot, done);
  }
  return { snapshot, steps, undecided: steps.at(-1) ?? null };
}

/** What the machine would do on the way (start a step, set a timer) comes as a list, which nobody works off. */
function after(machine: AnyStateMachine, snapshot: AnyMachineSnapshot, event: EventObject): AnyMachineSnapshot {
  const [next] = transition(machine, snapshot, event);
  return next as AnyMachineSnapshot;
}
