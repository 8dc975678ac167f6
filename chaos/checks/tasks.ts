import type { WorkflowHandle } from '@temporalio/client';
import type { ChaosCheck } from './check';

type HistoryEvent = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>[number];

/** No workflow task has failed: one that was lost is done again, one that fails is a bug that a later try may have hidden. */
export const TASKS: ChaosCheck = {
  name: 'workflow tasks',
  async run({ temporal: { workflow } }) {
    const problems: string[] = [];
    for await (const { workflowId, runId } of workflow.list()) {
      const { events } = await workflow.getHandle(workflowId, runId).fetchHistory();
      problems.push(...failuresOf(events ?? []).map((failure) => `${workflowId}: ${failure}`));
    }
    return problems;
  },
};

/** What is said of each task of a history that failed by a fault of ours. */
export function failuresOf(events: readonly HistoryEvent[]): string[] {
  const accepted = new Set(
    events.map(({ workflowExecutionUpdateAcceptedEventAttributes: update }) => update?.protocolInstanceId),
  );
  return events
    .flatMap(({ workflowTaskFailedEventAttributes: failed }) => failed?.failure?.message ?? [])
    .filter((message) => !isAskedAgain(message, accepted));
}

/** The worker's core may accept an update twice when the task that took it had timed out (temporalio/sdk-rust, issue 888). */
const ACCEPTED_TWICE = /^BadUpdateWorkflowExecutionMessage: .* absent message ID (\S+)\/request\/accept$/;

/** The engine turned down what came too late, and asks again: news while the last task was under way, or an update that it has. */
function isAskedAgain(message: string, accepted: ReadonlySet<string | null | undefined>): boolean {
  if (message === 'UnhandledCommand') return true;
  const [, update] = ACCEPTED_TWICE.exec(message) ?? [];
  return update !== undefined && accepted.has(update);
}
