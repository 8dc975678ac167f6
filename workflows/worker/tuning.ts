import type { WorkerOptions } from '@temporalio/worker';
import type { WorkerSettings } from './settings';

/**
 * How much a worker takes on at a time, and for how long it may be away.
 *
 * Cache, heap and concurrency are chosen together, by the tables of `docs/running.md`. The cache is far larger than the
 * number of orders that move at the same time, because an order that is pushed out in the middle of a task loses the
 * task.
 */

/** The SDK has the option and does not declare it. */
type Tuning = Partial<WorkerOptions> & { isolateExecutionTimeout: string };

/** A worker that was killed keeps its orders waiting for so long until another one takes them over. */
const STICKY_FOR = '3 seconds';

export function tuningOf(settings: WorkerSettings): Tuning {
  return {
    maxCachedWorkflows: settings.MAX_CACHED_WORKFLOWS,
    maxConcurrentWorkflowTaskExecutions: settings.MAX_WORKFLOW_TASKS,
    workflowTaskPollerBehavior: {
      type: 'simple-maximum',
      maximum: Math.min(settings.MAX_WORKFLOW_POLLS, settings.MAX_WORKFLOW_TASKS),
    },
    stickyQueueScheduleToStartTimeout: STICKY_FOR,
    /**
     * Workflow code runs under a watchdog that, when it strikes in a promise job, ends the whole worker. It measures the
     * clock and not the work: a process that was paused, or a machine that was put to sleep, looks like an endless loop.
     * Loops end by a count (`statechart-host/workflow/rounds.ts`), so a minute is soon enough.
     */
    isolateExecutionTimeout: '60 seconds',
  };
}
