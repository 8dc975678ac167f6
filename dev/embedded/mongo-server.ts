import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { mongo } from 'mongoose';
import {
  BackendError,
  freePort,
  type GuardedCommand,
  type GuardedProcess,
  startGuarded,
  takeLock,
  withProgress,
} from 'statechart-host/testing';
import { chooseMongo, type MongoProbe, type MongoSource, machineMongoProbe } from './mongo-ways';

/** The server to start. */
export interface MongoOptions {
  /** Folder for the data files, made if missing; without it everything is gone at the end. */
  readonly dataDir?: string;
  /** Port of 127.0.0.1 for a `mongod`; a free one when left out. The embedded engine listens at a socket only. */
  readonly port?: number;
  /** Milliseconds that a MongoDB that runs already may take to answer; 10 000 when left out. */
  readonly answerWithinMs?: number;
  /** Answers the questions about this machine; for tests. */
  readonly probe?: MongoProbe;
}

/** A MongoDB that answers. */
export interface MongoServer {
  /**
   * An address for `mongoose.connect`. That of a server of ours names no database, and with a data folder it asks for
   * every write to be journalled before it is acknowledged; a write concern of your own must say `j: true` again.
   */
  readonly uri: string;
  /** Where it came from, in words for people. */
  readonly origin: string;
  /** Process id of the server when it is ours. */
  readonly pid?: number;
  /** Settles when a server of ours has ended, with its last words. */
  readonly ended?: Promise<string>;
  /** Resolves when the server is gone; does nothing to a server that is not ours. */
  stop(): Promise<void>;
}

const READY_LIMIT_MS = 30_000;
const RUNNING_ANSWERS_WITHIN_MS = 10_000;
/** A socket's path may have 107 bytes on Linux and 103 on macOS; the engine adds about 40 to the folder's. */
const LONGEST_SOCKET_FOLDER = 60;

/**
 * Finds or starts a MongoDB and resolves once it answers. The embedded engine has no sessions, transactions or change
 * streams and deletes nothing by TTL.
 * @throws BackendError `mongo_not_found`, `mongo_failed` (it ended or never answered) or `data_folder_in_use`.
 */
export async function startMongo(options: MongoOptions = {}): Promise<MongoServer> {
  const { origin, value } = await chooseMongo(options.probe ?? machineMongoProbe());
  return withProgress('Starting MongoDB', () =>
    value.kind === 'running'
      ? useRunning(value.uri, origin, options.answerWithinMs ?? RUNNING_ANSWERS_WITHIN_MS)
      : startOurs(value, origin, options),
  );
}

/** The address of the server of ours that serves a data folder now; undefined when none does. */
export async function addressOfRunning(dataDir: string): Promise<string | undefined> {
  const { release } = await takeLock(lockFile(dataDir), 0);
  if (!release) return readFile(addressFile(dataDir), 'utf8');
  release();
  return undefined;
}

const lockFile = (folder: string): string => join(folder, 'server.lock');
const addressFile = (folder: string): string => join(folder, 'server.address');

async function useRunning(uri: string, origin: string, limitMs: number): Promise<MongoServer> {
  await untilAnswers(uri, limitMs).catch((thrown: unknown) => {
    throw new BackendError(
      'mongo_failed',
      `The MongoDB that ${origin} names does not answer: ${wordsOf(thrown)}. Start it, or unset ${origin}.`,
      { cause: thrown },
    );
  });
  return { uri, origin, stop: async () => {} };
}

/** The command of one of our servers, and the way to learn its address once it serves. */
interface Launch {
  readonly command: Pick<GuardedCommand, 'command' | 'args' | 'env'>;
  address(server: GuardedProcess): Promise<string>;
}

async function startOurs(
  source: Exclude<MongoSource, { kind: 'running' }>,
  origin: string,
  { dataDir, port }: MongoOptions,
): Promise<MongoServer> {
  const runFolder = await mkdtemp(join(socketFolder(), 'avenant-'));
  const folder = dataDir ?? join(runFolder, 'data');
  await mkdir(folder, { recursive: true });
  const launch =
    source.kind === 'mongod'
      ? launchMongod(source.path, folder, port ?? (await freePort()))
      : launchEngine(source.launcher, folder, runFolder);
  const server = await startGuarded({
    name: 'MongoDB',
    ...launch.command,
    discard: runFolder,
    ...(dataDir === undefined ? { graceMs: 0 } : { lockFile: lockFile(folder) }),
  });
  const uri = await within(READY_LIMIT_MS, launch.address(server)).catch(async (thrown: unknown) => {
    await server.stop();
    throw new BackendError('mongo_failed', `${wordsOf(thrown)}\nIt came from: ${origin}.`, { cause: thrown });
  });
  // By default a write is acknowledged up to 100 ms before it is in the journal, and a kill in between loses it.
  const address = dataDir === undefined ? uri : `${uri}&journal=true`;
  if (dataDir !== undefined) await writeFile(addressFile(folder), address);
  return { uri: address, origin, pid: server.pid, ended: server.ended, stop: server.stop };
}

function launchEngine(launcher: readonly string[], folder: string, runFolder: string): Launch {
  const host = [process.execPath, join(__dirname, 'engine-host.js'), folder];
  const [command = process.execPath, ...args] = [...launcher, ...host];
  return {
    // The engine puts its socket into the temporary folder.
    command: { command, args, env: { TMPDIR: runFolder } },
    address: (server) => server.lineAfter('uri '),
  };
}

function launchMongod(path: string, folder: string, port: number): Launch {
  const args = ['--dbpath', folder, '--bind_ip', '127.0.0.1', '--port', String(port), '--nounixsocket'];
  const uri = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  const address = async (server: GuardedProcess): Promise<string> => {
    const endedEarly = server.ended.then((message) => Promise.reject(new Error(message)));
    await Promise.race([untilAnswers(uri, READY_LIMIT_MS), endedEarly]);
    return uri;
  };
  return { command: { command: path, args }, address };
}

/** The result of `work`, or an error when it takes longer than `limitMs`. */
async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  const late = new AbortController();
  const limit = pause(limitMs, undefined, { signal: late.signal }).then(() => {
    throw new Error(`MongoDB did not answer within ${limitMs / 1_000} s.`);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    limit.catch(() => {});
    late.abort();
  }
}

async function untilAnswers(uri: string, limitMs: number): Promise<void> {
  const client = new mongo.MongoClient(uri, { serverSelectionTimeoutMS: limitMs });
  try {
    await client.db().command({ ping: 1 });
  } finally {
    await client.close();
  }
}

function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function socketFolder(): string {
  return tmpdir().length > LONGEST_SOCKET_FOLDER ? '/tmp' : tmpdir();
}
