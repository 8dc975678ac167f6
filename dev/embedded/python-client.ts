import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from './cache-folder';

/** The releases of Temporal's client for Python, and of what seals payloads there, that the documentation is walked with. */
const RELEASES = ['temporalio==1.35.0', 'cryptography==50.0.2'];

export const NO_PYTHON =
  'There is no Python 3 with pip on this machine: install it ("apt-get install python3 python3-pip").';

export const hasPython = (): boolean => spawnSync('python3', ['-m', 'pip', '--version']).status === 0;

const run = promisify(execFile);

/**
 * Temporal's client for Python, installed once into a folder of its own and not into the machine.
 *
 * @returns the folder, for `PYTHONPATH`
 * @throws Error with pip's words where there is no Python with pip, or nothing to install from
 */
export async function pythonClient(): Promise<string> {
  const folder = join(cacheFolder(), RELEASES.join('-').replaceAll('==', '-'));
  if (existsSync(folder)) return folder;
  await mkdir(cacheFolder(), { recursive: true });
  const beside = await mkdtemp(`${folder}-`);
  try {
    await run('python3', ['-m', 'pip', 'install', '--quiet', '--target', beside, ...RELEASES]);
    // Whoever comes second finds it there.
    await rename(beside, folder).catch(() => undefined);
    return folder;
  } catch (error) {
    throw new Error(`${RELEASES.join(' and ')} cannot be installed. ${hasPython() ? String(error) : NO_PYTHON}`, {
      cause: error,
    });
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}
