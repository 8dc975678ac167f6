import { join } from 'node:path';
import { longCommitTitles } from './checks/commit-titles';
import { strayDocComments } from './checks/doc-comments';
import { untoldFolders } from './checks/folder-readmes';
import { glossaryFaults } from './checks/glossary';
import { secondHomes } from './checks/one-home';
import { repeatedCode } from './checks/repeated-code';
import { complaintsOf } from './checks/run';
import { misspelled, unsortedWords } from './checks/spelling';
import { titlesWithoutSubject } from './checks/test-titles';

/**
 * `npm run verify`: everything that is checked before the tests, two parts at a time, with how long each took.
 * `npm run verify -- lint spelling` checks only these.
 */

const ROOT = join(import.meta.dirname, '..');
const LANES = 2;

type Part = () => string[] | Promise<string[]>;
const script =
  (name: string): Part =>
  () =>
    complaintsOf('npm', ['run', '--silent', name], ROOT);

/** What takes long comes first, so that no lane waits for the other at the end. */
const PARTS: Record<string, Part> = {
  types: script('types'),
  lint: script('lint'),
  documents: script('docs:check'),
  'repeated-code': () => repeatedCode(ROOT),
  spelling: async () => [...unsortedWords(), ...(await misspelled(ROOT))],
  'unused-exports': script('unused'),
  'one-home': () => secondHomes(ROOT),
  'doc-comments': () => strayDocComments(ROOT),
  glossary: () => glossaryFaults(ROOT),
  'folder-readmes': () => untoldFolders(ROOT),
  'commit-titles': () => longCommitTitles(ROOT),
  'test-titles': () => titlesWithoutSubject(ROOT),
};

async function check(name: string, part: Part): Promise<boolean> {
  const start = performance.now();
  const complaints = await part();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${complaints.length === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(16)} ${seconds.padStart(5)} s`);
  for (const complaint of complaints) console.log(`       ${complaint}`);
  return complaints.length === 0;
}

/** @returns the parts that failed */
async function verify(names: readonly string[]): Promise<string[]> {
  const waiting = [...names];
  const failed: string[] = [];
  const lane = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const part = PARTS[name];
      if (!part) throw new Error(`There is no part ${name}. The parts: ${Object.keys(PARTS).join(', ')}`);
      if (!(await check(name, part))) failed.push(name);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return failed;
}

async function main(): Promise<void> {
  const asked = process.argv.slice(2);
  const start = performance.now();
  const failed = await verify(asked.length > 0 ? asked : Object.keys(PARTS));
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(`${failed.length === 0 ? 'All is well' : `Failed: ${failed.join(', ')}`} (${seconds} s)`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
