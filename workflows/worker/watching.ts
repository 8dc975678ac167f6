import type { Worker } from '@temporalio/worker';
import { readBuild } from '../../telemetry/build';
import { measuredCalls, type WatchCall } from '../../telemetry/gateway-calls';
import { showCertificate } from '../../telemetry/metrics/certificates';
import { newMetrics } from '../../telemetry/metrics/metrics';
import { openWatchPort } from '../../telemetry/metrics/port';
import { sdkMetrics } from '../../telemetry/temporal/sdk-metrics';
import type { WorkerSettings } from './settings';

type WatchedSettings = Pick<WorkerSettings, 'telemetry' | 'temporal'>;

/** How a worker is watched from outside. */
export interface Watching {
  /** Sees the calls to outside services. */
  call: WatchCall;
  /** For the runtime of the SDK; without it its core counts nothing. */
  engine?: { prometheus: Awaited<ReturnType<typeof sdkMetrics>>['prometheus'] };
  /** Opens the port where all of it is read, where there is one. */
  open(worker: Pick<Worker, 'getState'>, store: { ping(): Promise<void> }): Promise<{ close(): Promise<void> }>;
}

/** To be asked before the runtime of the SDK is installed. */
export async function watchingOf({ telemetry, temporal }: WatchedSettings): Promise<Watching> {
  const { metrics: place } = telemetry;
  if (place === null) return { call: measuredCalls(null), open: async () => ({ close: async () => undefined }) };
  const metrics = newMetrics(readBuild(process.env));
  showCertificate(metrics.registry, 'temporal', temporal.tls?.client?.crt);
  const { prometheus, read } = await sdkMetrics();
  return {
    call: measuredCalls(metrics),
    engine: { prometheus },
    open: (worker, store) =>
      openWatchPort(place, {
        registry: metrics.registry,
        more: read,
        dies: () => (worker.getState() === 'FAILED' ? 'the worker has failed' : null),
        missing: () => missingFor(worker, store),
      }),
  };
}

/** A worker that Temporal does not answer goes on asking: what keeps it from working is then no fault of its own. */
async function missingFor(worker: Pick<Worker, 'getState'>, store: { ping(): Promise<void> }): Promise<string[]> {
  const state = worker.getState();
  const answers = await store.ping().then(
    () => true,
    () => false,
  );
  return [
    ...(state === 'RUNNING' ? [] : [`it takes no tasks: it is ${state.toLowerCase()}`]),
    ...(answers ? [] : ['MongoDB does not answer']),
  ];
}
