import { RESTS_FOR } from '../../activities/order/lost';
import { type EngineAccess, listRunning, type Whereabouts, whereaboutsOf } from '../../activities/order/whereabouts';
import { settingsOf } from '../../connections/environment';
import { openTemporal } from '../../connections/temporal/client';
import { readTemporal } from '../../connections/temporal/settings';
import type { OrderDoc } from '../../store/orders/orders';
import type { Surroundings } from '../command';
import type { Check } from './check';
import { standingCheck } from './standing';

const PAGE = 200;
const AT_ONCE = 8;

interface Workflows {
  checks: Check[];
  close(): Promise<void>;
}

/**
 * Open orders held against running workflows, both ways, with the Temporal that the environment names.
 *
 * @returns null where it names none
 * @throws Error where they should be asked and it names none
 */
export async function openWorkflows(
  { environment, tell }: Pick<Surroundings, 'environment' | 'tell'>,
  { asksWorkflows }: { asksWorkflows: boolean },
) {
  if (!environment.TEMPORAL_ADDRESS && !asksWorkflows) return null;
  const client = await openTemporal(settingsOf(readTemporal(environment)), tell);
  const now = new Date();
  const checks = [...workflowChecks(client, now), ...(asksWorkflows ? [standingCheck(client, now, tell)] : [])];
  return { checks, close: () => client.connection.close() } satisfies Workflows;
}

/** @param now an order that was written or started within minutes before that is not looked at: it may just be ending */
export const workflowChecks = (client: EngineAccess, now: Date): Check[] => {
  const before = new Date(now.getTime() - RESTS_FOR);
  return [openOrders(client, before), runningOrders(client, before)];
};

function openOrders(client: EngineAccess, before: Date): Check {
  return {
    subjects: 'open orders',
    async run({ orders }, tell) {
      let count = 0;
      let page = await orders.listOpen(PAGE);
      for (; page.length > 0; page = await orders.listOpen(PAGE, page.at(-1))) {
        const resting = page.filter(({ writtenAt }) => writtenAt < before);
        for (let from = 0; from < resting.length; from += AT_ONCE) {
          const some = resting.slice(from, from + AT_ONCE);
          const found = await Promise.all(some.map((order) => whereaboutsOf(client, order)));
          for (const [index, { tenantId, changeId, view }] of some.entries()) {
            const problem = problemOf(view.state, found[index]);
            if (problem === null) continue;
            // It may have come to its end since the page was read: that is written before its workflow is over.
            const written = await orders.findDoc(tenantId, changeId);
            if (written?.isDone === false) tell({ tenantId, subject: `order ${changeId}`, problem });
          }
        }
        count += resting.length;
      }
      return count;
    },
  };
}

function problemOf(state: string, whereabouts: Whereabouts | undefined): string | null {
  if (whereabouts?.kind === 'gone')
    return `expected a workflow, it stands in ${state}; found none (${whereabouts.how})`;
  if (whereabouts?.kind === 'running') return null;
  throw new Error('Temporal does not say which workflows run');
}

function runningOrders(client: EngineAccess, before: Date): Check {
  return {
    subjects: 'running workflows of orders',
    async run({ orders }, tell) {
      const running = await listRunning(client, { before }, Infinity);
      for (const order of running) {
        const { tenantId, changeId } = order;
        const written = await orders.findDoc(tenantId, changeId);
        const problem = strangenessOf(written, before);
        // The engine's list is a little behind: one that has ended since runs no more.
        if (problem === null || (await whereaboutsOf(client, order)).kind !== 'running') continue;
        tell({ tenantId, subject: `order ${changeId}`, problem });
      }
      return running.length;
    },
  };
}

function strangenessOf(written: Pick<OrderDoc, 'isDone' | 'state' | 'writtenAt'> | null, before: Date): string | null {
  if (written === null) return 'its workflow runs, and nothing is written of it';
  if (!written.isDone || written.writtenAt >= before) return null;
  return `its workflow runs, and it is written as ${written.state}`;
}
