import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { BackendError } from './backend-error';
import { takeLock } from './folder-lock';

/** Another process may be compiling the same thing; that takes minutes on a small machine. */
const BUILD_WAIT_MS = 15 * 60_000;

/** The user's folder for what is fetched or built once: `$AVENANT_CACHE_DIR`, `$XDG_CACHE_HOME/avenant`, `~/.cache/avenant`. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.AVENANT_CACHE_DIR) return env.AVENANT_CACHE_DIR;
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'avenant');
}

/** Path of a cached entry, or undefined when no earlier run made it. */
export function findCached(name: string, folder = cacheFolder()): string | undefined {
  const path = join(folder, name);
  return existsSync(path) ? path : undefined;
}

/**
 * Path of the cached entry `name`, made by `build` if it is not there. `build` works in an empty staging folder and
 * returns the path of what it made; that is moved into place whole, so an interrupted build is never taken for a finished
 * one. Of several processes one builds and the others wait.
 * @throws BackendError `setup_failed` when another process keeps building for 15 minutes.
 */
export async function cached(
  name: string,
  build: (staging: string) => Promise<string>,
  folder = cacheFolder(),
): Promise<string> {
  const found = findCached(name, folder);
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
    return findCached(name, folder) ?? (await buildInto(join(folder, name), staging, build));
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
