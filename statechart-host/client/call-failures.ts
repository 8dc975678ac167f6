import {
  isGrpcCancelledError,
  isGrpcDeadlineError,
  isGrpcServiceError,
  QueryNotRegisteredError,
  ServiceError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure, CancelledFailure, TerminatedFailure, TimeoutFailure } from '@temporalio/common';
import { wordsIfTooLarge } from '../contract/query-refusal';
import { TOO_LARGE, WORKFLOW_CANCELLED } from '../contract/wire';
import {
  BUSY,
  CALL_FAILED,
  StatechartError,
  WORKFLOW_FAILED,
  WORKFLOW_TERMINATED,
  WORKFLOW_TIMED_OUT,
} from './statechart-error';

/** Why a call got no answer though it may get one when it is made again. */
export type Trouble =
  /** Its time was over. */
  | 'late'
  /** The run that it was meant for has ended, or there never was one. */
  | 'gone'
  /** The task that was to take it failed, or the tasks of the workflow fail. */
  | 'not taken'
  /** The server takes no more at the moment. */
  | 'no room'
  /** The server was not reached. */
  | 'away';

/** By the codes of gRPC: resource exhausted, failed precondition, unavailable. */
const TROUBLES: Readonly<Record<number, Trouble>> = { 8: 'no room', 9: 'not taken', 14: 'away' };

/** The server's own type for an update that was accepted and whose workflow ended before it answered. */
const ENDED_BEFORE_ANSWER = 'AcceptedUpdateCompletedWorkflow';

/** Timers and clocks of one machine differ by less; in milliseconds. */
const SKEW = 50;

/**
 * The one meaning of a failed call to Temporal: an error for the caller, or trouble that may pass.
 *
 * @param by the deadline that was set for the call, in milliseconds since 1970
 */
export function meaningOfFailure(error: unknown, by: number): Trouble | StatechartError {
  if (error instanceof StatechartError) return error;
  if (error instanceof WorkflowUpdateFailedError) return meaningOfRefusal(error);
  if (error instanceof WorkflowFailedError) return meaningOfEnd(error);
  if (error instanceof WorkflowNotFoundError) return 'gone';
  if (isGrpcDeadlineError(error)) return 'late';
  // A server that is first to notice the deadline cancels the call, and native connections always do.
  if (isGrpcCancelledError(error) && Date.now() > by - SKEW) return 'late';
  // The SDK has one class for every failure of a query, also for what the workflow refuses it with.
  if (error instanceof QueryNotRegisteredError) {
    const tooLarge = wordsIfTooLarge(error.message);
    return new StatechartError(
      tooLarge === undefined ? CALL_FAILED : TOO_LARGE,
      tooLarge ?? error.message,
      {},
      { cause: error },
    );
  }
  const said = error instanceof ServiceError ? error.cause : error;
  if (!isGrpcServiceError(said)) return callFailed(error, String(said));
  return TROUBLES[said.code] ?? callFailed(error, said.details);
}

function meaningOfRefusal(error: WorkflowUpdateFailedError): Trouble | StatechartError {
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure)) return callFailed(error, cause?.message ?? error.message);
  if (cause.type === ENDED_BEFORE_ANSWER) return 'gone';
  return failureOfApplication(cause, CALL_FAILED);
}

/** How a workflow ended that has not completed. */
function meaningOfEnd({ cause, message }: WorkflowFailedError): StatechartError {
  if (cause instanceof ApplicationFailure) return failureOfApplication(cause, WORKFLOW_FAILED);
  if (cause instanceof CancelledFailure) return ended(WORKFLOW_CANCELLED, 'The workflow was cancelled.', cause);
  if (cause instanceof TerminatedFailure) {
    return ended(WORKFLOW_TERMINATED, `The workflow was terminated: ${cause.message}`, cause);
  }
  if (cause instanceof TimeoutFailure) {
    return ended(WORKFLOW_TIMED_OUT, 'The workflow has passed the time that it was started with.', cause);
  }
  return ended(WORKFLOW_FAILED, `The workflow has failed: ${cause?.message ?? message}`, cause);
}

const ended = (code: string, message: string, cause: unknown): StatechartError =>
  new StatechartError(code, message, {}, { cause });

function failureOfApplication(failure: ApplicationFailure, otherwise: string): StatechartError {
  const [facts] = failure.details ?? [];
  return new StatechartError(
    failure.type ?? otherwise,
    failure.message,
    typeof facts === 'object' && facts !== null ? { ...facts } : {},
    { cause: failure },
  );
}

export function busy(cause: unknown, facts: Record<string, unknown> = {}): StatechartError {
  const said = cause instanceof ServiceError ? (cause.cause?.message ?? '') : '';
  const words = `The server takes no more at the moment. Send it again a little later, under the same id. ${said}`;
  return new StatechartError(BUSY, words, facts, { cause });
}

const callFailed = (error: unknown, words: string): StatechartError =>
  new StatechartError(CALL_FAILED, `Temporal did not take the call: ${words}`, {}, { cause: error });
