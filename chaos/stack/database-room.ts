import { mkdir } from 'node:fs/promises';
import { findOnPath, runCommand } from 'statechart-host/testing';
import type { Member } from './member';

/** The room that the database has for its files, which a fault takes away. */
export interface DatabaseRoom {
  folder: string;
  /** Whether it has a small file system of its own; else only the size of its files can be limited. */
  isMounted: boolean;
  /** Its file system is full from now on: the database goes on until its journal needs another file. */
  fill(): Promise<void>;
  /** None of its files may grow from now on, for as long as its process lives. */
  limitFiles(mongo: Member): Promise<void>;
  giveBack(): Promise<void>;
  close(): Promise<void>;
}

const ROOM = 'size=2g';
const COMMAND_WITHIN = { timeoutMs: 10_000 };
/** Less than any of its files needs to grow by. */
const SMALLEST_FILE_BYTES = 4_096;

/** Makes the folder of the data, on a small file system where one may be mounted. */
export async function openDatabaseRoom(folder: string): Promise<DatabaseRoom> {
  await mkdir(folder, { recursive: true });
  const isMounted = await run('mount', '-t', 'tmpfs', '-o', ROOM, 'tmpfs', folder).then(
    () => true,
    () => false,
  );
  return {
    folder,
    isMounted,
    async fill() {
      // No smaller than what is used: nothing is lost, and nothing more fits in.
      const used = await run('df', '--output=used', '-k', folder);
      const kibibytes = used.trim().split('\n').at(-1)?.trim();
      await run('mount', '-o', `remount,size=${kibibytes}k`, folder);
    },
    async limitFiles({ pid }) {
      // Elsewhere than on Linux it is only killed, after a while.
      if (findOnPath('prlimit') === undefined) return;
      await run('prlimit', '--pid', String(pid), `--fsize=${SMALLEST_FILE_BYTES}:`);
    },
    async giveBack() {
      if (isMounted) await run('mount', '-o', `remount,${ROOM}`, folder);
    },
    async close() {
      // A server that is still ending does not hold the folder.
      if (isMounted) await run('umount', '--lazy', folder);
    },
  };
}

const run = (command: string, ...args: string[]): Promise<string> => runCommand(command, args, COMMAND_WITHIN);
