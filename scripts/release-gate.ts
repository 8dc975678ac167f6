import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { uncommittedIn } from './release/checkout';
import { checkoutOf } from './release/former-checkout';
import { faultsOfKept, historiesIn, keptFolder, untold } from './release/kept-histories';
import { type ReleaseNotes, readNotes } from './release/notes';
import { type FormerRelease, releaseBefore } from './release/release-before';
import { replayedBy } from './release/replayed-by';

/**
 * `npm run release-gate [-- --previous COMMIT]`: whether the version of package.json may be released. Orders that are under way
 * must go on with it, and those that it has begun must be understood by the release before it, or its notes say that nobody
 * can roll back. Exits 0 when it may, 1 when it may not, 2 when that could not be found out.
 */

const ROOT = join(__dirname, '..');
const [MAY, MAY_NOT, COULD_NOT_LOOK] = [0, 1, 2];
const FILES_NAMED = 5;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { previous: { type: 'string' } } });
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const notes = readNotes(await readFile(join(ROOT, 'CHANGELOG.md'), 'utf8'));
  const faults = [...faultsOfNotes(notes, version), ...(await faultsOfCommit())];
  const previous = await releaseBefore(ROOT, notes, values.previous).catch(({ message }: Error) => {
    faults.push(message);
    return null;
  });
  if (previous !== null) {
    const why = values.previous === undefined ? 'by its tag' : 'named by --previous, whatever its tag is';
    say(`The release before it is ${previous.name} (${previous.commit.slice(0, 12)}), ${why}.`);
    faults.push(...(await faultsOfKept(ROOT, previous)));
  }
  // What is found within a second is mended before anybody waits for minutes.
  if (faults.length === 0) faults.push(...(await faultsOfReplays(previous, notes[0])));
  for (const fault of faults) say(`NOT: ${fault}`);
  say(faults.length === 0 ? `${version} may be released.` : `${version} may not be released.`);
  return faults.length === 0 ? MAY : MAY_NOT;
}

function faultsOfNotes([notes]: readonly ReleaseNotes[], version: string): string[] {
  if (notes === undefined) return ['The changelog has no release.'];
  const faults: string[] = [];
  if (notes.version !== version)
    faults.push(`The changelog begins with ${notes.version}, package.json with ${version}.`);
  if (!notes.tellsUpgrade) faults.push('The changelog does not tell how to upgrade: it lacks "### Upgrading".');
  if (notes.rollsBack === null)
    faults.push('The changelog does not say whether one can roll back: it lacks "Roll back: ...".');
  return faults;
}

/** What is tried must be what is tagged. */
async function faultsOfCommit(): Promise<string[]> {
  const files = await uncommittedIn(ROOT);
  if (files.length === 0) return [];
  const named = files.length > FILES_NAMED ? [...files.slice(0, FILES_NAMED), '...'] : files;
  return [`Not everything is committed (${files.length}): ${named.join(', ')}.`];
}

async function faultsOfReplays(previous: FormerRelease | null, notes: ReleaseNotes | undefined): Promise<string[]> {
  const kept = await historiesIn(keptFolder(ROOT));
  const folder = await mkdtemp(join(tmpdir(), 'avenant-release-'));
  try {
    say('Recording what orders of this version leave behind ...');
    await record(folder);
    const recorded = await historiesIn(folder);
    const faults = untold(kept, recorded).map((name) => `Nothing was recorded that goes the way of ${name}.`);
    faults.push(
      ...(await notReplayed('this version', `${kept.length} kept from before`, replayedBy, keptFolder(ROOT))),
    );
    faults.push(...(await notReplayed('this version', `${recorded.length} of its own`, replayedBy, folder)));
    if (previous === null) say('There is no release before it that anybody could roll back to.');
    else faults.push(...(await backwards(previous, folder, `${recorded.length} of this version`, notes)));
    return faults;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function record(folder: string): Promise<void> {
  const args = ['--import', 'tsx', join(ROOT, 'scripts', 'record-histories.ts'), folder];
  const recording = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(recording, 'exit');
  if (code !== 0) throw new Error('Not everything could be recorded.');
}

async function notReplayed(whose: string, which: string, replay: typeof replayedBy, folder: string): Promise<string[]> {
  say(`Replaying on ${whose} the histories, ${which} ...`);
  return [...(await replay(folder))].map(([file, why]) => `${whose} does not replay ${file}: ${why}`);
}

async function backwards(
  { name, commit }: FormerRelease,
  folder: string,
  which: string,
  notes: ReleaseNotes | undefined,
): Promise<string[]> {
  say(`Making ${name} ready ...`);
  const former = await checkoutOf(commit);
  try {
    const { otherLibraries } = former;
    if (otherLibraries.length > 0) say(`It runs with its own libraries; others now: ${otherLibraries.join(', ')}.`);
    const faults = await notReplayed(name, which, former.replayedBy, folder);
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
