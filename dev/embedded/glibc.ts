import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, findCached, findOnPath, runCommand, withProgress } from 'statechart-host/testing';
import { newerSuiteSources, osRelease } from './apt-sources';
import { cacheFolder } from './cache-folder';

/** The C library the embedded MongoDB engine was linked against, as [major, minor]. */
const NEEDED: readonly [number, number] = [2, 38];
/** The Debian release whose C library is borrowed. */
const SUITE = 'trixie';
const PACKAGES = ['libc6', 'libstdc++6', 'libgcc-s1'];
const APT_LIMIT_MS = 120_000;
const UNPACK_LIMIT_MS = 60_000;

/** Where Debian puts the loader and the libraries, by Node's name of the architecture. */
const LAYOUTS: Readonly<Record<string, { loader: string; libraries: string }>> = {
  x64: { loader: 'usr/lib64/ld-linux-x86-64.so.2', libraries: 'usr/lib/x86_64-linux-gnu' },
  arm64: { loader: 'usr/lib/ld-linux-aarch64.so.1', libraries: 'usr/lib/aarch64-linux-gnu' },
};

/**
 * The words to put before a program so that it runs under a C library that is new enough: none where the machine's own
 * will do. On an older Debian that of a later Debian is fetched once, signatures checked by apt, and kept in the cache.
 * @throws Error in words for people when there is no such library to be had.
 */
export async function newEnoughGlibc(): Promise<readonly string[]> {
  const version = glibcVersion();
  if (process.platform !== 'linux' || (version !== undefined && isEnough(version))) return [];
  const layout = LAYOUTS[process.arch];
  if (version === undefined || layout === undefined) {
    throw new Error(`it needs the GNU C library ${NEEDED.join('.')} or later, on x64 or arm64`);
  }
  const root = await borrowedRoot(version);
  const loader = join(root, layout.loader);
  if (!existsSync(loader))
    throw new Error(`the C library fetched into ${root} is incomplete; delete that folder and try again`);
  return [loader, '--library-path', join(root, layout.libraries)];
}

async function borrowedRoot(version: string): Promise<string> {
  const name = `glibc-${SUITE}-${process.arch}`;
  const found = findCached(cacheFolder(), name);
  if (found) return found;
  const release = await osRelease();
  const tools = ['apt-get', 'dpkg'].every((tool) => findOnPath(tool));
  if (release.ID !== 'debian' || release.VERSION_CODENAME === undefined || !tools) {
    throw new Error(
      `it needs the GNU C library ${NEEDED.join('.')}, this machine has ${version}, and only on Debian a newer one can be borrowed`,
    );
  }
  const codename = release.VERSION_CODENAME;
  const label = `Fetching the C library of Debian ${SUITE} for the embedded MongoDB (once)`;
  return withProgress(label, () => cached(cacheFolder(), name, (staging) => fetchInto(staging, codename)));
}

/** Fetches and unpacks the packages without touching the machine's own package lists. */
async function fetchInto(staging: string, codename: string): Promise<string> {
  const apt = await privateApt(staging, codename);
  const downloads = join(staging, 'downloads');
  await mkdir(downloads);
  await runCommand('apt-get', [...apt, 'update'], { timeoutMs: APT_LIMIT_MS });
  await runCommand('apt-get', [...apt, 'download', ...PACKAGES], { cwd: downloads, timeoutMs: APT_LIMIT_MS });
  const root = join(staging, 'root');
  for (const file of await readdir(downloads)) {
    if (!file.endsWith('.deb')) continue;
    await runCommand('dpkg', ['-x', join(downloads, file), root], { timeoutMs: UNPACK_LIMIT_MS });
  }
  return root;
}

/** Options that make apt read only our sources and write only below `staging`. */
async function privateApt(staging: string, codename: string): Promise<string[]> {
  const folders = { sources: join(staging, 'sources'), lists: join(staging, 'lists'), cache: join(staging, 'cache') };
  await Promise.all([
    mkdir(folders.sources),
    mkdir(join(folders.lists, 'partial'), { recursive: true }),
    mkdir(join(folders.cache, 'archives', 'partial'), { recursive: true }),
  ]);
  for (const [name, text] of await newerSuiteSources(codename, SUITE)) {
    await writeFile(join(folders.sources, name), text);
  }
  const settings = [
    'Dir::Etc::sourcelist=/dev/null',
    `Dir::Etc::sourceparts=${folders.sources}`,
    `Dir::State::lists=${folders.lists}`,
    `Dir::Cache=${folders.cache}`,
    'Acquire::Languages=none',
    'Acquire::Retries=1',
    'Acquire::http::Timeout=20',
    // The lock of the package database is for installing; nothing is installed, and nobody need be root.
    'Debug::NoLocking=1',
    // apt run by root would drop to a user that cannot see into a private cache folder.
    ...(process.getuid?.() === 0 ? ['APT::Sandbox::User=root'] : []),
  ];
  return ['-qq', ...settings.flatMap((setting) => ['-o', setting])];
}

function glibcVersion(): string | undefined {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  return report?.header?.glibcVersionRuntime;
}

function isEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}
