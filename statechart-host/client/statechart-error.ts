/** There is no machine with this id. */
export const NOT_FOUND = 'NotFound';
/** The id is that of a workflow of another type. */
export const ANOTHER_WORKFLOW = 'AnotherWorkflow';
/** No answer in time. The words say where the machine stands, or who does not answer: its worker, or Temporal. */
export const DEADLINE_PASSED = 'DeadlinePassed';
/** The machine has ended without what was waited for. */
export const NEVER_COMES = 'NeverComes';
/** The task of the machine's workflow fails and is tried again: a mended deploy heals it. */
export const MACHINE_FAILING = 'MachineFailing';
/** The workflow was terminated from outside. */
export const WORKFLOW_TERMINATED = 'WorkflowTerminated';
/** The workflow has passed the time that it was started with. */
export const WORKFLOW_TIMED_OUT = 'WorkflowTimedOut';
/** The workflow has ended with a failure that has no type of its own. */
export const WORKFLOW_FAILED = 'WorkflowFailed';
/** The server has no room, e.g. ten events are under way in this machine. */
export const BUSY = 'Busy';
/** The server or the workflow did not take the call for a reason that is none of the above. */
export const CALL_FAILED = 'CallFailed';

/**
 * Every failure of a call to a hosted machine.
 *
 * `code` is stable: one of the types of the contract (`BadEvent`, `EventNotAllowed`, `MovedOn`, `GuardFailed`, `TooLarge`,
 * `TooManyEvents`, `UpdateIdTaken`, `WorkflowCancelled`, `BadMachine`), the type of an objection of the application's own,
 * or one of this file. `message` is for a person, `facts` are for the caller.
 */
export class StatechartError extends Error {
  override readonly name = 'StatechartError';

  constructor(
    readonly code: string,
    message: string,
    readonly facts: Record<string, unknown> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
