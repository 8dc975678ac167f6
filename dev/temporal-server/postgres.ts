import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  BackendError,
  findOnPath,
  freePort,
  type GuardedProcess,
  runCommand,
  startGuarded,
} from 'statechart-host/testing';
import { type OwnUser, ownUser } from './own-user';

/** A PostgreSQL of ours, on this machine alone. */
export interface Postgres extends Pick<GuardedProcess, 'pid' | 'ended' | 'stop'> {
  host: string;
  port: number;
  user: string;
  password: string;
}

/** Where Debian and its kin put the programs of each version, none of which is on the PATH. */
const OF_DEBIAN = '/usr/lib/postgresql';
const HOST = '127.0.0.1';
const USER = 'temporal';
const READY = 'LOG:  database system is ready to accept connections';
const MAKING_LIMIT_MS = 60_000;
/** Connections of four services, and of whoever looks in. */
const MOST_CONNECTIONS = 200;

export const NO_POSTGRES = 'There is no PostgreSQL on this machine: install it ("apt-get install postgresql").';

/** Folder of `initdb` and `postgres`, of the newest version; undefined where there are none. */
export function postgresPrograms(): string | undefined {
  const onPath = findOnPath('initdb');
  if (onPath !== undefined) return dirname(onPath);
  const newest = versionsOfDebian().at(-1);
  return newest && join(OF_DEBIAN, newest, 'bin');
}

function versionsOfDebian(): string[] {
  try {
    return readdirSync(OF_DEBIAN).sort((one, other) => Number(one) - Number(other));
  } catch {
    return [];
  }
}

/**
 * Makes a cluster with one user who may do everything in it, and starts it. It does not outlive this process.
 * @param folder of ours, which the user that PostgreSQL runs as must be able to reach; it goes with the server
 * @throws BackendError `postgres_not_found`, `setup_failed`
 */
export async function startPostgres(folder: string): Promise<Postgres> {
  const programs = postgresPrograms();
  if (programs === undefined) throw new BackendError('postgres_not_found', NO_POSTGRES);
  const user = await ownUser();
  const password = randomBytes(16).toString('hex');
  const data = join(folder, 'postgres');
  await mkdir(data);
  await user.own(data);
  await makeCluster({ programs, data, user, password });
  const port = await freePort();
  const [command = '', ...args] = [...user.prefix, join(programs, 'postgres'), '-D', data, ...settings(port)];
  const server = await startGuarded({ name: 'PostgreSQL', command, args, discard: folder });
  await server.lineAfter(READY);
  const { pid, ended, stop } = server;
  return { pid, ended, stop, host: HOST, port, user: USER, password };
}

interface Cluster {
  programs: string;
  data: string;
  user: OwnUser;
  password: string;
}

async function makeCluster({ programs, data, user, password }: Cluster): Promise<void> {
  const passwordFile = `${data}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  await user.own(passwordFile);
  const made = ['--username', USER, '--pwfile', passwordFile, '--auth', 'scram-sha-256'];
  const words = ['--encoding', 'UTF8', '--locale', 'C', '--no-sync'];
  const [command = '', ...args] = [...user.prefix, join(programs, 'initdb'), '--pgdata', data, ...made, ...words];
  await runCommand(command, args, { cwd: data, timeoutMs: MAKING_LIMIT_MS });
  await rm(passwordFile);
}

/** What is written need not outlive the machine, only the servers. */
const settings = (port: number): string[] =>
  [
    `listen_addresses=${HOST}`,
    `port=${port}`,
    'unix_socket_directories=',
    `max_connections=${MOST_CONNECTIONS}`,
    'fsync=off',
    'log_line_prefix=',
  ].flatMap((setting) => ['-c', setting]);
