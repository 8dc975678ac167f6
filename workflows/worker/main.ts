import { type LogMetadata, NativeConnection, type NativeConnectionOptions, Runtime, Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import { stepActivities } from 'statechart-host/contract';
import type { Activities } from '../../activities/contract';
import { reachTemporal } from '../../connections/temporal/reaching';
import { TASK_QUEUE } from '../contract';
import { workflowsOf } from './bundle';
import { openWorkerParts, tellingOf, workerLog } from './parts';
import { ensureHousekeeping } from './schedule';
import { readWorkerSettings, type WorkerSettings } from './settings';
import { tuningOf } from './tuning';
import { versioningOf } from './versioning';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** Time for activities under way when the process is asked to end. */
const GRACE = '20 seconds';
/** What has not ended then hangs. Below the 30 seconds that most platforms wait before they kill. */
const GIVEN_UP_AFTER = '25 seconds';

/** Runs a worker until the process is told to stop. Any number of them may run side by side. */
async function main(): Promise<void> {
  const settings = readWorkerSettings(process.env);
  const log = workerLog();
  Runtime.install({ logger: engineLog(log), shutdownSignals: [...SIGNALS] });
  const open = (options: NativeConnectionOptions) => NativeConnection.connect(options);
  const [connection, { activities, background, client, close }] = await Promise.all([
    reachTemporal(settings.temporal, open, tellingOf(settings, log)),
    openWorkerParts(settings, log),
  ]);
  const [worker] = await Promise.all([createWorker(settings, connection, activities), ensureHousekeeping(client)]);
  const running = worker.run();
  for (const work of background) work.start();
  const stop = () => Promise.all(background.map((work) => work.stop()));
  // Beside the activities that are given time: a round of it takes its own where the database says nothing.
  for (const signal of SIGNALS) process.once(signal, () => void stop());
  process.stdout.write('AVENANT_READY worker\n');
  await running;
  await stop();
  await close();
  await connection.close();
}

function createWorker(settings: WorkerSettings, connection: NativeConnection, activities: Activities): Promise<Worker> {
  const { temporal, WORKFLOW_BUNDLE } = settings;
  const versioning = versioningOf(settings);
  return Worker.create({
    connection,
    namespace: temporal.namespace,
    taskQueue: TASK_QUEUE,
    activities: stepActivities(activities),
    ...workflowsOf(WORKFLOW_BUNDLE, versioning.workerDeploymentOptions !== undefined),
    ...versioning,
    ...tuningOf(settings),
    shutdownGraceTime: GRACE,
    shutdownForceTime: GIVEN_UP_AFTER,
  });
}

const LEVELS: Readonly<Record<string, 'info' | 'warn' | 'error'>> = { ERROR: 'error', WARN: 'warn', INFO: 'info' };

/** The engine's own messages, into the same log. */
function engineLog(log: Logger) {
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, facts: LogMetadata = {}): void =>
      log[level](facts, message);
  return {
    log: (level: string, message: string, facts?: LogMetadata) => write(LEVELS[level] ?? 'debug')(message, facts),
    trace: write('debug'),
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}

main().catch((error: unknown) => {
  process.stderr.write(`The worker ended: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
