import { TASK_QUEUE, VAT_CREDIT_WORKFLOW, type VatCreditInput, vatCreditWorkflowId } from '../../workflows/contract';
import { unavailable } from '../http/problem';
import type { TemporalClient } from '../orders/commands/workflows';

const LIMIT = 5_000;

/** Has VAT given back that two persons agree on. */
export interface VatCredits {
  /** Starts it, once for each request that was approved. @throws Problem 503 */
  start(input: VatCreditInput): Promise<void>;
}

export function vatCreditsThrough(client: TemporalClient, taskQueue = TASK_QUEUE): VatCredits {
  return {
    async start(input) {
      const workflowId = vatCreditWorkflowId(input.order.tenantId, input.grantId);
      const once = { workflowIdConflictPolicy: 'USE_EXISTING', workflowIdReusePolicy: 'REJECT_DUPLICATE' } as const;
      try {
        await client.withDeadline(Date.now() + LIMIT, () =>
          client.workflow.start(VAT_CREDIT_WORKFLOW, { workflowId, taskQueue, args: [input], ...once }),
        );
      } catch (error) {
        if (error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError') return;
        throw unavailable('temporal', error);
      }
    },
  };
}
