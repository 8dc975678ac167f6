import { join } from 'node:path';
import { type GuardedProcess, startGuarded } from 'statechart-host/testing';
import { WORKER_READY } from '../../telemetry/logs/process';
import { warningIn } from './warnings';

const ROOT = join(__dirname, '..', '..');
/**
 * Node lets a heap grow for as long as the machine has memory to spare, so a process would be as large as its machine
 * and not as its work. An order needs little that lives long, and most of what it makes is garbage before a young
 * generation of this size is full: with half of it the collector moves what nobody needs a moment later.
 * A worker's heap goes with the orders that it keeps in memory: `docs/running.md`.
 */
const HEAP_MEBIBYTES = 256;
const YOUNG_GENERATION = '--max-semi-space-size=8';

/** A worker that is not as the settings leave it, e.g. to measure it. */
export interface WorkerTuning {
  /** Limit of the old generation of each of its threads. */
  heapMebibytes?: number;
  /** Environment variables over those of the stack. */
  environment?: Record<string, string>;
}

/** Told every line that a process writes. */
type Hear = (line: string) => void;

/** @param warn told what a process warns of, in a line each */
export const hearWarnings =
  (name: string, warn: ((line: string) => void) | undefined): Hear =>
  (line) => {
    const warning = warn && warningIn(line);
    if (warning !== undefined) warn?.(`${name} warns: ${warning}`);
  };

/** What is run as a process of ours. */
export interface Program {
  /** The Node that runs it. */
  node: string;
  /** What stands behind that one's options: a file and what it is told. */
  start: Readonly<Record<'api' | 'worker', readonly string[]>>;
}

/** Read as they are, and compiled on the way. */
const SOURCES: Program = {
  node: process.execPath,
  start: {
    api: ['--import', 'tsx', join(ROOT, 'server/main.ts')],
    worker: ['--import', 'tsx', join(ROOT, 'workflows/worker/main.ts')],
  },
};

/** The command of a build. @param folder of `npm run build` */
export function builtProgram(folder: string, node: string = process.execPath): Program {
  const command = join(folder, 'avenant.js');
  return { node, start: { api: [command, 'api'], worker: [command, 'worker'] } };
}

interface Entry {
  name: string;
  program: Program;
  part: keyof Program['start'];
  env: Record<string, string>;
  heapMebibytes?: number | undefined;
  hear?: Hear | undefined;
}

/** Starts one of our programs as a process of its own. */
function startEntry({
  name,
  program,
  part,
  env,
  heapMebibytes = HEAP_MEBIBYTES,
  hear,
}: Entry): Promise<GuardedProcess> {
  return startGuarded({
    name,
    command: program.node,
    args: [`--max-old-space-size=${heapMebibytes}`, YOUNG_GENERATION, '--enable-source-maps', ...program.start[part]],
    env,
    ...(hear === undefined ? {} : { hear }),
  });
}

/** Starts a worker, and resolves once it takes tasks. */
export async function startWorkerProcess(
  env: Record<string, string>,
  { heapMebibytes, environment }: WorkerTuning = {},
  hear?: Hear,
  program: Program = SOURCES,
): Promise<GuardedProcess> {
  let readyIs = (): void => {};
  const ready = new Promise<void>((resolve) => {
    readyIs = resolve;
  });
  const worker = await startEntry({
    name: 'The worker',
    program,
    part: 'worker',
    env: { ...env, ...environment },
    heapMebibytes,
    hear: (line) => {
      if (line.includes(`"code":"${WORKER_READY}"`)) readyIs();
      hear?.(line);
    },
  });
  const ending = await Promise.race([ready, worker.ended]);
  if (ending !== undefined) throw new Error(ending);
  return worker;
}

/** Starts the API, and resolves once it answers at its address. */
export async function startServerProcess(
  url: string,
  env: Record<string, string>,
  hear?: Hear,
  program: Program = SOURCES,
): Promise<GuardedProcess> {
  const server = await startEntry({ name: 'The API', program, part: 'api', env, hear });
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
