import { temporal } from '@temporalio/proto';
import type { FlowNamespace } from './flow-namespace';

const { History } = temporal.api.history.v1;
const { WorkflowExecutionInfo } = temporal.api.workflow.v1;

/** What the server holds of a workflow, as it holds it: no client of ours has decoded it. */
export interface HeldByServer {
  workflowId: string;
  bytes: Buffer;
}

/** Everything that the server has of a namespace: each history, and what lists show of it: memo, search attributes, ids. */
export async function everythingHeld({ connection, name: namespace }: FlowNamespace): Promise<HeldByServer[]> {
  const { workflowService } = connection;
  const { executions } = await workflowService.listWorkflowExecutions({ namespace, pageSize: 1_000 });
  return Promise.all(
    executions.map(async (listed) => {
      const { execution } = listed;
      const asked = { namespace, execution: execution ?? null, maximumPageSize: 1_000 };
      const { history } = await workflowService.getWorkflowExecutionHistory(asked);
      const bytes = [WorkflowExecutionInfo.encode(listed).finish(), History.encode(history ?? {}).finish()];
      return { workflowId: execution?.workflowId ?? '', bytes: Buffer.concat(bytes) };
    }),
  );
}

/** Texts that the server can read, each with a workflow where it can; base64 hides nothing. */
export function readableIn(held: readonly HeldByServer[], texts: readonly string[]): string[] {
  return texts.flatMap((text) => {
    const found = held.find(({ bytes }) => written(text).some((one) => bytes.includes(one)));
    return found === undefined ? [] : [`${text} in ${found.workflowId}`];
  });
}

/** As it is, and as base64 has it wherever in a longer text it begins. */
const written = (text: string): string[] => [
  text,
  ...[0, 1, 2].map((offset) =>
    Buffer.from(`${' '.repeat(offset)}${text}`)
      .toString('base64')
      .slice(offset === 0 ? 0 : offset + 1, -4),
  ),
];
