import { freePort, type GuardedProcess } from 'statechart-host/testing';
import { type Program, startServerProcess, startWorkerProcess } from '../../dev/stack/processes';
import { bundle, type Mutation } from './bundle';
import type { FlowStand } from './flow-stand';
import { SHORT_WAITS } from './hurried-workflows';
import { TEST_RING_TEXT } from './key-rings';

/** Worker and API of a stand as processes of their own; a process has the present as its clock. */

/** What both are told of a stand. */
export const environmentOf = ({ temporal, mongo }: FlowStand): Record<string, string> => ({
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

/** Where a worker finds the services outside. */
const outsideOf = ({ paymentUrl, vies, fulfilment }: FlowStand): Record<string, string> => ({
  PAYMENT_GATEWAY_URL: paymentUrl,
  VIES_URL: vies.url,
  FULFILMENT_URL: fulfilment.url,
});

/** A worker of a build, with the workflows of the build. */
export const startBuiltWorker = (stand: FlowStand, program: Program): Promise<GuardedProcess> =>
  startWorkerProcess({ ...environmentOf(stand), ...outsideOf(stand) }, {}, undefined, program);

export async function startWorker(
  stand: FlowStand,
  change: Mutation | Mutation[] = SHORT_WAITS,
  more: Record<string, string> = {},
  hear?: (line: string) => void,
): Promise<GuardedProcess> {
  const environment = {
    ...environmentOf(stand),
    ...outsideOf(stand),
    WORKFLOW_BUNDLE: (await bundle('workflows/index.ts', change)).codePath,
    ...more,
  };
  return startWorkerProcess(environment, {}, hear);
}

export interface ApiProcess extends GuardedProcess {
  url: string;
}

interface ApiWish {
  port?: number;
  more?: Record<string, string>;
  hear?: (line: string) => void;
  program?: Program;
}

/** An API on a port of its own, or on that of one that is gone, as it runs in production but for its secrets. */
export async function startApi(
  stand: FlowStand,
  { port, more = {}, hear, program }: ApiWish = {},
): Promise<ApiProcess> {
  const PORT = String(port ?? (await freePort()));
  const url = `http://127.0.0.1:${PORT}`;
  const environment = { ...environmentOf(stand), PORT, AVENANT_SECRET: 'k9'.repeat(20), ...more };
  const api = await startServerProcess(url, environment, hear, program);
  return { ...api, url };
}

/** A month that began ten days ago. */
export function aroundNow() {
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  return { start: day(-10), end: day(21) };
}
