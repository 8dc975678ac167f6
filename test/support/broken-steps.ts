import { ApplicationFailure } from '@temporalio/common';
import type { FlowOptions } from './flow-stand';

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
  return { broken, options: { steps } };
}
