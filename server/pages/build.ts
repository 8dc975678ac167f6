import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

/** How a file may be sent, the smallest first. */
export const ENCODINGS = ['br', 'gzip', 'identity'] as const;
type Encoding = (typeof ENCODINGS)[number];

const ENDING_OF: Readonly<Record<Encoding, string>> = { br: '.br', gzip: '.gz', identity: '' };

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** A file of the build in each encoding that it has. */
export interface BuiltFile {
  type: string;
  /** Names its content. */
  tag: string;
  bytes: Readonly<Partial<Record<Encoding, Buffer>>>;
}

/** The pages as they were built: the one that starts every screen, and what it loads, by name. */
export interface PagesBuild {
  index: BuiltFile;
  assets: ReadonlyMap<string, BuiltFile>;
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

function readFile(folder: string, name: string): BuiltFile {
  const bytes = Object.fromEntries(
    ENCODINGS.map((encoding) => [encoding, join(folder, name + ENDING_OF[encoding])] as const)
      .filter(([, path]) => existsSync(path))
      .map(([encoding, path]) => [encoding, readFileSync(path)]),
  );
  const content = readFileSync(join(folder, name));
  const tag = createHash('sha256').update(content).digest('base64url').slice(0, 22);
  return { type: TYPES[extname(name)] ?? 'application/octet-stream', tag, bytes };
}
