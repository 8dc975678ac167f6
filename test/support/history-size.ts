import type { WorkflowHandle } from '@temporalio/client';

/** What a workflow has cost the engine. */
export interface HistorySize {
  events: number;
  workflowTasks: number;
  /** Billable actions: starts, updates, signals, timers, activities; all local activities of one task count once. */
  actions: number;
}

const ACTIONS = [
  'workflowExecutionStartedEventAttributes',
  'workflowExecutionUpdateAcceptedEventAttributes',
  'workflowExecutionSignaledEventAttributes',
  'activityTaskScheduledEventAttributes',
  'timerStartedEventAttributes',
  'upsertWorkflowSearchAttributesEventAttributes',
];

/** Counts events, workflow tasks and actions in the history of a workflow. */
export async function historySize(handle: WorkflowHandle): Promise<HistorySize> {
  const events = (await handle.fetchHistory()).events ?? [];
  const has = (event: object, kind: string): boolean => Reflect.get(event, kind) != null;
  let actions = 0;
  let markedTask: string | undefined;
  for (const event of events) {
    if (ACTIONS.some((kind) => has(event, kind))) actions += 1;
    const task = event.markerRecordedEventAttributes?.workflowTaskCompletedEventId?.toString();
    if (task !== undefined && task !== markedTask) {
      markedTask = task;
      actions += 1;
    }
  }
  const workflowTasks = events.filter((event) => has(event, 'workflowTaskCompletedEventAttributes')).length;
  return { events: events.length, workflowTasks, actions };
}
