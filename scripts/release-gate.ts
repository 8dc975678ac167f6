import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { quietRuntime, runCommand } from 'statechart-host/testing';
import { checkoutOf } from './release/former-checkout';
import { type ReleaseNotes, readNotes } from './release/notes';
import { replayedBy } from './release/replayed-by';

/**
 * `npm run release-gate [-- --previous COMMIT]`: whether the version of package.json may be released. Orders that are under way
 * must go on with it, and those that it has begun must be understood by the release before it, or its notes say that nobody
 * can roll back. Exits 0 when it may, 1 when it may not, 2 when that could not be found out.
 */

const ROOT = join(__dirname, '..');
const KEPT = join(ROOT, 'test', 'histories');
const [MAY, MAY_NOT, COULD_NOT_LOOK] = [0, 1, 2];
const WITHIN = { timeoutMs: 60_000, cwd: ROOT };

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { previous: { type: 'string' } } });
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const [notes, before] = readNotes(await readFile(join(ROOT, 'CHANGELOG.md'), 'utf8'));
  const previous = values.previous ?? (before && (await commitOf(before.version)));
  const faults = notes === undefined ? ['The changelog has no release.'] : faultsOfNotes(notes, version);
  quietRuntime();
  const folder = await mkdtemp(join(tmpdir(), 'avenant-release-'));
  try {
    say('Recording what orders of this version leave behind ...');
    await record(folder);
    faults.push(...(await notReplayed('this version', 'kept from before', () => replayedBy(ROOT, KEPT))));
    faults.push(...(await notReplayed('this version', 'of its own', () => replayedBy(ROOT, folder))));
    if (previous === undefined) say('There is no release before it that anybody could roll back to.');
    else faults.push(...(await backwards(previous, folder, notes)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  for (const fault of faults) say(`NOT: ${fault}`);
  say(faults.length === 0 ? `${version} may be released.` : `${version} may not be released.`);
  return faults.length === 0 ? MAY : MAY_NOT;
}

function faultsOfNotes(notes: ReleaseNotes, version: string): string[] {
  const faults: string[] = [];
  if (notes.version !== version)
    faults.push(`The changelog begins with ${notes.version}, package.json with ${version}.`);
  if (!notes.tellsUpgrade) faults.push('The changelog does not tell how to upgrade: it lacks "### Upgrading".');
  if (notes.rollsBack === null)
    faults.push('The changelog does not say whether one can roll back: it lacks "Roll back: ...".');
  return faults;
}

/** The commit that made a version: the first one of package.json with it. */
async function commitOf(version: string): Promise<string> {
  const text = `"version": "${version}"`;
  const found = await runCommand('git', ['log', '--format=%H', '--reverse', `-S${text}`, '--', 'package.json'], WITHIN);
  const [commit = ''] = found.split('\n');
  if (commit === '') throw new Error(`No commit has made version ${version}; name one with --previous.`);
  return commit;
}

async function record(folder: string): Promise<void> {
  const args = ['--import', 'tsx', join(ROOT, 'scripts', 'record-histories.ts'), folder];
  const recording = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(recording, 'exit');
  if (code !== 0) throw new Error('Not everything could be recorded.');
}

async function notReplayed(
  whose: string,
  which: string,
  replay: () => Promise<Map<string, string>>,
): Promise<string[]> {
  say(`Replaying on ${whose} the histories ${which} ...`);
  return [...(await replay())].map(([file, why]) => `${whose} does not replay ${file} (${which}): ${why}`);
}

async function backwards(previous: string, folder: string, notes: ReleaseNotes | undefined): Promise<string[]> {
  const former = await checkoutOf(previous);
  try {
    const faults = await notReplayed(`the release before it (${previous.slice(0, 12)})`, 'of this version', () =>
      replayedBy(former.root, folder),
    );
    say(faults.length === 0 ? 'Roll back: safe' : `Roll back: not possible (${faults.length} histories)`);
    // Said in the notes, nobody rolls back by mistake.
    return notes?.rollsBack === false ? [] : faults;
  } finally {
    await former.remove();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = COULD_NOT_LOOK;
  },
);
