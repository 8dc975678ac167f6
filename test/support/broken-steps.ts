import { ApplicationFailure } from '@temporalio/common';
import type { FlowOptions } from './flow-stand';

/** Where a step begins that the one before does in the same breath when it can. */
export const SAVED_STEPS: Readonly<Record<string, string>> = {
  'assess:pricing': 'quote',
  'apply:confirming': 'confirm',
};

/** Steps that fail while their name is in the set, as they do when the database is away for long. */
export function breakableSteps(): { broken: Set<string>; options: FlowOptions } {
  const broken = new Set<string>();
  const steps: FlowOptions['steps'] = (real) =>
    Object.fromEntries(
      Object.entries(real).map(([name, run]) => [
        name,
        async (input: never) => {
          if (broken.has(name)) throw ApplicationFailure.nonRetryable('No answer.', 'StoreUnavailable');
          return run(input);
        },
      ]),
    );
  // What is done in the same breath as the step before fails with the step that it saves.
  const pauseAt: FlowOptions['pauseAt'] = async (point) => {
    const saved = SAVED_STEPS[point];
    if (saved !== undefined && broken.has(saved)) throw new Error('No answer.');
  };
  return { broken, options: { steps, pauseAt } };
}
