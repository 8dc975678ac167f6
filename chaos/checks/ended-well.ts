import type { ChaosCheck } from './check';

const ENDED_BADLY = ['Failed', 'Terminated', 'TimedOut'];

/** No workflow of ours ends but by itself: what fails is refused at its start, or ended by the server. */
export const ENDED_WELL: ChaosCheck = {
  name: 'workflows ended by themselves',
  async run({ temporal: { workflow } }) {
    const problems: string[] = [];
    const query = ENDED_BADLY.map((status) => `ExecutionStatus = '${status}'`).join(' OR ');
    for await (const { workflowId, status } of workflow.list({ query })) problems.push(`${workflowId}: ${status.name}`);
    return problems;
  },
};
