import type { ChaosCheck } from './check';

/** No workflow task has failed: one that was lost is done again, one that fails is a bug that a later try may have hidden. */
export const TASKS: ChaosCheck = {
  name: 'workflow tasks',
  async run({ temporal: { workflow } }) {
    const problems: string[] = [];
    for await (const { workflowId, runId } of workflow.list()) {
      const { events } = await workflow.getHandle(workflowId, runId).fetchHistory();
      for (const { workflowTaskFailedEventAttributes: failed } of events ?? []) {
        // News arrived while the task that ends the workflow was under way: the engine simply asks again.
        if (!failed?.failure || failed.failure.message === 'UnhandledCommand') continue;
        problems.push(`${workflowId}: ${failed.failure.message}`);
      }
    }
    return problems;
  },
};
