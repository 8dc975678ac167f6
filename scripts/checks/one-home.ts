import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesUnder, isOfTests } from './files';

/** The formatter puts every export at the start of a line. */
const EXPORTED =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:const|let|function\*?|class|interface|type|enum) (\w+)|^export \{ ([^}]*) \};/gm;

/**
 * The rival of the benchmark is called like the order it stands in for: the workflow type is a name on the wire. What stands around
 * workflows is looked for under one name in each of its modules.
 */
const SECOND_HOMES_ALLOWED: Record<string, string> = {
  subscriptionChange: 'bench/hand-written/order.ts',
  interceptors: 'workflows/unread.ts',
};

/** What others copy repeats what it is for; a test holds it to the real thing. */
const COPIED_BY_OTHERS = 'docs/start-from-temporal/contract.ts';

/** Exported names that mean two things, with the files that export them. What is handed on with `from` has its home there. */
export function secondHomes(root: string): string[] {
  const homes = new Map<string, Set<string>>();
  for (const file of filesUnder(root, /\.tsx?$/).filter((path) => !isOfTests(path) && path !== COPIED_BY_OTHERS)) {
    for (const name of exportedNames(readFileSync(join(root, file), 'utf8'))) {
      if (SECOND_HOMES_ALLOWED[name] === file) continue;
      // A component is called like what it shows, and written between angle brackets: <Amount>.
      const word = file.endsWith('.tsx') ? `<${name}>` : name;
      homes.set(word, (homes.get(word) ?? new Set()).add(file));
    }
  }
  return [...homes]
    .filter(([, files]) => files.size > 1)
    .map(([name, files]) => `${name} is exported by ${[...files].join(' and ')}`);
}

function exportedNames(text: string): string[] {
  return [...text.matchAll(EXPORTED)].flatMap(([, declared, listed]) => {
    if (declared !== undefined) return [declared];
    return (listed ?? '').split(', ').map((one) => one.replace(/^type /, '').replace(/^\w+ as /, ''));
  });
}
