import type { Client } from '@temporalio/client';
import { TENANT } from '../../dev/stack/prepare-store';
import { ORDER_WORKFLOW, orderWorkflowId } from '../../workflows/contract';
import type { ChaosCheck } from './check';

const MOST = 10_000;

/** The list of open orders and the workflows that run are the same, both ways. */
export const OPEN_ORDERS: ChaosCheck = {
  name: 'open orders are open workflows',
  async run({ store, temporal }) {
    const query = { tenantId: TENANT, filters: { open: true }, sorting: 'updated' } as const;
    const listed = await store.orders.list(query, MOST);
    const open = new Set(listed.map(({ changeId }) => orderWorkflowId(TENANT, changeId)));
    const running = await runningOrders(temporal);
    return [
      ...[...open].filter((id) => !running.has(id)).map((id) => `${id} is listed as open, and no workflow runs`),
      ...[...running]
        .filter((id) => !open.has(id))
        .map((id) => `the workflow ${id} runs, and its order is not listed as open`),
    ];
  },
};

async function runningOrders({ workflow }: Client): Promise<Set<string>> {
  const ids = new Set<string>();
  const query = `WorkflowType = '${ORDER_WORKFLOW}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of workflow.list({ query })) ids.add(workflowId);
  return ids;
}
