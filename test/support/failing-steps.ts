import { ApplicationFailure } from '@temporalio/common';
import type { FlowOptions } from './flow-stand';

/** Pause points at which a step begins to do the work of the next one too, where it can, with the step that this spares. */
export const DONE_BY_THE_STEP_BEFORE: Readonly<Record<string, string>> = {
  'assess:pricing': 'quote',
  'apply:confirming': 'confirm',
};

/**
 * Steps that fail while their name is in the set, as they do when the database is away for long, or with a code of their own, e.g.
 * "apply:TemporalUnavailable".
 */
export function failingSteps(): { failing: Set<string>; options: FlowOptions } {
  const failing = new Set<string>();
  const codeOf = (step: string): string | undefined => {
    const named = [...failing].find((one) => one.split(':', 1)[0] === step);
    return named?.split(':')[1] ?? (named === undefined ? undefined : 'StoreUnavailable');
  };
  const steps: FlowOptions['steps'] = (real) =>
    Object.fromEntries(
      Object.entries(real).map(([name, run]) => [
        name,
        async (input: never) => {
          const code = codeOf(name);
          if (code !== undefined) throw ApplicationFailure.nonRetryable('No answer.', code);
          return run(input);
        },
      ]),
    );
  // A step that the one before does in the same breath fails there too.
  const pauseAt: FlowOptions['pauseAt'] = async (point) => {
    const spared = DONE_BY_THE_STEP_BEFORE[point];
    if (spared !== undefined && codeOf(spared) !== undefined) throw new Error('No answer.');
  };
  return { failing, options: { steps, pauseAt } };
}
