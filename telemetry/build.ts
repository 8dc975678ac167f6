import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { version } from '../package.json';

/** What `npm run build` wrote down of itself. */
export interface BuildFacts {
  /** Of `package.json`. */
  version: string;
  /** Names the code of all processes: the same code beside the same libraries, the same id, wherever and whenever it is built. */
  buildId: string;
  /** The commit, with `-dirty` behind it where something was not committed; null where it was not built from a checkout. */
  revision: string | null;
}

/** What a process says that it is: the version of the release, and the build of it. */
export interface Build {
  version: string;
  build: string;
}

/** In a build this code is one file, and what goes with it lies beside it. */
const FACTS = join(__dirname, 'build.json');

/** Null in a checkout, where nothing has been built of what runs. */
export const BUILD: BuildFacts | null = existsSync(FACTS) ? JSON.parse(readFileSync(FACTS, 'utf8')) : null;

const Word = z.string().regex(/^[\x21-\x7e]{1,100}$/);
/** The build that runs from the sources. */
const UNBUILT = 'development';

/** `AVENANT_BUILD` names the build; without it what the build wrote down does. */
export function buildThatRuns(environment: NodeJS.ProcessEnv, facts: BuildFacts | null = BUILD): Build {
  const { data: named } = Word.safeParse(environment.AVENANT_BUILD);
  return { version: facts?.version ?? version, build: named ?? facts?.buildId ?? UNBUILT };
}
