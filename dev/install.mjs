// Makes a fresh clone usable: checks Node and installs the npm packages when they are missing or out of date.
// Runs before everything else (pretest, prestart, predemo), so it is plain JavaScript without dependencies and without
// syntax that an old Node cannot parse.

import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [20, 19];
const project = join(dirname(fileURLToPath(import.meta.url)), '..');

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  console.error(
    `Avenant needs Node ${OLDEST_NODE.join('.')} or later; this is ${process.versions.node}. Install a newer Node and try again.`,
  );
  process.exit(1);
}

/** npm writes its own copy of the lock file at the end of an install, so an interrupted one counts as missing. */
function isInstalled() {
  const wanted = join(project, 'package-lock.json');
  const installed = join(project, 'node_modules', '.package-lock.json');
  return existsSync(installed) && (!existsSync(wanted) || statSync(installed).mtimeMs >= statSync(wanted).mtimeMs);
}

/** Runs npm in the project; its error output is returned, not shown. */
function npm(...args) {
  const run = spawnSync('npm', [...args, '--no-audit', '--no-fund'], {
    cwd: project,
    stdio: ['ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  return { ok: run.status === 0, said: run.error ? run.error.message : run.stderr };
}

/**
 * Whether `npm ci` refused only because the registry in use does not serve packages for other platforms: npm then lists
 * them without a version. A lock file that is really out of date names versions, and stays an error.
 */
function lacksOnlyForeignPlatforms(said) {
  const complaints = said.match(/(Missing|Invalid): .*/g) ?? [];
  return complaints.length > 0 && complaints.every((line) => /^Missing: \S+@ from lock file/.test(line));
}

function install() {
  console.error('Installing the npm packages (about a minute, once)');
  let result = npm('ci');
  // An ordinary install takes the versions of the lock file as well, and passes over what is optional and not served.
  if (!result.ok && lacksOnlyForeignPlatforms(result.said)) result = npm('install', '--no-save');
  if (result.ok) return;
  console.error(result.said);
  console.error(
    `The npm packages could not be installed: see npm's words above. Mend that, then run "npm ci" in ${project}.`,
  );
  process.exit(1);
}

checkNode();
if (!isInstalled()) install();
