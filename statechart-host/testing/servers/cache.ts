import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { BackendError } from './backend-error';
import { takeLock } from './folder-lock';

/** Another process may be compiling the same thing; that takes minutes on a small machine. */
const BUILD_WAIT_MS = 15 * 60_000;

/** The user's folder for what a program fetches or builds once: `$XDG_CACHE_HOME/<program>`, `~/.cache/<program>`. */
export function userCacheFolder(program: string, env: NodeJS.ProcessEnv = process.env): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), program);
}

/** Path of the entry `name` of a cache folder, or undefined when no earlier run made it. */
export function findCached(folder: string, name: string): string | undefined {
  const path = join(folder, name);
  return existsSync(path) ? path : undefined;
}

/**
 * Path of the entry `name` of a cache folder, made by `build` if it is not there. `build` works in an empty staging folder and
 * returns the path of what it made; that is moved into place whole, so an interrupted build is never taken for a finished
 * one. Of several processes one builds and the others wait.
 * @throws BackendError `setup_failed` when another process keeps building for 15 minutes.
 */
export async function cached(
  folder: string,
  name: string,
  build: (staging: string) => Promise<string>,
): Promise<string> {
  const found = findCached(folder, name);
  if (found) return found;
  await mkdir(folder, { recursive: true });
  const lock = await takeLock(join(folder, `${name}.lock`), BUILD_WAIT_MS);
  if (lock.heldBy !== undefined) {
    throw new BackendError(
      'setup_failed',
      `Process ${lock.heldBy} has been preparing ${name} for 15 minutes. End it and try again.`,
    );
  }
  const staging = join(folder, `${name}.staging`);
  try {
    return findCached(folder, name) ?? (await buildInto(join(folder, name), staging, build));
  } finally {
    await rm(staging, { recursive: true, force: true });
    lock.release();
  }
}

async function buildInto(
  target: string,
  staging: string,
  build: (staging: string) => Promise<string>,
): Promise<string> {
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  await rename(await build(staging), target);
  return target;
}
