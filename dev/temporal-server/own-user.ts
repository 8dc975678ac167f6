import { chown } from 'node:fs/promises';
import { runCommand } from 'statechart-host/testing';

/** Made by the distribution's package. */
const USER = 'postgres';
const ANSWER_LIMIT_MS = 10_000;
const ROOT = 0;

/** Whom PostgreSQL runs as, which refuses to run as root. */
export interface OwnUser {
  /** What its commands begin with. */
  prefix: readonly string[];
  /** Gives a folder to that user. */
  own(folder: string): Promise<void>;
}

/** For root the user of the distribution's package, for anybody else themselves. */
export async function ownUser(): Promise<OwnUser> {
  if (process.getuid?.() !== ROOT) return { prefix: [], own: async () => {} };
  const [uid, gid] = [await idOf('--user'), await idOf('--group')];
  return {
    // It becomes the program it is given, so that signals reach that.
    prefix: ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'],
    own: (folder) => chown(folder, uid, gid),
  };
}

const idOf = async (which: '--user' | '--group'): Promise<number> =>
  Number(await runCommand('id', [which, USER], { timeoutMs: ANSWER_LIMIT_MS }));
