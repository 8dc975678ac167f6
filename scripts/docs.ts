import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { staleDocuments } from './docs/documents';

/**
 * `npm run docs` writes the documents that are made from code and are not current. With `--check` it writes nothing and fails
 * when there are any.
 */

const ROOT = join(import.meta.dirname, '..');

const stale = staleDocuments(ROOT);
const names = stale.map(([path]) => path).join(', ');

if (stale.length === 0) console.log('Every document is current.');
else if (process.argv.includes('--check')) {
  console.error(`Not current: ${names}. Run: npm run docs`);
  process.exitCode = 1;
} else {
  for (const [path, text] of stale) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
  }
  console.log(`Written: ${names}`);
}
