import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../servers/cache';
import { runCommand } from '../servers/commands';
import { type GoVersion, goInstall } from '../servers/go';
import { withProgress } from '../servers/progress';

/**
 * The version fetched or built when the machine brings none. Later ones (from 1.6.0) carry a `replace` directive in their
 * module file, which `go install` refuses.
 */
export const TEMPORAL_CLI_VERSION = '1.5.1';
const CACHE_NAME = `temporal-cli-${TEMPORAL_CLI_VERSION}${process.platform === 'win32' ? '.exe' : ''}`;

/** What compiles it. */
export const OLDEST_GO: GoVersion = [1, 25];
const DOWNLOAD_LIMIT_MS = 10 * 60_000;
/** A download whose folder has not grown for this long hangs, e.g. behind a firewall that swallows packets. */
const DOWNLOAD_STALL_MS = 15_000;
const LOOK_EVERY_MS = 1_000;

/** File name of the cached server, which carries its version. */
export function temporalCacheName(): string {
  return CACHE_NAME;
}

/** Downloads the official release into the cache folder, bounded in time, and resolves to its path. */
export function downloadTemporal(cacheDir: string): Promise<string> {
  return withProgress('Downloading the Temporal server', () => cached(cacheDir, CACHE_NAME, downloadInto));
}

/** Compiles the server into the cache folder with the Go toolchain, and resolves to its path. */
export function buildTemporal(cacheDir: string): Promise<string> {
  return withProgress('Compiling the Temporal server with Go (once, a few minutes)', () =>
    cached(cacheDir, CACHE_NAME, compileInto),
  );
}

function compileInto(staging: string): Promise<string> {
  // What `temporal --version` then says.
  const linking = `-X github.com/temporalio/cli/temporalcli.Version=${TEMPORAL_CLI_VERSION}`;
  const source = `github.com/temporalio/cli/cmd/temporal@v${TEMPORAL_CLI_VERSION}`;
  return goInstall({ source, linking }, staging);
}

async function downloadInto(staging: string): Promise<string> {
  const stalled = new AbortController();
  const watch = abortWhenStalled(staging, stalled);
  try {
    await runCommand(process.execPath, [join(__dirname, 'official-download.js'), staging, `v${TEMPORAL_CLI_VERSION}`], {
      timeoutMs: DOWNLOAD_LIMIT_MS,
      signal: stalled.signal,
    });
  } finally {
    clearInterval(watch);
  }
  return onlyTemporalIn(staging);
}

function abortWhenStalled(folder: string, stalled: AbortController): NodeJS.Timeout {
  let size = 0;
  let grewAt = Date.now();
  return setInterval(async () => {
    const now = await sizeOf(folder);
    if (now !== size) grewAt = Date.now();
    size = now;
    if (Date.now() - grewAt > DOWNLOAD_STALL_MS) stalled.abort();
  }, LOOK_EVERY_MS);
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function onlyTemporalIn(folder: string): Promise<string> {
  const name = (await readdir(folder)).find((file) => file.startsWith('temporal'));
  if (name === undefined) throw new Error('no temporal binary was left behind');
  return join(folder, name);
}
