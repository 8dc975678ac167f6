import { join } from 'node:path';
import { type LogLevel, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { heartbeating } from './worker-heartbeat';
import { startActivities } from '../activities/start';
import { TASK_QUEUE } from './contract';
import { ensureHousekeeping } from './worker-schedule';
import { readWorkerSettings, type WorkerSettings } from './worker-settings';

/** Time for activities under way when the process is asked to end. */
const GRACE = '20 seconds';

/** Runs a worker until the process is told to stop. Any number of them may run side by side. */
async function main(): Promise<void> {
  const settings = readWorkerSettings(process.env);
  Runtime.install({ logger: jsonLogger(), shutdownSignals: ['SIGTERM', 'SIGINT'] });
  const connection = await NativeConnection.connect({ address: settings.TEMPORAL_ADDRESS });
  const { activities, client, close } = await startActivities(settings);
  const worker = await createWorker(settings, connection, activities);
  const running = worker.run();
  await ensureHousekeeping(client);
  console.log('AVENANT_READY worker');
  await running;
  await close();
  await connection.close();
}

function createWorker(settings: WorkerSettings, connection: NativeConnection, activities: object): Promise<Worker> {
  const workflows =
    settings.WORKFLOW_BUNDLE === undefined
      ? { workflowsPath: join(__dirname, 'index.ts') }
      : { workflowBundle: { codePath: settings.WORKFLOW_BUNDLE } };
  return Worker.create({
    connection,
    namespace: settings.TEMPORAL_NAMESPACE,
    taskQueue: TASK_QUEUE,
    activities,
    ...workflows,
    ...(settings.MAX_CACHED_WORKFLOWS === undefined ? {} : { maxCachedWorkflows: settings.MAX_CACHED_WORKFLOWS }),
    shutdownGraceTime: GRACE,
    interceptors: { activity: [heartbeating] },
  });
}

/** One JSON line a message. Fields of the engine are ids and codes; inputs and results are never logged. */
function jsonLogger() {
  const write = (level: LogLevel, message: string, fields: object = {}): void => {
    if (level === 'TRACE' || level === 'DEBUG') return;
    const { error, ...rest } = fields as { error?: unknown };
    const failure = error instanceof Error ? { error: error.name, reason: error.message } : {};
    process.stderr.write(`${JSON.stringify({ level, time: new Date().toISOString(), message, ...rest, ...failure })}\n`);
  };
  return {
    log: write,
    trace: (message: string, fields?: object) => write('TRACE', message, fields),
    debug: (message: string, fields?: object) => write('DEBUG', message, fields),
    info: (message: string, fields?: object) => write('INFO', message, fields),
    warn: (message: string, fields?: object) => write('WARN', message, fields),
    error: (message: string, fields?: object) => write('ERROR', message, fields),
  };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
