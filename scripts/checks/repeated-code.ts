import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Detector, type IMapFrame, MemoryStore } from '@jscpd/core';
import { Tokenizer } from '@jscpd/tokenizer';
import { filesUnder, isOfTests } from './files';

/** White space counts as tokens too: a hundred of them are some ten lines. */
const REPEATED = { minTokens: 100, minLines: 6 };

/** Nobody reads it whole, and each of its types says all that it is. */
const WRITTEN_BY_DOCS = 'web/shared/api/api-types.ts';

/** Pieces of code that stand in two places. Tests may repeat themselves: each reads as a specification of its own. */
export async function repeatedCode(root: string): Promise<string[]> {
  const detector = new Detector(new Tokenizer(), new MemoryStore<IMapFrame>(), [], REPEATED);
  const found: string[] = [];
  for (const file of filesUnder(root, /\.tsx?$/).filter((path) => !isOfTests(path) && path !== WRITTEN_BY_DOCS)) {
    const clones = await detector.detect(file, readFileSync(join(root, file), 'utf8'), 'typescript');
    for (const { duplicationA, duplicationB } of clones)
      found.push(`${placeOf(duplicationA)} repeats ${placeOf(duplicationB)}`);
  }
  return found;
}

interface Place {
  sourceId: string;
  start: { line: number };
  end: { line: number };
}

const placeOf = ({ sourceId, start, end }: Place): string => `${sourceId}:${start.line}-${end.line}`;
