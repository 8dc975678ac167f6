import type { WorkflowHandle } from '@temporalio/client';
import { decodeOptionalFailureToOptionalError } from '@temporalio/common/lib/internal-non-workflow';
import { listExecutions } from '../../activities/order/whereabouts';
import type { FlowNamespace } from './flow-namespace';

/** News arrived while the task that ends the workflow was under way: the engine simply asks again. */
const NEWS_CAME = 'UnhandledCommand';

type Event = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>[number];

/** What made a workflow task of a namespace fail: a bug that a later try may have hidden. */
export async function taskFailures(namespace: FlowNamespace): Promise<string[]> {
  const failures: string[] = [];
  for await (const { workflowId, events } of histories(namespace)) {
    if (isCutShort(events)) continue;
    for (const message of messagesIn(events)) failures.push(`${workflowId}: ${message}`);
  }
  return failures;
}

/**
 * The workflows that a worker without a cache was told too little of, so that it decided without knowing of a signal and no replay
 * decides the same. A server that is asked for a history page by page forgets what is committed in between: a signal that comes
 * when a task is scheduled and not started yet (temporalio/temporal, pull request 9389, in servers from 2026 on).
 */
export async function cutShort(namespace: FlowNamespace): Promise<Set<string>> {
  const found = new Set<string>();
  for await (const { workflowId, events } of histories(namespace)) if (isCutShort(events)) found.add(workflowId);
  return found;
}

/** The task before the one that fails first has a signal between its scheduling and its start, and a replay finds another past. */
function isCutShort(events: readonly Event[]): boolean {
  const failed = events.findIndex((event) => event.workflowTaskFailedEventAttributes);
  if (failed < 0 || !messagesIn(events)[0]?.includes('The past of this run is another one')) return false;
  const scheduled = events.map((event) => Boolean(event.workflowTaskScheduledEventAttributes));
  const latest = scheduled.lastIndexOf(true, failed);
  const before = scheduled.lastIndexOf(true, latest - 1);
  return Boolean(events[before + 1]?.workflowExecutionSignaledEventAttributes);
}

const messagesIn = (events: readonly Event[]): string[] =>
  events.flatMap(({ workflowTaskFailedEventAttributes: failed }) => {
    const message = failed?.failure?.message;
    return message && message !== NEWS_CAME ? [message] : [];
  });

async function* histories({ client }: FlowNamespace): AsyncGenerator<{ workflowId: string; events: Event[] }> {
  for await (const { workflowId, runId } of listExecutions(client)) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    yield { workflowId, events: await Promise.all((events ?? []).map((event) => readable(client, event))) };
  }
}

/** Where the words of a failed task are sealed, they are read. */
async function readable({ options }: FlowNamespace['client'], event: Event): Promise<Event> {
  const failed = event.workflowTaskFailedEventAttributes;
  if (!failed?.failure?.encodedAttributes) return event;
  const error = await decodeOptionalFailureToOptionalError(options.loadedDataConverter, failed.failure);
  const failure = { ...failed.failure, message: error?.message ?? null };
  return { ...event, workflowTaskFailedEventAttributes: { ...failed, failure } } as Event;
}
