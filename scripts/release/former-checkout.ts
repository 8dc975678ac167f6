import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from 'statechart-host/testing';

const ROOT = join(__dirname, '..', '..');
/** Its own room of the project, that a checkout brings along. */
const OURS = 'statechart-host';
const WITHIN = { timeoutMs: 60_000 };

/** The sources of another commit, beside the libraries that are installed here. */
export interface FormerCheckout {
  root: string;
  remove(): Promise<void>;
}

/** @param commit what git knows it by: a tag, a hash. @throws Error where there is no such commit */
export async function checkoutOf(commit: string): Promise<FormerCheckout> {
  const folder = await mkdtemp(join(tmpdir(), 'avenant-former-'));
  const root = join(folder, 'checkout');
  const git = (...args: string[]) => runCommand('git', ['-C', ROOT, ...args], WITHIN);
  await git('worktree', 'add', '--quiet', '--detach', root, commit);
  await linkLibraries(root);
  return {
    root,
    async remove() {
      await git('worktree', 'remove', '--force', root);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A folder of our own that leads to the libraries here, and to our room there. */
async function linkLibraries(root: string): Promise<void> {
  const [there, here] = [join(root, 'node_modules'), join(ROOT, 'node_modules')];
  await mkdir(there);
  for (const name of await readdir(here)) {
    await symlink(name === OURS ? join(root, OURS) : join(here, name), join(there, name));
  }
}
