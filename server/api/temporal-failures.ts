import {
  isGrpcServiceError,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import {
  EVENT_NOT_ALLOWED,
  MOVED_ON,
  type OrderEventType,
  OTHER_REQUEST,
  QUOTE_CHANGED,
} from '../../workflows/contract';
import { unavailable } from '../http/problem';

/** What an update was refused with by the order itself. */
export interface NotAllowed {
  kind: 'not_allowed';
  state: string;
  allowedEvents: OrderEventType[];
}

export type Failure =
  | NotAllowed
  | { kind: 'other_request' }
  | { kind: 'quote_changed' }
  | { kind: 'moved_on' }
  | { kind: 'not_running' }
  | { kind: 'too_late' };

/** The server's own failure type for an update that was accepted but whose workflow ended before answering. */
const ENDED_MEANWHILE = 'AcceptedUpdateCompletedWorkflow';

/**
 * What a failed call to Temporal means for the order: refused, gone, or no answer in time.
 *
 * @throws Problem 503 when Temporal cannot be reached or will not take it; the error itself when it is a bug of ours
 */
export function meaningOf(error: unknown): Failure {
  if (error instanceof WorkflowUpdateFailedError) return meaningOfRefusal(error);
  if (error instanceof WorkflowNotFoundError || error instanceof WorkflowExecutionAlreadyStartedError) {
    return { kind: 'not_running' };
  }
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return { kind: 'too_late' };
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

function meaningOfRefusal(error: WorkflowUpdateFailedError): Failure {
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure)) throw error;
  if (cause.type === ENDED_MEANWHILE) return { kind: 'not_running' };
  if (cause.type === OTHER_REQUEST) return { kind: 'other_request' };
  if (cause.type === MOVED_ON) return { kind: 'moved_on' };
  if (cause.type === QUOTE_CHANGED) return { kind: 'quote_changed' };
  // Anything else that the workflow refuses with (a malformed event) has slipped past our own schemas.
  if (cause.type !== EVENT_NOT_ALLOWED) throw error;
  const [detail] = cause.details ?? [];
  const { state, allowedEvents } = detail as { state: string; allowedEvents: OrderEventType[] };
  return { kind: 'not_allowed', state, allowedEvents };
}
