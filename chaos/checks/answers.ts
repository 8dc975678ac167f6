import type { Client } from '@temporalio/client';
import { TENANT } from '../../dev/stack/prepare-store';
import { orderWorkflowId, unmarked } from '../../workflows/contract';
import type { Command } from '../orders/journal';
import type { ChaosCheck } from './check';

/** What a good client meets whose order has moved on; whatever else is refused was not its mistake. */
const REFUSED_FOR_WHERE_IT_STANDS = [409, 412];

/**
 * A command that was answered 200 was taken by its order and shows its effect; one that was accepted was taken, and shows it as
 * soon as its order has settled; one that was refused for where the order stands was never taken.
 */
export const ANSWERS: ChaosCheck = {
  name: 'answers true',
  async run({ journal, orders, temporal }) {
    const problems: string[] = [];
    for (const { changeId } of orders) {
      const taken = await updatesTakenBy(temporal, changeId);
      const own = journal.commands.filter((command) => command.changeId === changeId && command.updateId !== null);
      problems.push(...own.flatMap((command) => problemsOf(command, taken)));
    }
    return problems;
  },
};

function problemsOf(command: Command, taken: ReadonlySet<string>): string[] {
  const { type, changeId, updateId, status, told, attempts, hadEffect } = command;
  const isTaken = taken.has(updateId ?? '');
  const name = `${changeId}: ${type} (${attempts.join(', ')})`;
  const isWaiting = status === 202 && told.grantId !== undefined;
  if ((status === 200 || status === 202) && !isTaken && !isWaiting)
    return [`${name} was answered ${status}, and its order never took it`];
  if (hadEffect === false) return [`${name} settled from ${told.state} on, without its effect`];
  if (hadEffect === null) return [`${name} was accepted, and nobody was told how it settled`];
  if (status >= 400 && isTaken) return [`${name} was refused with ${told.code} although its order took it`];
  if (status >= 400 && !REFUSED_FOR_WHERE_IT_STANDS.includes(status)) return [`${name} was refused with ${told.code}`];
  return [];
}

/** Ids of the updates in the history of an order, which is too short for a second run. */
async function updatesTakenBy({ workflow }: Client, changeId: string): Promise<Set<string>> {
  const taken = new Set<string>();
  const { events } = await workflow.getHandle(orderWorkflowId(TENANT, changeId)).fetchHistory();
  for (const { workflowExecutionUpdateAcceptedEventAttributes: accepted } of events ?? []) {
    const id = accepted?.acceptedRequest?.meta?.updateId;
    if (id) taken.add(unmarked(id));
  }
  return taken;
}
