import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What runs here, as `npm run build` wrote it down. */
export interface Build {
  /** Of `package.json`. */
  version: string;
  /** Names the workflows that it was built with: the same ones, the same id, wherever and whenever they are built. */
  buildId: string;
  /** The commit; null where it was not built from a checkout. */
  revision: string | null;
}

/** In a build this code is one file, and what goes with it lies beside it. */
const FACTS = join(__dirname, 'build.json');

/** Null in a checkout, where nothing has been built of what runs. */
export const BUILD: Build | null = existsSync(FACTS) ? JSON.parse(readFileSync(FACTS, 'utf8')) : null;
