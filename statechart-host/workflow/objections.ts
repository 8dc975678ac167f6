import { ApplicationFailure, defineUpdate, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Objection } from '../contract/view';
import { BAD_MACHINE, SEND, UNTIL_SETTLED } from '../contract/wire';

/** Refuses an update: thrown by a validator, it reaches the caller and leaves no trace in the history. */
export function refuseOn(objection: Objection | undefined): void {
  if (objection) throw ApplicationFailure.nonRetryable(objection.message, objection.type, objection.facts);
}

/** Events of a history whose first task is under way: started, scheduled, task started. */
const FIRST_TASK = 3;

/**
 * Refuses a workflow at its start. A run that has a past is not ended for what a deploy has brought: its task fails, and a
 * mended deploy heals it. A past that left nothing in the history is no replay to Temporal, and shows by its length alone;
 * where signals have come before the first task, that fails too.
 */
export function refusedStart(message: string, type: string = BAD_MACHINE): Error {
  const { unsafe, continuedFromExecutionRunId, historyLength } = workflowInfo();
  const hasPast = unsafe.isReplaying || continuedFromExecutionRunId !== undefined || historyLength > FIRST_TASK;
  return hasPast ? new Error(message) : ApplicationFailure.nonRetryable(message, type);
}

/** Tells callers why nothing was hosted: one that starts a workflow and waits for it in the same call has no other way to hear. */
export function refuseCallers(error: unknown): void {
  const refuse = (): never => {
    throw error;
  };
  for (const name of [UNTIL_SETTLED, SEND]) setHandler(defineUpdate(name), refuse, { validator: refuse });
}

/**
 * Ends a workflow before it hosts anything, because of what it was started with, and tells callers why. A run that has a past was
 * started well, so it is asked only of one that begins.
 */
export function refuseStart(message: string, type: string): never {
  const error = ApplicationFailure.nonRetryable(message, type);
  refuseCallers(error);
  throw error;
}
