import {
  isGrpcServiceError,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { EVENT_NOT_ALLOWED, MOVED_ON, TOO_LARGE, UPDATE_ID_TAKEN } from 'statechart-host/contract';
import {
  IN_THE_CLEAR,
  OTHER_REQUEST,
  OUT_OF_BOUNDS,
  PAYLOAD_UNREADABLE,
  PERMISSION_REFUSED,
  PERMISSION_UNCHECKED,
  QUOTE_CHANGED,
} from '../../workflows/contract';
import { Problem, unavailable } from '../http/problem';

/** Why a workflow did not take an update. */
export type UpdateRefusal =
  /** Not in the state that it is in. */
  | 'not_allowed'
  /** It was started by another request. */
  | 'other_request'
  /** The quote that was named is not the order's any more. */
  | 'quote_changed'
  /** Its payload is beyond what the order takes. */
  | 'out_of_bounds'
  /** It is not where the caller saw it any more. */
  | 'moved_on'
  /** Another event was sent under the update's id. */
  | 'other_event'
  /** The API wrote no permission for it, or another event's. */
  | 'permission_refused'
  /** Whether it is permitted could not be found out in time. */
  | 'permission_unchecked'
  /** It is over, or there never was one. */
  | 'not_running';

/** By the type of the failure that a workflow, or the server for it, refuses an update with. */
const REFUSED_UPDATES: Readonly<Record<string, UpdateRefusal>> = {
  [EVENT_NOT_ALLOWED]: 'not_allowed',
  [OTHER_REQUEST]: 'other_request',
  [QUOTE_CHANGED]: 'quote_changed',
  [MOVED_ON]: 'moved_on',
  [UPDATE_ID_TAKEN]: 'other_event',
  [OUT_OF_BOUNDS]: 'out_of_bounds',
  [PERMISSION_REFUSED]: 'permission_refused',
  [PERMISSION_UNCHECKED]: 'permission_unchecked',
  // The server's own, for an update that was accepted but whose workflow ended before answering.
  AcceptedUpdateCompletedWorkflow: 'not_running',
};

/**
 * The meaning of a failed call to Temporal: refused, gone, or no answer in time. A workflow that must not be started a
 * second time under its id counts as gone.
 *
 * @throws Problem 503 when Temporal cannot be reached or will not take it, or when one side cannot read what the other has sent
 *   (`payload_unreadable`), 429 `order_busy` or 409 `order_full` when the one workflow takes no more, 413 or 422 when what is sent or
 *   answered is too large; the error itself when it is a bug of ours
 */
export function meaningOf(error: unknown): UpdateRefusal | 'too_late' {
  const ofPayload = problemOfPayload(error instanceof WorkflowUpdateFailedError ? error.cause : error);
  if (ofPayload !== undefined) throw ofPayload;
  if (error instanceof WorkflowUpdateFailedError) return meaningOfRefusal(error);
  if (error instanceof WorkflowNotFoundError || error instanceof WorkflowExecutionAlreadyStartedError) {
    return 'not_running';
  }
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return 'too_late';
  if (error instanceof ServiceError || isGrpcServiceError(error)) {
    throw limitOfOneWorkflow(error) ?? unavailable('temporal', error);
  }
  throw error;
}

/** What payloads are refused with by a workflow, and by the codec of our own client, which has no answer of a workflow. */
function problemOfPayload(error: unknown): Problem | undefined {
  if (!(error instanceof Error)) return undefined;
  const type = error instanceof ApplicationFailure ? error.type : error.name;
  if (type === IN_THE_CLEAR || type === PAYLOAD_UNREADABLE) return new Problem('payload_unreadable', { cause: error });
  if (type !== TOO_LARGE || !(error instanceof ApplicationFailure)) return undefined;
  const [{ what, bytes, bound } = {}] = (error.details ?? []) as { what?: string; bytes?: number; bound?: number }[];
  if (bytes === undefined || bound === undefined) return undefined;
  return what === 'view'
    ? new Problem('answer_too_large', { facts: { bytes, most: bound }, cause: error })
    : new Problem('body_too_large', { cause: error });
}

/** The limits that Temporal has for one workflow, told by the words of its refusal: it gives them no name of their own. */
function limitOfOneWorkflow(error: unknown): Problem | undefined {
  const said = saidBy(error)?.details ?? '';
  if (/concurrent in-flight updates|payload size of in-flight updates|query buffer/.test(said)) {
    return new Problem('order_busy', { headers: { 'Retry-After': '1' }, cause: error });
  }
  if (/total number of distinct updates/.test(said)) return new Problem('order_full', { cause: error });
  return undefined;
}

function saidBy(error: unknown): { code: number; details: string } | undefined {
  const said = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(said) ? said : undefined;
}

/** Of gRPC. Temporal says so when the task that was to take an update failed, as it does when the order ends meanwhile. */
const FAILED_PRECONDITION = 9;

/** Whether the update was taken by nobody though all is well: sent again, it hears what became of the order. */
export function wasTakenByNobody(error: unknown): boolean {
  return Number(saidBy(error)?.code) === FAILED_PRECONDITION;
}

function meaningOfRefusal(error: WorkflowUpdateFailedError): UpdateRefusal {
  const { cause } = error;
  const refusal = cause instanceof ApplicationFailure ? REFUSED_UPDATES[cause.type ?? ''] : undefined;
  // Anything else that the workflow refuses with (a malformed event) has slipped past our own schemas.
  if (refusal === undefined) throw error;
  return refusal;
}
