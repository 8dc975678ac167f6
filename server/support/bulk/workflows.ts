import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { BULK_WORKFLOW, type BulkInput, bulkStart, TASK_QUEUE } from '../../../workflows/contract';
import { unavailable } from '../../http/problem';
import type { TemporalClient } from '../../orders/commands/workflows';

const LIMIT = 5_000;

/** Has bulks worked on. */
export interface BulkWorkflows {
  /** Starts the work on a bulk, or has the one under way look at its status at once. @throws Problem 503 */
  attend(bulk: BulkInput): Promise<void>;
}

export function bulksThrough(client: TemporalClient, taskQueue = TASK_QUEUE): BulkWorkflows {
  return {
    async attend(bulk) {
      // A bulk that is over is never worked on again.
      const start = { ...bulkStart(bulk), taskQueue, workflowIdReusePolicy: 'REJECT_DUPLICATE' as const };
      try {
        await client.withDeadline(Date.now() + LIMIT, () => client.workflow.signalWithStart(BULK_WORKFLOW, start));
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw unavailable('temporal', error);
      }
    },
  };
}
