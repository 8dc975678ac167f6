import { WorkflowNotFoundError } from '@temporalio/client';
import { NUDGE } from 'statechart-host/contract';
import type { SupersedeInput } from '../../machines/subscription-change/steps';
import { orderWorkflowId } from '../../workflows/contract';
import type { Tools } from '../shared/dependencies';

/** Tells older orders that a newer one took their place. An order that is over needs no telling. */
export async function supersede(tools: Tools, input: SupersedeInput): Promise<void> {
  const { tenantId, changeId: by, orders, subscriptionIds } = input;
  const event = { type: 'SUPERSEDED', by, subscriptionIds };
  for (const order of orders) await nudge(tools, tenantId, order, event);
}

/** Signals an order. @returns false when its workflow does not run any more */
export async function nudge(
  { temporalClient }: Pick<Tools, 'temporalClient'>,
  tenantId: string,
  changeId: string,
  event: { type: string; by?: string; subscriptionIds?: string[]; fields?: string[] },
): Promise<boolean> {
  try {
    await temporalClient.workflow.getHandle(orderWorkflowId(tenantId, changeId)).signal(NUDGE, event);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
