import type { Client } from '@temporalio/client';
import { decodeOptionalFailureToOptionalError } from '@temporalio/common/lib/internal-non-workflow';

/** A workflow task that fails and is tried again. */
export interface TaskFailure {
  message: string;
  /** When it failed first, as an ISO 8601 instant. */
  since: string;
}

/** Signals that arrive while a task is under way follow a failed task in the history. */
const LATEST_EVENTS = 100;

/**
 * The failure of the workflow task that is being tried again, from the latest events of the history: a server does not tell
 * it otherwise. A task that ran out of time is none, since that is how a worker that was lost shows.
 */
export async function latestTaskFailure(
  { workflow }: Pick<Client, 'workflow'>,
  execution: { workflowId: string; runId: string },
): Promise<TaskFailure | undefined> {
  const { history } = await workflow.workflowService.getWorkflowExecutionHistoryReverse({
    namespace: workflow.options.namespace,
    execution,
    maximumPageSize: LATEST_EVENTS,
  });
  for (const event of history?.events ?? []) {
    if (event.workflowTaskCompletedEventAttributes) return undefined;
    const failure = event.workflowTaskFailedEventAttributes?.failure;
    // The server itself fails a task whose answer came too late to be right; the next one takes its place.
    if (!failure || failure.serverFailureInfo) continue;
    const message = (await wordsOf(workflow, failure)) ?? failure.message ?? '';
    return { message, since: new Date(Number(event.eventTime?.seconds) * 1000).toISOString() };
  }
  return undefined;
}

type Failure = Parameters<typeof decodeOptionalFailureToOptionalError>[1];

/** A worker may seal its words in a payload, which the client's codec opens; undefined where they stand in the clear, or it cannot. */
async function wordsOf({ options }: Client['workflow'], failure: Failure): Promise<string | undefined> {
  if (!failure?.encodedAttributes) return undefined;
  const decoded = decodeOptionalFailureToOptionalError(options.loadedDataConverter, failure);
  return (await decoded.catch(() => undefined))?.message;
}
