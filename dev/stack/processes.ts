import { join } from 'node:path';
import { type GuardedProcess, startGuarded } from '../embedded/guarded-process';

const ROOT = join(__dirname, '..', '..');
/**
 * Node lets a heap grow for as long as the machine has memory to spare, so a process would be as large as its machine
 * and not as its work. An order needs little that lives long, and most of what it makes is garbage before a young
 * generation of this size is full: with half of it the collector moves what nobody needs a moment later.
 */
const HEAP_LIMITS = ['--max-old-space-size=256', '--max-semi-space-size=8'];

/** Starts one of our entry points as a process of its own. */
function startEntry(name: string, file: string, env: Record<string, string>): Promise<GuardedProcess> {
  return startGuarded({
    name,
    command: process.execPath,
    args: [...HEAP_LIMITS, '--enable-source-maps', '--import', 'tsx', join(ROOT, file)],
    env,
  });
}

/** Starts a worker, and resolves once it takes tasks. */
export async function startWorkerProcess(env: Record<string, string>): Promise<GuardedProcess> {
  const worker = await startEntry('The worker', 'workflows/worker/main.ts', env);
  await worker.lineAfter('AVENANT_READY');
  return worker;
}

/** Starts the API, and resolves once it answers at its address. */
export async function startServerProcess(url: string, env: Record<string, string>): Promise<GuardedProcess> {
  const server = await startEntry('The API', 'server/main.ts', env);
  let ending: string | undefined;
  void server.ended.then((message) => {
    ending = message;
  });
  while (!(await answers(`${url}/livez`))) {
    if (ending !== undefined) throw new Error(ending);
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
  return server;
}

const POLL_MILLISECONDS = 50;

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}
