import { getRandomStream, workflowInfo } from '@temporalio/workflow';

/**
 * The few places where the host needs more of Temporal than it publishes, in one file: an upgrade of Temporal is checked here.
 */
interface RunningWorkflow {
  /** Milliseconds since 1970 of the workflow's clock. */
  now: number;
  /** The source of `Math.random` and of `uuid4`. */
  random(): number;
  /** Names of the patches whose markers a replay has met in its history. */
  knownPresentPatches: Set<string>;
  /** What the workflow asks the server to do at the end of the task. */
  commands: unknown[];
}

function runningWorkflow(): RunningWorkflow | undefined {
  return (globalThis as { __TEMPORAL_ACTIVATOR__?: RunningWorkflow }).__TEMPORAL_ACTIVATOR__;
}

/**
 * Asks a machine something that a replay does not ask again, e.g. in a query or a validator. What its guards draw by chance
 * for the answer would otherwise be missing from what its actions draw, so that a replay would compute another past.
 *
 * The same as `with` of a random stream, which keeps a store for each workflow, and Node copies every store for every
 * promise: with 600 cached workflows a promise took 86 microseconds instead of 0.4.
 */
export function aside<Answer>(ask: () => Answer): Answer {
  const workflow = runningWorkflow();
  if (workflow === undefined) return ask();
  const { random } = workflow;
  const stream = getRandomStream('statechart-host/aside');
  workflow.random = () => stream.random();
  try {
    return ask();
  } finally {
    workflow.random = random;
  }
}

/**
 * Makes something as of the start of the run. A worker that has not kept a workflow takes its first task, if that left
 * nothing in the history, for one with the task after it (of the first update, or of a local step that took long), and the
 * clock then shows the time of that one: what was read from it at the start would be another time once, and again the first
 * one ever after.
 */
export function atTheStart<Made>(make: () => Made): Made {
  const workflow = runningWorkflow();
  if (workflow === undefined) return make();
  const { now } = workflow;
  workflow.now = workflowInfo().startTime.getTime();
  try {
    return make();
  } finally {
    workflow.now = now;
  }
}

/** Whether a replay has met the marker of a patch whose name begins so. `patched` asks for a whole name. */
export const hasPatchMarker = (beginning: string): boolean =>
  [...(runningWorkflow()?.knownPresentPatches ?? [])].some((name) => name.startsWith(beginning));

/**
 * Lets a query be answered alone. A replay for a query that finds the machine failing leaves commands behind, e.g. the timer
 * of another past; the SDK would send them along, and its core ends the whole worker over that.
 */
export function dropCommands(): void {
  const workflow = runningWorkflow();
  if (workflow !== undefined) workflow.commands = [];
}
