import { workflowInfo } from '@temporalio/workflow';
import type { AnyStateMachine } from 'xstate';
import type { Carried } from '../contract/carried';
import type { Hosting } from './hosting';
import { refusedStart } from './objections';
import type { Past } from './past';
import { faultInCarried } from './restored-state';

/** Whether a run is started with a state that no run before it has handed over, e.g. one that was saved. */
export const isBrought = (carried: Carried | null | undefined): carried is Carried =>
  carried !== undefined && carried !== null && workflowInfo().continuedFromExecutionRunId === undefined;

/** A state that is carried belongs to a run that continues another one; whoever starts a workflow could forge it. */
export function acceptedCarried(hosting: Hosting<AnyStateMachine, unknown>, past: Past): Carried | undefined {
  const { machine, carried, acceptsCarried, migrate } = hosting;
  const { continuedFromExecutionRunId, attempt, cronSchedule } = workflowInfo();
  const continues = continuedFromExecutionRunId !== undefined && !cronSchedule;
  if (carried === undefined || carried === null) {
    // A run that is tried again begins as the one before it did.
    if (!continues || attempt > 1) return undefined;
    throw refusedStart(
      'This run continues another one, but its state was not passed on. Give the workflow a second argument and pass it to the host as `carried`.',
    );
  }
  if (!continues && acceptsCarried?.(carried) !== true) {
    throw refusedStart('A carried state starts no workflow here: start it with its input alone.');
  }
  if (carried.form !== 1) throw refusedStart(`A carried state of form ${carried.form} is not known here.`);
  const unlike = past.unlike(carried.definition);
  const own = unlike === undefined || migrate === undefined ? carried : migrate(carried);
  if (unlike !== undefined && migrate === undefined) {
    throw refusedStart(
      `The state that was carried is another machine's: ${unlike} Or say with \`migrate\` how it goes on.`,
    );
  }
  const fault = faultInCarried(own, machine);
  if (fault === undefined) return own;
  throw refusedStart(`The machine "${machine.id}" cannot take up the state that was carried: ${fault}`);
}
