import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from 'statechart-host/testing';
import { startBackends } from '../../dev/embedded/stack';
import { newSecrets } from '../../dev/stack/local-secrets';
import { prepareStore } from '../../dev/stack/prepare-store';
import { builtProgram, type Program, SOURCES, startServerProcess, startWorkerProcess } from '../../dev/stack/processes';
import { serverSettings, workerSettings } from '../../dev/stack/settings';
import { workflowBundle } from '../../dev/stack/workflow-bundle';
import { STUCK_ATTRIBUTE } from '../../workflows/contract';
import type { BenchOptions } from '../options';
import { atMost, type PartReport } from '../report/report';
import { median } from '../report/statistics';

/** Of the time that it takes from the sources. */
const LIMIT = 0.5;
/** Nobody answers there, and nobody is asked before an order is placed. */
const NOBODY = 'http://127.0.0.1:1';

const PARTS = ['API', 'worker'] as const;

type Times = Record<(typeof PARTS)[number], number[]>;

/** From the start of a process until it listens or takes tasks: compiled, and from its sources, in turns. */
export async function measureStart({ rounds }: BenchOptions): Promise<PartReport[]> {
  const root = join(__dirname, '..', '..');
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/build.ts'], { cwd: root });
  const backends = await startBackends({ searchAttributes: { [STUCK_ATTRIBUTE]: 'Keyword' } });
  const secrets = newSecrets();
  const outside = { paymentUrl: NOBODY, viesUrl: NOBODY, fulfilmentUrl: NOBODY };
  const fromSources = { ...workerSettings(backends, outside, secrets), WORKFLOW_BUNDLE: await workflowBundle() };
  const { WORKFLOW_BUNDLE: _, ...fromBuild } = fromSources;
  const programs: { program: Program; worker: Record<string, string>; times: Times }[] = [
    { program: SOURCES, worker: fromSources, times: { API: [], worker: [] } },
    { program: builtProgram(join(root, 'dist')), worker: fromBuild, times: { API: [], worker: [] } },
  ];
  try {
    await prepareStore(backends.mongo.uri, { secrets });
    // The first turn fills the caches of the disk and of the compiler, and does not count.
    for (let round = 0; round <= rounds; round += 1) {
      for (const { program, worker, times } of programs) {
        const port = await freePort();
        const server = serverSettings(backends, port, secrets, outside);
        const took = {
          API: await millisecondsOf(() => startServerProcess(`http://127.0.0.1:${port}`, server, undefined, program)),
          worker: await millisecondsOf(() => startWorkerProcess(worker, {}, undefined, program)),
        };
        if (round > 0) for (const part of PARTS) times[part].push(took[part]);
      }
    }
  } finally {
    await backends.stop();
  }
  const [sources, built] = programs.map(({ times }) => times);
  return sources && built ? [report(sources, built)] : [];
}

async function millisecondsOf(start: () => Promise<{ stop(): Promise<void> }>): Promise<number> {
  const began = performance.now();
  const started = await start();
  const took = performance.now() - began;
  await started.stop();
  return took;
}

function report(sources: Times, built: Times): PartReport {
  const ratio = (part: keyof Times): number => median(built[part]) / median(sources[part]);
  const row = (name: string, times: Times): string[] => [
    name,
    ...PARTS.map(
      (part) => `${median(times[part]).toFixed(0)} (${times[part].map((time) => time.toFixed(0)).join(', ')})`,
    ),
  ];
  return {
    title: 'From start to ready',
    columns: ['', ...PARTS.map((part) => `${part}, ms`)],
    rows: [row('from its sources', sources), row('compiled', built)],
    notes: ['Both have the workflows as one file that was made beforehand. The median, and each turn.'],
    verdicts: PARTS.map((part) => atMost(`${part}: compiled, of the time from its sources`, LIMIT, ratio(part))),
  };
}
