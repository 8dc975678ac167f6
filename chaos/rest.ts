import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { NUDGE, VIEW } from 'statechart-host/contract';
import { TENANT } from '../dev/stack/prepare-store';
import { type OrderView, orderWorkflowId, PAYMENT_REVIEW_WORKFLOW, VAT_WORKFLOW } from '../workflows/contract';
import type { OrderAtRest } from './checks/check';
import type { StoryOfOrder } from './orders/story';
import type { ChaosGateway } from './stack/gateway';

const AGAIN_AFTER_MS = 3_000;
/** The time that the read model has to become that of the order, after whatever happened to it. */
const READ_MODEL_WITHIN_MS = 5_000;

interface Resting {
  stories: readonly StoryOfOrder[];
  temporal: Client;
  gateway: ChaosGateway;
}

/**
 * Resolves once nothing moves any more, or it is waited for no longer. What an order would do by itself in an hour it is
 * told to do now, as webhooks do: the gateway sends its events again, and whoever waits for an outside service looks again.
 */
export async function untilAtRest(resting: Resting, deadline: AbortSignal): Promise<void> {
  const { stories, temporal, gateway } = resting;
  while (!deadline.aborted) {
    const open = stories.filter(({ endedAt }) => endedAt === null);
    const followUps = await runningFollowUps(temporal);
    if (open.length === 0 && followUps.length === 0) break;
    await tellAgain(stories, gateway);
    for (const { changeId } of open) if (changeId !== null) await nudge(temporal, orderWorkflowId(TENANT, changeId));
    for (const workflowId of followUps) await nudge(temporal, workflowId);
    await pause(AGAIN_AFTER_MS, undefined, { signal: deadline }).catch(() => undefined);
  }
  await pause(READ_MODEL_WITHIN_MS);
}

/** The gateway sends the events of orders that are under way once more. */
export function tellAgain(stories: readonly StoryOfOrder[], gateway: ChaosGateway): Promise<void> {
  const open = stories.filter(({ endedAt }) => endedAt === null).map(({ changeId }) => changeId ?? '');
  return gateway.tellAgain(new Set(open));
}

/** Each order that was started, as its workflow says; the story of one that says nothing tells so. */
export async function ordersAtRest({ stories, temporal }: Omit<Resting, 'gateway'>): Promise<OrderAtRest[]> {
  const orders: OrderAtRest[] = [];
  for (const story of stories) {
    const { changeId } = story;
    if (changeId === null) continue;
    try {
      const view = await temporal.workflow.getHandle(orderWorkflowId(TENANT, changeId)).query<OrderView>(VIEW);
      orders.push({ story, changeId, view });
    } catch (error) {
      story.givenUp ??= `its workflow does not say where it stands: ${error instanceof Error ? error.message : error}`;
    }
  }
  return orders;
}

async function runningFollowUps({ workflow }: Client): Promise<string[]> {
  const ids: string[] = [];
  const types = `'${VAT_WORKFLOW}', '${PAYMENT_REVIEW_WORKFLOW}'`;
  const query = `WorkflowType IN (${types}) AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of workflow.list({ query })) ids.push(workflowId);
  return ids;
}

/** One that has ended meanwhile needs no nudge. */
const nudge = ({ workflow }: Client, workflowId: string): Promise<void> =>
  workflow
    .getHandle(workflowId)
    .signal(NUDGE, { type: 'NUDGE', about: 'payment' })
    .catch(() => undefined);
