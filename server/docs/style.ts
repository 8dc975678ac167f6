import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the colours, sizes and spaces of the pages are: in a build beside everything else that is read. */
const [BUILT, IN_CHECKOUT] = [
  join(__dirname, 'tokens.css'),
  join(__dirname, '..', '..', 'web', 'shared', 'ui', 'tokens.css'),
];
/** One look, written once. */
const TOKENS = readFileSync(existsSync(BUILT) ? BUILT : IN_CHECKOUT, 'utf8');

/** The style of the documentation, and of every other page that works without a script (`http/page.ts`). */
export const DOCS_STYLE = TOKENS + readFileSync(join(__dirname, 'docs.css'), 'utf8');
