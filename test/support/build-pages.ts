import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { areBuiltFrom, sourcesDigest } from '../../dev/web/digest';

const ROOT = join(__dirname, '..', '..');

/** Builds the pages as they are now, where they are not yet: once for a whole run, because two builds would be in each other's way. */
export async function buildPages(): Promise<void> {
  if (await areBuiltFrom(await sourcesDigest())) return;
  const build = [join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs'), join(ROOT, 'scripts', 'build.ts')];
  const { status, stderr } = spawnSync(process.execPath, build, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The pages could not be built: ${stderr}`);
}
