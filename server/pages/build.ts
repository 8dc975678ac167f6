import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { ENCODINGS, type KeptFile, tagOf } from '../http/kept-file';

const ENDING_OF: Readonly<Record<(typeof ENCODINGS)[number], string>> = { br: '.br', gzip: '.gz', identity: '' };

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The pages as they were built: the one that starts every screen, and what it loads, by name. */
export interface PagesBuild {
  index: KeptFile;
  assets: ReadonlyMap<string, KeptFile>;
  madeAt: number;
}

const INDEX = 'index.html';

/**
 * Reads a build as a whole, so that no address ever reaches the file system and no answer is of two builds; undefined where there
 * is none. @param folder of `npm run build`
 */
export function readBuild(folder: string): PagesBuild | undefined {
  const madeAt = builtAt(folder);
  if (madeAt === undefined) return undefined;
  const assets = join(folder, 'assets');
  const names = readdirSync(assets).filter((name) => TYPES[extname(name)] !== undefined);
  return {
    index: readFile(folder, INDEX),
    assets: new Map(names.map((name) => [name, readFile(assets, name)])),
    madeAt,
  };
}

/** When the build there was made; undefined where there is none. */
export function builtAt(folder: string): number | undefined {
  const index = join(folder, INDEX);
  return existsSync(index) ? statSync(index).mtimeMs : undefined;
}

function readFile(folder: string, name: string): KeptFile {
  const bytes = Object.fromEntries(
    ENCODINGS.map((encoding) => [encoding, join(folder, name + ENDING_OF[encoding])] as const)
      .filter(([, path]) => existsSync(path))
      .map(([encoding, path]) => [encoding, readFileSync(path)]),
  );
  const content = readFileSync(join(folder, name));
  return { type: TYPES[extname(name)] ?? 'application/octet-stream', tag: tagOf(content), bytes };
}
