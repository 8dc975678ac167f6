import type { WorkflowClientInterceptor } from '@temporalio/client';
import type { Worker } from '@temporalio/worker';
import { present } from '../../billing/present';
import { buildThatRuns } from '../../telemetry/build';
import { type WatchCall, watchedCalls } from '../../telemetry/gateway-calls';
import { showCertificate } from '../../telemetry/metrics/certificates';
import { newMetrics } from '../../telemetry/metrics/metrics';
import { openWatchPort } from '../../telemetry/metrics/port';
import { TRACED_CALLS } from '../../telemetry/temporal/client-calls';
import { sdkMetrics } from '../../telemetry/temporal/sdk-metrics';
import { startTracing } from '../../telemetry/traces/tracing';
import type { WorkerSettings } from './settings';

type WatchedSettings = Pick<WorkerSettings, 'telemetry' | 'temporal'>;
type Watched = Pick<Worker, 'getState'>;
type PingedStore = { ping(): Promise<void> };

/** How a worker is watched from outside. */
export interface Watching {
  /** Sees the calls to outside services, and those to workflows. */
  call: WatchCall;
  clientCalls: readonly WorkflowClientInterceptor[];
  /** For the runtime of the SDK; without it its core counts nothing. */
  engine?: { prometheus: Awaited<ReturnType<typeof sdkMetrics>>['prometheus'] };
  /** Opens the port where all of it is read, where there is one. */
  open(worker: Watched, store: PingedStore): Promise<{ close(): Promise<void> }>;
  /** Once nothing is done any more. */
  close(): Promise<void>;
}

/** To be asked before the runtime of the SDK is installed. */
export async function watchingOf({ telemetry, temporal }: WatchedSettings): Promise<Watching> {
  const build = buildThatRuns(process.env);
  const place = telemetry.metrics;
  const tracing = telemetry.traces ? await startTracing('worker', build) : null;
  const metrics = place && newMetrics(build);
  const sdk = place && (await sdkMetrics());
  if (metrics) showCertificate(metrics.registry, 'temporal', temporal.tls?.client?.crt);
  return {
    call: watchedCalls(metrics),
    clientCalls: tracing === null ? [] : [TRACED_CALLS],
    ...present({ engine: sdk ? { prometheus: sdk.prometheus } : undefined }),
    async open(worker, store) {
      if (place === null || metrics === null || sdk === null) return { close: async () => undefined };
      return openWatchPort(place, {
        build,
        registry: metrics.registry,
        more: sdk.read,
        dies: () => (worker.getState() === 'FAILED' ? 'the worker has failed' : null),
        missing: () => missingFor(worker, store),
      });
    },
    close: async () => tracing?.close(),
  };
}

/** A worker that Temporal does not answer goes on asking: what keeps it from working is then no fault of its own. */
async function missingFor(worker: Watched, store: PingedStore): Promise<string[]> {
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
