import {
  makeTelemetryFilterString,
  NativeConnection,
  type NativeConnectionOptions,
  Runtime,
  Worker,
} from '@temporalio/worker';
import { stepActivities } from 'statechart-host/contract';
import type { Activities } from '../../activities/contract';
import { present } from '../../billing/present';
import { exitCodeOf } from '../../connections/refusals';
import { workerCodec } from '../../connections/temporal/payloads/codec';
import { reachTemporal } from '../../connections/temporal/reaching';
import { newLogger } from '../../telemetry/logs/logger';
import { endWith, lifeOf, logWhatNodeTells, WORKER_READY } from '../../telemetry/logs/process';
import { watchedActivities } from '../../telemetry/temporal/activities';
import { TASK_QUEUE } from '../contract';
import { workflowsOf } from './bundle';
import { engineLog } from './engine-log';
import { openWorkerParts, tellingOf } from './parts';
import { ensureHousekeeping } from './schedule';
import { sealedFailures } from './sealed-failures';
import { readWorkerSettings, type WorkerSettings } from './settings';
import { tuningOf } from './tuning';
import { versioningOf } from './versioning';
import { watchingOf } from './watching';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** Time for activities under way when the process is asked to end. */
const GRACE = '20 seconds';
/** What has not ended then hangs. Below the 30 seconds that most platforms wait before they kill. */
const GIVEN_UP_AFTER = '25 seconds';

/** What goes wrong then is no fault of what it was given. */
let hasBegun = false;

/** Runs a worker until the process is told to stop. Any number of them may run side by side. */
async function main(): Promise<void> {
  const settings = readWorkerSettings(process.env);
  const log = newLogger({ name: 'worker', level: settings.LOG_LEVEL });
  logWhatNodeTells(log);
  const watching = await watchingOf(settings);
  Runtime.install({
    logger: engineLog(log),
    shutdownSignals: [...SIGNALS],
    // What the core of the SDK tells goes the same way: by itself it would write lines of its own.
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) },
      ...present({ metrics: watching.engine }),
    },
  });
  const open = (options: NativeConnectionOptions) => NativeConnection.connect(options);
  const [connection, { activities, background, client, store, close }] = await Promise.all([
    reachTemporal(settings.temporal, open, tellingOf(settings, log)),
    openWorkerParts(settings, log, watching),
  ]);
  const [worker] = await Promise.all([createWorker(settings, connection, activities), ensureHousekeeping(client)]);
  const running = worker.run();
  const port = await watching.open(worker, store);
  for (const work of background) work.start();
  const stop = () => Promise.all(background.map((work) => work.stop()));
  // Beside the activities that are given time: a round of it takes its own where the database says nothing.
  for (const signal of SIGNALS) process.once(signal, () => void stop());
  hasBegun = true;
  lifeOf(log).info({ code: WORKER_READY }, 'the worker takes tasks');
  await running;
  await stop();
  await port.close();
  await close();
  await connection.close();
  await watching.close();
}

async function createWorker(
  settings: WorkerSettings,
  connection: NativeConnection,
  activities: Activities,
): Promise<Worker> {
  const { temporal, WORKFLOW_BUNDLE } = settings;
  const steps = stepActivities(activities);
  return Worker.create({
    connection,
    namespace: temporal.namespace,
    taskQueue: TASK_QUEUE,
    activities: temporal.payloads.encryption === 'off' ? steps : sealedFailures(steps),
    dataConverter: { payloadCodecs: [workerCodec(temporal.payloads)] },
    workflowBundle: await workflowsOf(WORKFLOW_BUNDLE),
    interceptors: { activity: [watchedActivities] },
    ...versioningOf(settings),
    ...tuningOf(settings),
    shutdownGraceTime: GRACE,
    shutdownForceTime: GIVEN_UP_AFTER,
  });
}

main().catch((error: unknown) => {
  const end = { isTold: error instanceof Error, ...(hasBegun ? {} : { code: exitCodeOf(error) }) };
  endWith(newLogger({ name: 'worker', level: 'fatal' }), 'The worker ended.', error, end);
});
