import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compressAll } from './compress';
import { areBuiltFrom, PAGES_FOLDER, STAMP, sourcesDigest } from './digest';
import { FIRST_VISIT_LIMITS, firstVisitOf } from './sizes';
import { viteSettings } from './vite-settings';

/** Makes the pages, unless they are there and of the very sources. @returns whether there was anything to make */
export async function buildPages(): Promise<boolean> {
  const digest = await sourcesDigest();
  if (await areBuiltFrom(digest)) return false;
  // Loaded where there is something to do, so that there being nothing is found out in a moment.
  const { withProgress } = await import('statechart-host/testing');
  await withProgress('Building the pages', () => make(digest));
  return true;
}

async function make(digest: string): Promise<void> {
  // Two may build at the same moment, and the API must never find half a build.
  const outDir = `${PAGES_FOLDER}.${process.pid}`;
  // What runs this may be a test, and pages are for people: React is another one there.
  process.env.NODE_ENV = 'production';
  // Vite is needed by whoever builds, and by nobody who runs what was built.
  const { build } = await import('vite');
  await build(viteSettings(outDir));
  await compressAll(outDir);
  await writeFile(join(outDir, STAMP), digest);
  await replace(outDir).catch(() => replace(outDir));
}

/** Fails when another build takes the place at the same moment; that one is of the same sources. */
async function replace(outDir: string): Promise<void> {
  await rm(PAGES_FOLDER, { recursive: true, force: true });
  await rename(outDir, PAGES_FOLDER);
}

/** What a first visit of each area downloads, a line each. */
export async function weightOfPages(): Promise<string> {
  const told = (bytes: number, most: number): string => `${(bytes / 1000).toFixed(1)} of ${most / 1000} kB`;
  const lines = (['billing', 'desk'] as const).map(async (area) => {
    const { script, style } = await firstVisitOf(area);
    const most = FIRST_VISIT_LIMITS[area];
    return `A first visit of /${area}, gzipped: script ${told(script, most.script)}, style ${told(style, most.style)}.`;
  });
  return (await Promise.all(lines)).join('\n');
}
