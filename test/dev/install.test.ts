import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const PLATFORMS_ONLY = 'Missing: @swc/core-darwin-arm64@ from lock file';
const OUT_OF_DATE = 'Invalid: lock file holds zod@4.6.7\nMissing: @swc/core-darwin-arm64@ from lock file';

let project: string;

/** A project with the script, a lock file, and an npm that notes its arguments and refuses `ci` with the words given. */
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'install-test-'));
  for (const folder of ['dev', 'bin', 'node_modules']) mkdirSync(join(project, folder));
  copyFileSync(join(__dirname, '../../dev/install.mjs'), join(project, 'dev/install.mjs'));
  writeFileSync(join(project, 'package-lock.json'), '{}');
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function install(refusal = '') {
  const npm = [
    '#!/bin/sh',
    `echo "$1" >> "${project}/calls"`,
    '[ "$1" = ci ] && [ -n "$REFUSAL" ] || exit 0',
    'echo "$REFUSAL" >&2; exit 1',
  ];
  writeFileSync(join(project, 'bin/npm'), `${npm.join('\n')}\n`, { mode: 0o755 });
  const env = {
    ...process.env,
    PATH: `${join(project, 'bin')}:${dirname(process.execPath)}:${process.env.PATH}`,
    REFUSAL: refusal,
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dev/install.mjs'], {
    cwd: project,
    env,
    encoding: 'utf8',
  });
  const calls = existsSync(join(project, 'calls'))
    ? readFileSync(join(project, 'calls'), 'utf8').trim().split('\n')
    : [];
  return { status, said: stdout + stderr, calls };
}

/** Marks the packages as installed so many seconds after the lock file was written. */
function installedAfter(seconds: number): void {
  const installed = join(project, 'node_modules/.package-lock.json');
  writeFileSync(installed, '{}');
  utimesSync(join(project, 'package-lock.json'), 1_000, 1_000);
  utimesSync(installed, 1_000 + seconds, 1_000 + seconds);
}

it('the installer does and says nothing when everything is installed', () => {
  installedAfter(1);
  expect(install()).toEqual({ status: 0, said: '', calls: [] });
});

it('the installer installs when the packages are missing', () => {
  expect(install()).toMatchObject({ status: 0, calls: ['ci'] });
});

it('the installer installs when the lock file is newer than the packages', () => {
  installedAfter(-1);
  expect(install()).toMatchObject({ status: 0, calls: ['ci'] });
});

it('the installer passes over packages for other platforms that the registry does not serve', () => {
  expect(install(PLATFORMS_ONLY)).toMatchObject({ status: 0, calls: ['ci', 'install'] });
});

it('the installer fails with the words of npm when the lock file is out of date', () => {
  const outcome = install(OUT_OF_DATE);
  expect(outcome).toMatchObject({ status: 1, calls: ['ci'] });
  expect(outcome.said).toContain('lock file holds zod@4.6.7');
  expect(outcome.said).toContain('run "npm ci"');
});
