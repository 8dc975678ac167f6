import { RESTS_FOR } from '../../activities/order/lost';
import { type EngineAccess, listRunning, type Whereabouts, whereaboutsOf } from '../../activities/order/whereabouts';
import { settingsOf } from '../../connections/environment';
import { openTemporal } from '../../connections/temporal/client';
import { readTemporal, type TemporalTarget } from '../../connections/temporal/settings';
import type { OrderDoc } from '../../store/orders/orders';
import type { Check } from './check';

const PAGE = 200;
const AT_ONCE = 8;

interface Workflows {
  checks: Check[];
  close(): Promise<void>;
}

/**
 * Open orders held against running workflows, both ways: with the Temporal that the environment names, or with that of the
 * embedded stack where its data is looked at while it runs.
 *
 * @returns null where there is none
 */
export async function openWorkflows(environment: NodeJS.ProcessEnv) {
  const temporal = await temporalOf(environment);
  if (temporal === undefined) return null;
  const client = await openTemporal(temporal, (line) => process.stderr.write(`${line}\n`));
  return { checks: workflowChecks(client, new Date()), close: () => client.connection.close() } satisfies Workflows;
}

async function temporalOf(environment: NodeJS.ProcessEnv): Promise<TemporalTarget | undefined> {
  if (environment.TEMPORAL_ADDRESS) return settingsOf(readTemporal(environment));
  if (environment.MONGODB_URI) return undefined;
  // Only here: a production install has no embedded stack.
  const { DATA_FOLDER } = await import('../../dev/data-folder');
  const { runningTemporalOf } = await import('../../dev/embedded/stack');
  const running = await runningTemporalOf(DATA_FOLDER);
  return (
    running && settingsOf(readTemporal({ TEMPORAL_ADDRESS: running.address, TEMPORAL_NAMESPACE: running.namespace }))
  );
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
