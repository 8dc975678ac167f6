import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

/** Read while it runs, from beside the code that asks for them. */
const READ = ['server/docs/docs.css', 'server/quote-links/quote.css', 'web/shared/ui/tokens.css'];

/** By the file that they are compiled into. */
const ENTRIES = { avenant: 'commands/main.ts', thread: 'papers/setting.ts' };

/**
 * Compiles the command `avenant` into one file, and the thread that it makes papers on into another. Packages stay outside, and
 * are installed where it runs; the statechart host is one of our own rooms, and is part of it.
 *
 * @returns the names of the files of code
 */
export async function buildProgram(root: string, folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const { dependencies } = require(join(root, 'package.json')) as { dependencies: Record<string, string> };
  await build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir: folder,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    external: Object.keys(dependencies).flatMap((name) => [name, `${name}/*`]),
    sourcemap: true,
    // What runs has no use for the sources; a stack names their files and lines.
    sourcesContent: false,
    logLevel: 'warning',
  });
  for (const file of READ) await copyFile(join(root, file), join(folder, basename(file)));
  return Object.keys(ENTRIES).map((name) => `${name}.js`);
}
