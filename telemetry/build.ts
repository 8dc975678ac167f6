import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { version } from '../package.json';

/** What runs: the version of the release, and the build of it. */
export interface Build {
  version: string;
  build: string;
}

const Word = z.string().regex(/^[\x21-\x7e]{1,100}$/);
const Written = z.object({ version: Word, build: Word }).partial();

/** The build that runs from the sources. */
const UNBUILT = 'development';

/**
 * `AVENANT_BUILD` names the build; without it `build.json` beside the file that runs does, as a build leaves it there. Sources
 * that run without either are the build "development" of the version of their package.
 *
 * @param file the file that runs
 */
export function buildThatRuns(environment: NodeJS.ProcessEnv, file: string = process.argv[1] ?? ''): Build {
  const { data: named } = Word.safeParse(environment.AVENANT_BUILD);
  const written = Written.safeParse(writtenBeside(file)).data ?? {};
  return { version: written.version ?? version, build: named ?? written.build ?? UNBUILT };
}

function writtenBeside(file: string): unknown {
  try {
    return JSON.parse(readFileSync(join(dirname(file), 'build.json'), 'utf8'));
  } catch {
    return undefined;
  }
}
