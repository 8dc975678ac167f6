import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesUnder, SOURCE } from './files';

/** A line before the file's own comment: an import, the lines of one, or what tools read. */
const BEFORE_THE_FILES_OWN = /^(import\b|export (type )?\{|\} from |\s|\/\/|#!|$)/;

/**
 * Doc comments that document nothing: two in a row, or one with a blank line or a closing bracket after it. Only the comment
 * about the whole file, right after its imports, stands alone.
 */
export function strayDocComments(root: string): string[] {
  return filesUnder(root, SOURCE).flatMap((file) => {
    const lines = readFileSync(join(root, file), 'utf8').split('\n');
    return strayLines(lines).map((line) => `${file}:${line + 1} a doc comment that documents nothing`);
  });
}

function strayLines(lines: readonly string[]): number[] {
  const stray: number[] = [];
  for (let line = 0; line < lines.length; line += 1) {
    if (!lines[line]?.trimStart().startsWith('/**')) continue;
    const start = line;
    while (line < lines.length && !lines[line]?.includes('*/')) line += 1;
    if (!lines[line]?.trimEnd().endsWith('*/')) continue;
    const next = lines[line + 1]?.trim() ?? '';
    const isOfFile = next === '' && lines.slice(0, start).every((before) => BEFORE_THE_FILES_OWN.test(before));
    if (!isOfFile && (next === '' || /^([)}\]]|\/\*\*)/.test(next))) stray.push(start);
  }
  return stray;
}
