import { WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import { SEND, UNTIL_SETTLED } from 'statechart-host/contract';
import { startTestWorker } from 'statechart-host/testing';
import {
  ORDER_WORKFLOW,
  type OrderInput,
  type OrderView,
  orderWorkflowId,
  QUOTE_CHANGED,
} from '../../workflows/contract';
import { testTemporal } from '../support/backends';
import { bundle } from '../support/bundle';
import { sampleQuote } from '../support/sample-quote';
import { SMOOTH } from '../support/scripted-steps';

const INPUT: OrderInput = {
  tenantId: 'tenant',
  changeId: 'chg_stale_quote',
  accountId: 'acc_1',
  actor: { userId: 'user_1', role: 'billing_contact' },
  changes: [{ subscriptionId: 'sub_1', seats: 8 }],
};

describe('the hash of a quote, straight through Temporal', () => {
  it('a hash that is not that of the order’s quote is refused, and the order stays as it is', async () => {
    const worker = await startTestWorker({
      ...testTemporal(),
      workflowBundle: await bundle('workflows/index.ts'),
      activities: { ...SMOOTH, project: async () => {} },
    });
    try {
      const startWorkflowOperation = new WithStartWorkflowOperation(ORDER_WORKFLOW, {
        workflowId: orderWorkflowId(INPUT.tenantId, INPUT.changeId),
        taskQueue: worker.taskQueue,
        args: [INPUT],
        workflowIdConflictPolicy: 'FAIL',
      });
      await worker.client.workflow.executeUpdateWithStart(UNTIL_SETTLED, { startWorkflowOperation });
      const handle = await startWorkflowOperation.workflowHandle();
      const send = (event: object) => handle.executeUpdate<OrderView, [object]>(SEND, { args: [event] });
      await send({ type: 'CHECKOUT' });
      const refused: unknown = await send({ type: 'PLACE_ORDER', quoteHash: 'e'.repeat(64) }).catch((error) => error);
      expect(refused).toBeInstanceOf(WorkflowUpdateFailedError);
      expect((refused as WorkflowUpdateFailedError).cause).toMatchObject({
        type: QUOTE_CHANGED,
        details: [{ quoteHash: sampleQuote().hash }],
      });
      const placed = await send({ type: 'PLACE_ORDER', quoteHash: sampleQuote().hash });
      expect(placed.state).toBe('completed');
    } finally {
      await worker.stop();
    }
  });
});
