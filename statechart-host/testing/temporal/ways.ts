import { join } from 'node:path';
import { findCached, userCacheFolder } from '../servers/cache';
import { findOnPath } from '../servers/commands';
import { goVersion, isGoRecentEnough } from '../servers/go';
import { Absent, type Chosen, firstWay, type Way } from '../servers/ways';
import { buildTemporal, downloadTemporal, OLDEST_GO, TEMPORAL_CLI_VERSION, temporalCacheName } from './binary';

/** A Temporal that runs already, or the program to run one. */
export type TemporalSource =
  | { readonly kind: 'running'; readonly address: string }
  | { readonly kind: 'program'; readonly path: string };

/** The questions of the choice to the machine; a test answers in its place. */
export interface TemporalProbe {
  readonly address: string | undefined;
  /** Where a server of an earlier run is kept. */
  readonly cacheFile: string;
  onPath(): string | undefined;
  inCache(): string | undefined;
  download(): Promise<string>;
  goVersion(): Promise<string | undefined>;
  build(): Promise<string>;
}

/**
 * Answers for this machine and the given environment.
 * @param cacheDir folder for what is fetched or built once; `$XDG_CACHE_HOME/statechart-host` or `~/.cache/statechart-host`
 * when left out
 */
export function machineTemporalProbe(
  env: NodeJS.ProcessEnv = process.env,
  cacheDir: string = userCacheFolder('statechart-host', env),
): TemporalProbe {
  return {
    address: env.TEMPORAL_ADDRESS,
    cacheFile: join(cacheDir, temporalCacheName()),
    onPath: () => findOnPath('temporal', env),
    inCache: () => findCached(cacheDir, temporalCacheName()),
    download: () => downloadTemporal(cacheDir),
    goVersion,
    build: () => buildTemporal(cacheDir),
  };
}

/**
 * Chooses where Temporal comes from, cheapest and most explicit first.
 * @throws BackendError `temporal_not_found` naming every way and why it was not taken.
 */
export function chooseTemporal(probe: TemporalProbe): Promise<Chosen<TemporalSource>> {
  return firstWay(temporalWays(probe), {
    code: 'temporal_not_found',
    what: 'No Temporal server to run on.',
    advice: [
      'set TEMPORAL_ADDRESS=host:port to a Temporal that runs already',
      'install the Temporal CLI so that `temporal` is on PATH',
      'allow this machine to reach the official download',
      'install Go 1.25 or later, so that the server can be compiled here',
      `put a Temporal CLI at ${probe.cacheFile}`,
    ],
  });
}

function temporalWays(probe: TemporalProbe): Way<TemporalSource>[] {
  return [
    { name: 'TEMPORAL_ADDRESS', find: async () => running(probe.address) },
    { name: '`temporal` on PATH', find: async () => program(probe.onPath(), 'not on PATH') },
    { name: 'binary cached by an earlier run', find: async () => program(probe.inCache(), 'not in the cache') },
    { name: 'official download', find: async () => program(await probe.download(), 'not available') },
    { name: `go install of version ${TEMPORAL_CLI_VERSION}`, find: () => compiled(probe) },
  ];
}

function running(address: string | undefined): TemporalSource | Absent {
  return address ? { kind: 'running', address } : new Absent('not set');
}

function program(path: string | undefined, absence: string): TemporalSource | Absent {
  return path ? { kind: 'program', path } : new Absent(absence);
}

async function compiled(probe: TemporalProbe): Promise<TemporalSource | Absent> {
  const version = await probe.goVersion();
  if (version === undefined) return new Absent('Go is not on PATH');
  if (!isGoRecentEnough(version, OLDEST_GO)) return new Absent(`Go ${version} is too old, 1.25 is needed`);
  return { kind: 'program', path: await probe.build() };
}
