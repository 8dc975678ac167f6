import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { freePort } from 'statechart-host/testing';
import { startBackends } from '../../dev/embedded/stack';
import { newSecrets } from '../../dev/stack/local-secrets';
import { prepareStore } from '../../dev/stack/prepare-store';
import { serverSettings, workerSettings } from '../../dev/stack/settings';
import { workflowBundle } from '../../dev/stack/workflow-bundle';
import { STUCK_ATTRIBUTE } from '../../workflows/contract';
import type { BenchOptions } from '../options';
import { atMost, type PartReport } from '../report/report';
import { median } from '../report/statistics';

/** Of the time that it takes with `tsx`. */
const LIMIT = 0.5;
/** Nobody answers there, and nobody is asked before an order is placed. */
const NOBODY = 'http://127.0.0.1:1';
const ROOT = join(__dirname, '..', '..');
/** What a process says in a line of its own once it is ready. */
const READY = /"msg":"listening"|^AVENANT_READY/;

interface Way {
  name: string;
  api: readonly string[];
  worker: readonly string[];
  /** The worker has its workflows from a file that was made beforehand, as it has in a build. */
  bundle?: string;
  times: Record<'api' | 'worker', number[]>;
}

const wayOf = (way: Omit<Way, 'times'>): Way => ({ ...way, times: { api: [], worker: [] } });

/** From the start of a process until it listens or takes tasks: compiled, and with `tsx`, in turns. */
export async function measureStart({ rounds }: BenchOptions): Promise<PartReport[]> {
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/build.ts'], { cwd: ROOT });
  const [api, worker] = [join(ROOT, 'server/main.ts'), join(ROOT, 'workflows/worker/main.ts')];
  const [tsx, built] = [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), join(ROOT, 'dist/avenant.js')];
  const ways = [
    wayOf({ name: 'by the command tsx', api: [tsx, api], worker: [tsx, worker] }),
    wayOf({
      ...{ name: 'by node with tsx, the workflows made beforehand', bundle: await workflowBundle() },
      ...{ api: ['--import', 'tsx', api], worker: ['--import', 'tsx', worker] },
    }),
    wayOf({ name: 'compiled', api: [built, 'api'], worker: [built, 'worker'] }),
  ];
  const backends = await startBackends({ searchAttributes: { [STUCK_ATTRIBUTE]: 'Keyword' } });
  try {
    const secrets = newSecrets();
    await prepareStore(backends.mongo.uri, { secrets });
    const outside = { paymentUrl: NOBODY, viesUrl: NOBODY, fulfilmentUrl: NOBODY };
    const forServer = { ...serverSettings(backends, await freePort(), secrets, outside), LOG_LEVEL: 'info' };
    const forWorker = workerSettings(backends, outside, secrets);
    // The first turn fills the caches of the disk and of tsx, and does not count.
    for (let round = 0; round <= rounds; round += 1) {
      for (const way of ways) {
        const took = {
          api: await untilReady(way.api, forServer),
          worker: await untilReady(way.worker, way.bundle ? { ...forWorker, WORKFLOW_BUNDLE: way.bundle } : forWorker),
        };
        if (round > 0) for (const part of ['api', 'worker'] as const) way.times[part].push(took[part]);
      }
    }
  } finally {
    await backends.stop();
  }
  return [report(ways)];
}

/** @returns milliseconds; ends the process again */
async function untilReady(args: readonly string[], environment: Record<string, string>): Promise<number> {
  const { PATH, HOME } = process.env;
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    if (!READY.test(line)) continue;
    const took = performance.now() - began;
    child.kill();
    await once(child, 'exit');
    return took;
  }
  throw new Error(`${args.join(' ')} ended before it was ready.`);
}

function report(ways: readonly Way[]): PartReport {
  const [before, , compiled] = ways;
  const told = (times: number[]): string =>
    `${median(times).toFixed(0)} (${times.map((time) => time.toFixed(0)).join(', ')})`;
  return {
    title: 'From start to ready',
    columns: ['', 'API, ms', 'worker, ms'],
    rows: ways.map(({ name, times }) => [name, told(times.api), told(times.worker)]),
    notes: ['The median, and each turn. Nothing but a build makes the workflows beforehand.'],
    verdicts: (['api', 'worker'] as const).map((part) => {
      const ratio = median(compiled?.times[part] ?? []) / median(before?.times[part] ?? []);
      return atMost(`${part}: compiled, of the time by the command tsx`, LIMIT, ratio);
    }),
  };
}
