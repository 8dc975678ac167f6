import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from 'statechart-host/testing';
import { askGit } from './checkout';
import { libraryChanges } from './libraries';
import type { replayedBy as ReplayedBy } from './replayed-by';

const ROOT = join(__dirname, '..', '..');
/** Its own room of the project, that a checkout brings along. */
const OURS = 'statechart-host';
/** A download of a hundred libraries takes a minute or two. */
const INSTALLED_WITHIN = 600_000;

/** The sources of another commit, beside the libraries that it ran with. */
export interface FormerCheckout {
  root: string;
  /** The libraries that it has in other versions than this checkout, by name; none where it shares those that are installed here. */
  otherLibraries: string[];
  /** Its own, with its libraries, its interceptors and its ways to bundle. @throws Error where it is from before there was one */
  replayedBy: typeof ReplayedBy;
  remove(): Promise<void>;
}

/** @param commit what git knows it by: a tag, a hash. @throws Error where there is no such commit, or its libraries cannot be had */
export async function checkoutOf(commit: string): Promise<FormerCheckout> {
  const folder = await mkdtemp(join(tmpdir(), 'avenant-former-'));
  const root = join(folder, 'checkout');
  await askGit(ROOT, 'worktree', 'add', '--quiet', '--detach', root, commit);
  const remove = async (): Promise<void> => {
    await askGit(ROOT, 'worktree', 'remove', '--force', root);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const [former, now] = await Promise.all([root, ROOT].map((at) => readFile(join(at, 'package-lock.json'), 'utf8')));
    const otherLibraries = libraryChanges(former ?? '', now ?? '');
    await (otherLibraries.length > 0 ? installLibraries(root) : linkLibraries(root));
    const replayedBy: typeof ReplayedBy = (histories) =>
      (require(join(root, 'scripts', 'release', 'replayed-by')) as { replayedBy: typeof ReplayedBy }).replayedBy(
        histories,
      );
    return { root, otherLibraries, replayedBy, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function installLibraries(root: string): Promise<void> {
  const args = ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  await runCommand('npm', args, { cwd: root, timeoutMs: INSTALLED_WITHIN });
}

/** A folder of our own that leads to the libraries here, and to our room there. */
async function linkLibraries(root: string): Promise<void> {
  const [there, here] = [join(root, 'node_modules'), join(ROOT, 'node_modules')];
  await mkdir(there);
  for (const name of await readdir(here)) {
    await symlink(name === OURS ? join(root, OURS) : join(here, name), join(there, name));
  }
}
