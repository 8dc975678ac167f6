import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a recipe writes: new files, lines in files that are there, and what is left for the author. */
export interface Skeleton {
  files: Record<string, string>;
  insertions: Insertion[];
  next: string[];
}

export interface Insertion {
  file: string;
  /** What it is put beside, for saying that it is missing. */
  anchor: string;
  text: string;
  /** @returns the index of the line that the text goes in front of, or -1 when the anchor is missing */
  place(lines: readonly string[]): number;
}

/** At the end of a block: in front of the first line that closes what its opening line begins. */
export const atEndOf = (file: string, opening: string, text: string): Insertion => ({
  file,
  anchor: opening,
  text,
  place(lines) {
    const start = lines.findIndex((line) => line.startsWith(opening));
    const indent = /^ */.exec(opening)?.[0] ?? '';
    const isEnd = (line: string): boolean => line.startsWith(indent) && /^[)\]}]/.test(line.slice(indent.length));
    return start < 0 ? -1 : lines.findIndex((line, index) => index > start && isEnd(line));
  },
});

export const inFrontOf = (file: string, anchor: string, text: string): Insertion => ({
  file,
  anchor,
  text,
  place: (lines) => lines.findIndex((line) => line.startsWith(anchor)),
});

/** Behind the last line that begins so. */
export const behindLast = (file: string, anchor: string, text: string): Insertion => ({
  file,
  anchor,
  text,
  place: (lines) => lines.findLastIndex((line) => line.startsWith(anchor)) + 1 || -1,
});

/** The formatter sorts imports. */
export const imported = (file: string, text: string): Insertion => inFrontOf(file, 'import ', text);

/**
 * Writes a skeleton under a root, formatted; all of it, or nothing when a place is missing or a file is there already.
 *
 * @returns the paths written
 */
export function write(root: string, { files, insertions }: Skeleton): string[] {
  const taken = Object.keys(files).find((file) => existsSync(join(root, file)));
  if (taken !== undefined) throw new Error(`${taken} is there already.`);
  const texts = { ...files };
  for (const insertion of insertions) {
    const { file } = insertion;
    texts[file] = inserted(texts[file] ?? readFileSync(join(root, file), 'utf8'), insertion);
  }
  for (const [file, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  const written = Object.keys(texts);
  format(root, written);
  return written;
}

function inserted(source: string, { file, anchor, text, place }: Insertion): string {
  const lines = source.split('\n');
  const index = place(lines);
  if (index < 0) throw new Error(`${file} has no line that begins with “${anchor}”: mend the recipe in scripts/new/.`);
  return [...lines.slice(0, index), text, ...lines.slice(index)].join('\n');
}

function format(root: string, files: readonly string[]): void {
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const args = [biome, 'check', '--write', '--vcs-enabled=false', ...files];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}
