import { spawnSync } from 'node:child_process';
import { findOnPath } from 'statechart-host/testing';
import { browserOnThisMachine, NO_BROWSER } from './browser';
import { hasPython, NO_PYTHON } from './embedded/python-client';
import { hasPromtool, NO_PROMTOOL } from './promtool';
import { NO_POSTGRES, postgresPrograms } from './temporal-server/postgres';

/** Run by the gate before the tests: installs, from the distribution, the programs that single tests drive. */

const TOOLS = [
  { packages: ['chromium'], isThere: () => browserOnThisMachine() !== undefined, otherwise: NO_BROWSER },
  { packages: ['prometheus'], isThere: hasPromtool, otherwise: NO_PROMTOOL },
  { packages: ['python3', 'python3-pip'], isThere: hasPython, otherwise: NO_PYTHON },
  {
    packages: ['systemd'],
    isThere: () => findOnPath('systemd-analyze') !== undefined,
    otherwise: 'The units of deploy/systemd are checked by systemd-analyze, of the package systemd.',
  },
  { packages: ['postgresql'], isThere: () => postgresPrograms() !== undefined, otherwise: NO_POSTGRES },
];

function install(packages: readonly string[]): void {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '--non-interactive'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const commands = [
    ['apt-get', 'update'],
    ['apt-get', 'install', '--yes', '--no-install-recommends', ...packages],
  ];
  for (const command of commands) {
    const [program = '', ...words] = [...asRoot, ...command];
    const { status, stderr, error } = spawnSync(program, words, { stdio: ['ignore', 'ignore', 'pipe'], env });
    if (status !== 0) console.error(`"${command.join(' ')}" failed: ${error?.message ?? stderr}`);
  }
}

for (const { packages, isThere, otherwise } of TOOLS) {
  if (isThere()) continue;
  console.error(`Installing ${packages.join(' and ')} for the tests (some minutes, once)`);
  install(packages);
  if (isThere()) continue;
  console.error(otherwise);
  process.exitCode = 1;
}
