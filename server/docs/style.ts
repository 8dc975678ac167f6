import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The colours, sizes and spaces of the pages in `web/`: one look, written once. */
const TOKENS = readFileSync(join(__dirname, '..', '..', 'web', 'shared', 'ui', 'tokens.css'), 'utf8');

/** The style of the documentation, and of every other page that works without a script (`http/page.ts`). */
export const DOCS_STYLE = TOKENS + readFileSync(join(__dirname, 'docs.css'), 'utf8');
