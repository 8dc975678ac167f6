import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { SECOND } from '../../billing/calendar/durations';
import { ORDER_WORKFLOW, orderWorkflowId } from '../../workflows/contract';

export type EngineAccess = Pick<Client, 'workflow' | 'withDeadline'>;

interface OrderKey {
  tenantId: string;
  changeId: string;
}

/** What the engine says of an order's workflow. `unsure`: it says nothing. */
export type Whereabouts =
  | { kind: 'running' | 'unsure' }
  /** `how` in words, "terminated"; `at`: when, where that is known. */
  | { kind: 'gone'; how: string; at: Date | null };

/** For a look at the engine. */
const GLANCE = 2 * SECOND;
/** For a list of the engine's. */
const LIST = 20 * SECOND;
const PAGE = 500;

/** How a workflow ends. Any other status, also one that a later engine may have, says that it is there. */
const ENDS: Readonly<Record<string, string>> = {
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timed out',
};

/** Whether the workflow of an order runs. */
export async function whereaboutsOf(client: EngineAccess, { tenantId, changeId }: OrderKey): Promise<Whereabouts> {
  const handle = client.workflow.getHandle(orderWorkflowId(tenantId, changeId));
  try {
    const { status, closeTime } = await atAGlance(client, () => handle.describe());
    const how = ENDS[status.name];
    return how === undefined ? { kind: 'running' } : { kind: 'gone', how, at: closeTime ?? null };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: 'gone', how: 'not known to the engine', at: null };
    return { kind: 'unsure' };
  }
}

/** Gives a call to the engine no more time than for a look. @throws as the call, and when the time is over */
export const atAGlance = <Answer>(client: EngineAccess, ask: () => Promise<Answer>): Promise<Answer> =>
  client.withDeadline(Date.now() + GLANCE, ask);

/** A run of a workflow. */
interface Execution {
  workflowId: string;
  runId: string;
}

/**
 * What the engine lists, page by page. Memos are not looked at: whoever starts a workflow may send one that nobody can read, and
 * the client's own list ends there.
 *
 * @param query in the engine's own words; everything when left out
 */
export async function* listExecutions({ workflow }: Pick<Client, 'workflow'>, query = ''): AsyncGenerator<Execution> {
  const { namespace } = workflow.options;
  let nextPageToken: Uint8Array = new Uint8Array();
  do {
    const page = await workflow.workflowService.listWorkflowExecutions({
      namespace,
      query,
      nextPageToken,
      pageSize: PAGE,
    });
    for (const { execution } of page.executions) {
      yield { workflowId: execution?.workflowId ?? '', runId: execution?.runId ?? '' };
    }
    nextPageToken = page.nextPageToken;
  } while (nextPageToken.length > 0);
}

/**
 * The orders whose workflow runs, as far as the engine has listed them yet, the latest first.
 *
 * @param started those that were started between two instants
 * @throws as the client, where it is not told within 20 seconds
 */
export function listRunning(
  client: EngineAccess,
  started: { after?: Date; before: Date },
  limit: number,
): Promise<OrderKey[]> {
  const bounds = [`StartTime < '${started.before.toISOString()}'`];
  if (started.after !== undefined) bounds.push(`StartTime > '${started.after.toISOString()}'`);
  const query = [`WorkflowType = '${ORDER_WORKFLOW}'`, "ExecutionStatus = 'Running'", ...bounds].join(' AND ');
  return client.withDeadline(Date.now() + LIST, async () => {
    const found: OrderKey[] = [];
    for await (const { workflowId } of listExecutions(client, query)) {
      const [, tenantId = '', changeId = ''] = workflowId.split(':');
      found.push({ tenantId, changeId });
      if (found.length === limit) break;
    }
    return found;
  });
}
