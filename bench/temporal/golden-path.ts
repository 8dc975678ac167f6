import { randomUUID } from 'node:crypto';
import { type Client, WithStartWorkflowOperation, type WorkflowHandle } from '@temporalio/client';
import { SEND, UNTIL_SETTLED } from 'statechart-host/contract';
import type { OrderEvent } from '../../machines/events';
import {
  ORDER_WORKFLOW,
  type OrderInput,
  type OrderView,
  orderWorkflowId,
  WORKFLOW_TASK_TIMEOUT,
} from '../../workflows/contract';

/** One wish of a customer whose card is on file; no seats are added, so nothing is followed up. */
export function newOrderInput(): OrderInput {
  return {
    tenantId: 'bench',
    changeId: `chg_${randomUUID()}`,
    accountId: 'acc_1',
    actor: { userId: 'user_1', role: 'billing_contact' },
    changes: [{ subscriptionId: 'sub_1', frequency: 'year' }],
  };
}

/** Starts with the quote and checks out; the order rests then, and waits for its customer. */
export async function checkOutGoldenOrder(client: Client, taskQueue: string): Promise<WorkflowHandle> {
  const input = newOrderInput();
  const startWorkflowOperation = new WithStartWorkflowOperation(ORDER_WORKFLOW, {
    workflowId: orderWorkflowId(input.tenantId, input.changeId),
    taskQueue,
    args: [input],
    workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
  });
  await client.workflow.executeUpdateWithStart(UNTIL_SETTLED, { startWorkflowOperation });
  const handle = await startWorkflowOperation.workflowHandle();
  await send(handle, { type: 'CHECKOUT' });
  return handle;
}

/** Starts with the quote, checks out, places: the three calls of a customer who goes straight through. */
export async function placeGoldenOrder(client: Client, taskQueue: string): Promise<WorkflowHandle> {
  const handle = await checkOutGoldenOrder(client, taskQueue);
  const view = await send(handle, { type: 'PLACE_ORDER' });
  if (view.state !== 'completed') throw new Error(`The order is not completed but ${view.state}.`);
  return handle;
}

const send = (handle: WorkflowHandle, event: OrderEvent): Promise<OrderView> =>
  handle.executeUpdate<OrderView, [OrderEvent]>(SEND, { args: [event] });
