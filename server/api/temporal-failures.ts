import {
  isGrpcServiceError,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { EVENT_NOT_ALLOWED, MOVED_ON, OTHER_REQUEST, QUOTE_CHANGED } from '../../workflows/contract';
import { unavailable } from '../http/problem';

/** Why a workflow did not take an update. */
export type UpdateRefusal =
  /** Not in the state that it is in. */
  | 'not_allowed'
  /** It was started by another request. */
  | 'other_request'
  /** The quote that was named is not the order's any more. */
  | 'quote_changed'
  /** It is not where the caller saw it any more. */
  | 'moved_on'
  /** It is over, or there never was one. */
  | 'not_running';

/** By the type of the failure that a workflow, or the server for it, refuses an update with. */
const REFUSED_UPDATES: Readonly<Record<string, UpdateRefusal>> = {
  [EVENT_NOT_ALLOWED]: 'not_allowed',
  [OTHER_REQUEST]: 'other_request',
  [QUOTE_CHANGED]: 'quote_changed',
  [MOVED_ON]: 'moved_on',
  // The server's own, for an update that was accepted but whose workflow ended before answering.
  AcceptedUpdateCompletedWorkflow: 'not_running',
};

/**
 * The meaning of a failed call to Temporal: refused, gone, or no answer in time. A workflow that must not be started a
 * second time under its id counts as gone.
 *
 * @throws Problem 503 when Temporal cannot be reached or will not take it; the error itself when it is a bug of ours
 */
export function meaningOf(error: unknown): UpdateRefusal | 'too_late' {
  if (error instanceof WorkflowUpdateFailedError) return meaningOfRefusal(error);
  if (error instanceof WorkflowNotFoundError || error instanceof WorkflowExecutionAlreadyStartedError) {
    return 'not_running';
  }
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return 'too_late';
  if (error instanceof ServiceError || isGrpcServiceError(error)) throw unavailable('temporal', error);
  throw error;
}

/** Of gRPC. Temporal says so when the task that was to take an update failed, as it does when the order ends meanwhile. */
const FAILED_PRECONDITION = 9;

/** Whether the update was taken by nobody though all is well: sent again, it hears what became of the order. */
export function wasTakenByNobody(error: unknown): boolean {
  const said = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(said) && Number(said.code) === FAILED_PRECONDITION;
}

function meaningOfRefusal(error: WorkflowUpdateFailedError): UpdateRefusal {
  const { cause } = error;
  const refusal = cause instanceof ApplicationFailure ? REFUSED_UPDATES[cause.type ?? ''] : undefined;
  // Anything else that the workflow refuses with (a malformed event) has slipped past our own schemas.
  if (refusal === undefined) throw error;
  return refusal;
}
