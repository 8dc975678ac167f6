import { join } from 'node:path';
import { type GuardedProcess, startGuarded } from '../embedded/guarded-process';

const ROOT = join(__dirname, '..', '..');

/** Starts one of our entry points as a process of its own, and resolves once it says that it is ready. */
async function startEntry(name: string, file: string, env: Record<string, string>): Promise<GuardedProcess> {
  const started = await startGuarded({
    name,
    command: process.execPath,
    args: ['--enable-source-maps', '--import', 'tsx', join(ROOT, file)],
    env,
  });
  await started.lineAfter('AVENANT_READY');
  return started;
}

export const startWorkerProcess = (env: Record<string, string>): Promise<GuardedProcess> =>
  startEntry('The worker', 'workflows/worker.ts', env);

export const startServerProcess = (env: Record<string, string>): Promise<GuardedProcess> =>
  startEntry('The API', 'server/main.ts', env);
