import { freePort, type GuardedProcess } from 'statechart-host/testing';
import { startServerProcess, startWorkerProcess } from '../../dev/stack/processes';
import { bundle, type Mutation } from './bundle';
import type { FlowStand } from './flow-stand';
import { SHORT_WAITS } from './hurried-workflows';
import { TEST_RING_TEXT } from './key-rings';

/** Worker and API of a stand as processes of their own; a process has the present as its clock. */

const common = ({ temporal, mongo }: FlowStand): Record<string, string> => ({
  AVENANT_ENV: 'test',
  LOG_LEVEL: 'error',
  TEMPORAL_ADDRESS: temporal.address,
  TEMPORAL_NAMESPACE: temporal.name,
  MONGODB_URI: mongo.uri,
  MONGODB_DATABASE: mongo.database,
  // As the stand's own API has it then.
  ...(process.env.TEST_PAYLOADS === 'sealed'
    ? { AVENANT_PAYLOAD_ENCRYPTION: 'on', AVENANT_KEY_RING: TEST_RING_TEXT }
    : {}),
});

export async function startWorker(
  stand: FlowStand,
  change: Mutation = SHORT_WAITS,
  more: Record<string, string> = {},
): Promise<GuardedProcess> {
  return startWorkerProcess({
    ...common(stand),
    PAYMENT_GATEWAY_URL: stand.paymentUrl,
    VIES_URL: stand.vies.url,
    FULFILMENT_URL: stand.fulfilment.url,
    WORKFLOW_BUNDLE: (await bundle('workflows/index.ts', change)).codePath,
    ...more,
  });
}

export interface ApiProcess extends GuardedProcess {
  url: string;
}

/** An API on a port of its own, or on that of one that is gone, as it runs in production but for its secrets. */
export async function startApi(
  stand: FlowStand,
  { port, more = {} }: { port?: number; more?: Record<string, string> } = {},
): Promise<ApiProcess> {
  const PORT = String(port ?? (await freePort()));
  const url = `http://127.0.0.1:${PORT}`;
  const api = await startServerProcess(url, { ...common(stand), PORT, AVENANT_SECRET: 'k9'.repeat(20), ...more });
  return { ...api, url };
}

/** A month that began ten days ago. */
export function aroundNow() {
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  return { start: day(-10), end: day(21) };
}
