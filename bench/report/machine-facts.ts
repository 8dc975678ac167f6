import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const PACKAGES = ['@temporalio/worker', 'xstate', 'mongoose', 'typescript'];

function installed(name: string): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'));
  return `${name} ${version}`;
}

/** What the numbers of a run depend on, without names of machines or people. */
export function machineFacts(): string[] {
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  const [oneMinute = 0] = loadavg();
  return [
    `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ${gibibytes} GiB, ${process.platform} ${process.arch}`,
    `load when the run began: ${oneMinute.toFixed(1)}`,
    `Node ${process.versions.node}, ${PACKAGES.map(installed).join(', ')}`,
  ];
}
