import type { Definition } from './carried';
import { withItsCauses } from './causes';

/** A failure of a step as plain JSON, the way a machine's `onError` is told of it. */
export interface StepFailure {
  /** Type of the failure; `timeout`, `cancelled`, or `unexpected` for a bug. */
  code: string;
  message: string;
  retryable: boolean;
  /** When, as an ISO 8601 instant. */
  at: string;
}

/** What a step is told beside its input. */
export interface StepCall {
  /** Of value and context of the hosted machine: its answer carries it back, see `stepActivities`. */
  digest: string;
  /** The move after which the machine asks. An update may lead to several steps; with it, what each records has a name. */
  sequence: number;
  /**
   * Id of the latest update that the machine has taken; a timer may have moved it since. It survives a lost workflow task,
   * which no clock does: a step that records something names it by this id and the sequence.
   */
  update?: string;
  /** The machine, told until an answer of the run has carried it back. */
  definition?: Definition;
}

/** The answer of a step as it is recorded. */
export interface StepAnswer<Output> {
  answersTo: string;
  definition?: Definition;
  answer?: Output;
  /** Instead of an answer that is beyond the bound: its size in bytes. */
  tooLarge?: number;
}

/** Answers a server may record; one beyond 2 MB ends the workflow on servers that do not tell their limits. */
const ANSWER_BYTES = 256 * 1024;
/** Characters of the words of a failure, which are for a person. */
const FAILURE_LENGTH = 4_000;

/**
 * The activities of a worker as steps of hosted machines: each recorded answer carries back the digest of the state that
 * asked for it, by which a replay notices that the machine computes another past. An answer of more than 256 kB fails its
 * step with `TooLarge` instead of ending the workflow, and the words of a failure are shortened: one that no server records
 * would let the workflow task fail for ever. Called by anybody else, they answer as they are.
 */
export function stepActivities<Activities extends object>(activities: Activities): Activities {
  const steps = Object.entries(activities).map(([name, run]) => [
    name,
    typeof run === 'function' ? step(run as Activity) : run,
  ]);
  return Object.fromEntries(steps) as Activities;
}

type Activity = (...args: unknown[]) => unknown;

const step =
  (run: Activity) =>
  async (...args: unknown[]): Promise<unknown> => {
    let answer: unknown;
    try {
      answer = await run(...args);
    } catch (error) {
      throw shortened(error);
    }
    const call = args[1];
    if (!isStepCall(call)) return answer;
    const { digest: answersTo, definition } = call;
    const bytes = sizeOf(answer);
    const said = bytes > ANSWER_BYTES ? { tooLarge: bytes } : { answer };
    return definition === undefined ? { answersTo, ...said } : { answersTo, definition, ...said };
  };

/** The same failure, and those that caused it, as far as they can be recorded. */
function shortened(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  for (const failure of withItsCauses(error) as (Error & { details?: unknown })[]) {
    failure.message = cut(failure.message);
    if (failure.stack !== undefined) failure.stack = cut(failure.stack);
    if (failure.details !== undefined && sizeOf(failure.details) > ANSWER_BYTES) failure.details = [];
  }
  return error;
}

const cut = (text: string): string => (text.length > FAILURE_LENGTH ? `${text.slice(0, FAILURE_LENGTH)} …` : text);

export const isStepAnswer = (value: unknown): value is StepAnswer<unknown> =>
  typeof value === 'object' && value !== null && 'answersTo' in value && typeof value.answersTo === 'string';

const isStepCall = (value: unknown): value is StepCall =>
  typeof value === 'object' && value !== null && 'digest' in value && typeof value.digest === 'string';

function sizeOf(answer: unknown): number {
  const text = JSON.stringify(answer) ?? '';
  return text.length * 3 <= ANSWER_BYTES ? text.length : new TextEncoder().encode(text).length;
}
