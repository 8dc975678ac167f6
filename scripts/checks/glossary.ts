import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const TERM = /^- \*\*([^*]+)\*\*(?: \([^)]+\))?: .+\.$/;

/** Lines of the glossary that are no term on a line of its own, and terms that stand twice or out of order. */
export function glossaryFaults(root: string): string[] {
  const lines = readFileSync(join(root, 'docs', 'glossary.md'), 'utf8').split('\n');
  const list = lines.slice(lines.findIndex((line) => line.startsWith('- '))).filter((line) => line !== '');
  const terms = list.map((line) => TERM.exec(line)?.[1]);
  return terms.flatMap((term, index) => {
    if (term === undefined) return [`docs/glossary.md: no term with its meaning on one line: ${list[index]}`];
    const before = terms[index - 1];
    const isInOrder = before === undefined || term.localeCompare(before, 'en') > 0;
    return isInOrder ? [] : [`docs/glossary.md: “${term}” does not come after “${before}”`];
  });
}
