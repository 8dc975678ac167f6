import { join } from 'node:path';
import {
  Absent,
  cached,
  findCached,
  firstWay,
  type GoVersion,
  goInstall,
  goVersion,
  isGoRecentEnough,
  type Way,
  withProgress,
} from 'statechart-host/testing';
import { cacheFolder } from '../embedded/cache-folder';

/** The version that the long tests run on. From 1.31 on a server reports its limits. */
export const TEMPORAL_SERVER_VERSION = '1.31.2';

/** What its module file asks for. */
const OLDEST_GO: GoVersion = [1, 26];

/** Paths of the programs of a Temporal server. */
export interface TemporalPrograms {
  server: string;
  /** Makes and upgrades its schemas. */
  sqlTool: string;
}

/**
 * The programs, compiled once from their Go module and kept in the cache folder: some minutes the first time.
 * @throws BackendError `temporal_server_not_found`
 */
export async function temporalPrograms(folder: string = cacheFolder()): Promise<TemporalPrograms> {
  const [server, sqlTool] = [
    await program(folder, 'temporal-server', 'cmd/server'),
    await program(folder, 'temporal-sql-tool', 'cmd/tools/sql'),
  ];
  return { server, sqlTool };
}

async function program(folder: string, name: string, source: string): Promise<string> {
  const file = `${name}-${TEMPORAL_SERVER_VERSION}`;
  const ways: Way<string>[] = [
    { name: 'kept by an earlier run', find: async () => findCached(folder, file) ?? new Absent('not in the cache') },
    { name: 'go install', find: () => compiled(folder, file, source) },
  ];
  const { value } = await firstWay(ways, {
    code: 'temporal_server_not_found',
    what: `No ${name} ${TEMPORAL_SERVER_VERSION}.`,
    advice: [
      `install Go ${OLDEST_GO.join('.')} or later (https://go.dev/dl), so that it is compiled here`,
      `put ${name} of the release of that version at ${join(folder, file)}`,
    ],
  });
  return value;
}

async function compiled(folder: string, file: string, source: string): Promise<string | Absent> {
  const version = await goVersion();
  if (version === undefined) return new Absent('Go is not on PATH');
  if (!isGoRecentEnough(version, OLDEST_GO)) return new Absent(`Go ${version} is too old`);
  const module = { source: `go.temporal.io/server/${source}@v${TEMPORAL_SERVER_VERSION}` };
  return withProgress(`Compiling ${file} with Go (once, a few minutes)`, () =>
    cached(folder, file, (staging) => goInstall(module, staging)),
  );
}
