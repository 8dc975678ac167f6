import { type LogMetadata, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { Activities } from '../../activities/contract';
import { TASK_QUEUE } from '../contract';
import { PRELOADED_MODULES, WORKFLOWS_PATH } from './bundle';
import { openWorkerParts, workerLog } from './parts';
import { ensureHousekeeping } from './schedule';
import { readWorkerSettings, type WorkerSettings } from './settings';

/** Time for activities under way when the process is asked to end. */
const GRACE = '20 seconds';

/** A worker that was killed keeps its orders waiting for so long until another one takes them over. */
const STICKY_FOR = '3 seconds';

/** Runs a worker until the process is told to stop. Any number of them may run side by side. */
async function main(): Promise<void> {
  const settings = readWorkerSettings(process.env);
  const log = workerLog();
  Runtime.install({ logger: engineLog(log), shutdownSignals: ['SIGTERM', 'SIGINT'] });
  const connection = await NativeConnection.connect({ address: settings.TEMPORAL_ADDRESS });
  const { activities, client, close } = await openWorkerParts(settings, log);
  const worker = await createWorker(settings, connection, activities);
  const running = worker.run();
  await ensureHousekeeping(client);
  process.stdout.write('AVENANT_READY worker\n');
  await running;
  await close();
  await connection.close();
}

function createWorker(settings: WorkerSettings, connection: NativeConnection, activities: Activities): Promise<Worker> {
  const { TEMPORAL_NAMESPACE, WORKFLOW_BUNDLE, MAX_CACHED_WORKFLOWS } = settings;
  return Worker.create({
    connection,
    namespace: TEMPORAL_NAMESPACE,
    taskQueue: TASK_QUEUE,
    activities,
    ...(WORKFLOW_BUNDLE === undefined
      ? { workflowsPath: WORKFLOWS_PATH, bundlerOptions: { preloadModules: PRELOADED_MODULES } }
      : { workflowBundle: { codePath: WORKFLOW_BUNDLE } }),
    ...(MAX_CACHED_WORKFLOWS === undefined ? {} : { maxCachedWorkflows: MAX_CACHED_WORKFLOWS }),
    shutdownGraceTime: GRACE,
    stickyQueueScheduleToStartTimeout: STICKY_FOR,
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
