import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BackendError, messageOf } from '../servers/backend-error';
import { freePort } from '../servers/free-port';
import { type GuardedProcess, startGuarded } from '../servers/guarded-process';
import { withProgress } from '../servers/progress';
import { type SearchAttributeKind, type Spoken, untilReady } from './ready';
import { chooseTemporal, machineTemporalProbe, type TemporalProbe } from './ways';

/** The server to start. */
export interface TemporalOptions {
  /** Folder for the server's database, made if missing; without it everything is gone at the end. */
  readonly dataDir?: string;
  /** Port of 127.0.0.1; a free one when left out. */
  readonly port?: number;
  /** Namespace to have; `TEMPORAL_NAMESPACE`, else "default". */
  readonly namespace?: string;
  /** Custom search attributes the workflows set, e.g. `{ OrderStuck: 'Keyword' }`. */
  readonly searchAttributes?: Readonly<Record<string, SearchAttributeKind>>;
  /** Milliseconds that a Temporal that runs already may take to answer; 10 000 when left out. */
  readonly answerWithinMs?: number;
  /** How a Temporal that runs already is spoken to. */
  readonly spoken?: Spoken;
  /** Folder for a server that is fetched or built once; `~/.cache/statechart-host` when left out. */
  readonly cacheDir?: string;
  /** Answers the questions about this machine; for tests. */
  readonly probe?: TemporalProbe;
}

/** A Temporal that answers. */
export interface TemporalServer {
  /** host:port for the SDK's connections. */
  readonly address: string;
  readonly namespace: string;
  /** Where it came from, in words for people. */
  readonly origin: string;
  /** Process id of the server when it is ours. */
  readonly pid?: number;
  /** Settles when a server of ours has ended, with its last words. */
  readonly ended?: Promise<string>;
  /** Resolves when the server is gone; does nothing to a server that is not ours. */
  stop(): Promise<void>;
}

/** The dev server polls its own queues once a second unless told otherwise; an order took 400 ms instead of 83. */
const SERVER_SETTINGS = [
  'history.transferProcessorMaxPollRPS=1000',
  'history.timerProcessorMaxPollRPS=1000',
  'history.visibilityProcessorMaxPollRPS=100',
  // Every timer may ring this much later: a second unless told otherwise.
  'history.timerProcessorMaxTimeShift="20ms"',
  // Without it an activity waits 2 ms in its queue for the very worker that scheduled it.
  'system.enableActivityEagerExecution=true',
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
];
const STARTS_TRIED = 3;
const RUNNING_ANSWERS_WITHIN_MS = 10_000;
const PORT_TAKEN = /address already in use/i;

/**
 * Finds or starts a Temporal and resolves once it answers.
 * @throws BackendError `temporal_not_found`, `temporal_failed` (it ended or never answered) or `data_folder_in_use`.
 */
export async function startTemporal(options: TemporalOptions = {}): Promise<TemporalServer> {
  const { origin, value } = await chooseTemporal(options.probe ?? machineTemporalProbe(process.env, options.cacheDir));
  const namespace = options.namespace ?? process.env.TEMPORAL_NAMESPACE ?? 'default';
  return withProgress('Starting Temporal', () =>
    value.kind === 'running'
      ? useRunning(value.address, origin, namespace, options)
      : startProgram(value.path, origin, namespace, options),
  );
}

/**
 * Fetches or compiles the server that `startTemporal` will start, where the machine has none, so that it is quick afterwards.
 * @throws BackendError `temporal_not_found`
 */
export async function prepareTemporal({ cacheDir }: Pick<TemporalOptions, 'cacheDir'> = {}): Promise<void> {
  await chooseTemporal(machineTemporalProbe(process.env, cacheDir));
}

async function useRunning(
  address: string,
  origin: string,
  namespace: string,
  options: TemporalOptions,
): Promise<TemporalServer> {
  const attributes = Object.entries(options.searchAttributes ?? {});
  const target = { address, namespace, spoken: options.spoken, searchAttributes: attributes.map(([name]) => name) };
  const limit = AbortSignal.timeout(options.answerWithinMs ?? RUNNING_ANSWERS_WITHIN_MS);
  await untilReady(target, limit).catch((thrown: unknown) => {
    const create = attributes.map(([name, kind]) => ` --name ${name} --type ${kind}`).join('');
    const hint = create && ` Search attributes are made with: temporal operator search-attribute create${create}`;
    throw new BackendError(
      'temporal_failed',
      `The Temporal at ${address} (from ${origin}) cannot be used: ${messageOf(thrown)}. ` +
        `Check the address and the namespace "${namespace}".${hint}`,
      { cause: thrown },
    );
  });
  return { address, namespace, origin, stop: async () => {} };
}

async function startProgram(
  path: string,
  origin: string,
  namespace: string,
  options: TemporalOptions,
): Promise<TemporalServer> {
  if (options.dataDir !== undefined) await mkdir(options.dataDir, { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const address = `127.0.0.1:${port}`;
    const server = await startGuarded({
      name: 'Temporal',
      command: path,
      env: COLLECTS_SELDOM,
      args: serverArguments(port, namespace, options),
      // A server without a data folder has nothing to put in order first.
      ...(options.dataDir === undefined ? { graceMs: 0 } : { lockFile: join(options.dataDir, 'server.lock') }),
    });
    const searchAttributes = Object.keys(options.searchAttributes ?? {});
    const failure = await failureToAnswer(server, { address, namespace, searchAttributes });
    if (failure === undefined) {
      const { pid, ended, stop } = server;
      return { address, namespace, origin, pid, ended, stop };
    }
    const worthAnotherPort = options.port === undefined && PORT_TAKEN.test(failure) && attempt < STARTS_TRIED;
    if (!worthAnotherPort)
      throw new BackendError('temporal_failed', `${failure}\nIt was started from ${path} (${origin}).`);
  }
}

/** Undefined once the server answers; else why it does not, after it was ended. */
async function failureToAnswer(
  server: GuardedProcess,
  target: { address: string; namespace: string; searchAttributes: readonly string[] },
): Promise<string | undefined> {
  const over = new AbortController();
  const endedEarly = server.ended.then((message) => {
    over.abort();
    return message;
  });
  const answered = untilReady(target, over.signal).then(
    () => undefined,
    async (thrown: unknown) => {
      if (over.signal.aborted) return endedEarly;
      await server.stop();
      return `Temporal does not get ready: ${messageOf(thrown)}. ${await server.ended}`;
    },
  );
  return Promise.race([answered, endedEarly]);
}

/** The server keeps little and throws much away: with garbage collected less often, an order takes a sixth less. */
const COLLECTS_SELDOM = { GOGC: '400' };

function serverArguments(port: number, namespace: string, options: TemporalOptions): string[] {
  const settings = SERVER_SETTINGS.flatMap((setting) => ['--dynamic-config-value', setting]);
  const attributes = Object.entries(options.searchAttributes ?? {}).flatMap(([name, kind]) => [
    '--search-attribute',
    `${name}=${kind}`,
  ]);
  const place = ['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', String(port)];
  return [...place, '--namespace', namespace, ...settings, ...attributes, ...databaseArguments(options.dataDir)];
}

function databaseArguments(dataDir: string | undefined): string[] {
  if (dataDir === undefined) return [];
  // With a write-ahead log a database on disk costs nothing against one in memory; "normal" never corrupts it.
  const pragmas = ['journal_mode=WAL', 'synchronous=NORMAL'].flatMap((pragma) => ['--sqlite-pragma', pragma]);
  return ['--db-filename', join(dataDir, 'temporal.sqlite'), ...pragmas];
}
