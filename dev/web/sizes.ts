import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PAGES_FOLDER } from './digest';

/** An entry of Vite's manifest: a file, and what it imports at once and later. */
interface Chunk {
  file: string;
  css?: readonly string[];
  imports?: readonly string[];
  dynamicImports?: readonly string[];
}

type Manifest = Readonly<Record<string, Chunk>>;

/** What somebody downloads, gzipped, in bytes. */
export interface Weight {
  script: number;
  style: number;
}

/** The most that a first visit of an area may download. */
export const FIRST_VISIT_LIMITS = {
  billing: { script: 200_000, style: 20_000 },
  desk: { script: 250_000, style: 20_000 },
} as const satisfies Record<string, Weight>;

const ENTRY = 'index.html';

const WORDS = '../locales/ui.fr.json';

/** What the first screen of each area is made of besides. */
const FIRST_SCREENS = {
  billing: ['billing/home/home.tsx'],
  desk: ['desk/desk.tsx', '../locales/desk.fr.json', 'desk/queue/queue.tsx'],
} as const;

/** What a first visit of an area downloads: the entry, the words of one language, and its first screen. */
export async function firstVisitOf(area: keyof typeof FIRST_SCREENS): Promise<Weight> {
  const folder = PAGES_FOLDER;
  const manifest: Manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  const keys = new Set<string>();
  for (const key of [ENTRY, WORDS, ...FIRST_SCREENS[area]]) collect(manifest, key, keys);
  const chunks = [...keys].map((key) => chunkOf(manifest, key));
  const [script, style] = await Promise.all([
    weigh(
      folder,
      chunks.map(({ file }) => file),
    ),
    weigh(folder, [...new Set(chunks.flatMap(({ css = [] }) => css))]),
  ]);
  return { script, style };
}

function collect(manifest: Manifest, key: string, into: Set<string>): void {
  if (into.has(key)) return;
  into.add(key);
  for (const imported of chunkOf(manifest, key).imports ?? []) collect(manifest, imported, into);
}

function chunkOf(manifest: Manifest, key: string): Chunk {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`The build has no ${key}.`);
  return chunk;
}

async function weigh(folder: string, files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, `${file}.gz`))).size));
  return sizes.reduce((total, size) => total + size, 0);
}
