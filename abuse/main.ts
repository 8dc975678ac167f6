import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ApiClient } from '../dev/stack/api-client';
import { newSecrets } from '../dev/stack/local-secrets';
import { roleOfKey } from '../dev/stack/prepare-store';
import { putSampleData } from '../dev/stack/sample-data';
import { type Stack, startStack } from '../dev/stack/stack';
import { describedOperations } from '../server/operations';
import { type AttackOutcome, attack } from './attack';
import { buy } from './customer';

/** Runs as the README beside it says. */

const [AS_IT_MUST_BE, BREACHED, COULD_NOT_RUN] = [0, 1, 2];
const MOST_MEBIBYTES = 600;
const LOOKS_EVERY_MS = 500;
const MINUTE_MS = 60_000;
/** A run loads its servers, so it never takes those of somebody else. */
const SERVERS_OF_OTHERS = ['TEMPORAL_ADDRESS', 'MONGODB_URI'];

const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Run {
  outcome: AttackOutcome;
  orders: number;
  longestOrder: number;
  mostMebibytes: number;
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' } } });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new TypeError('--minutes must be a number above 0.');
  for (const name of SERVERS_OF_OTHERS) delete process.env[name];
  const stack = await startStack({ secrets: newSecrets() });
  try {
    const run = await abuse(stack, minutes * MINUTE_MS);
    return tell(run);
  } finally {
    await stack.stop();
  }
}

async function abuse(stack: Stack, forMs: number): Promise<Run> {
  const api = new ApiClient(stack.url, stack.keys.service);
  await putSampleData(api);
  const { pid } = stack.server();
  const run: Run = { outcome: NOTHING_YET, orders: 0, longestOrder: 0, mostMebibytes: 0 };
  const watching = setInterval(() => {
    run.mostMebibytes = Math.max(run.mostMebibytes, residentMebibytes(pid));
  }, LOOKS_EVERY_MS);
  const over = AbortSignal.timeout(forMs);
  const names = Object.keys(stack.keys) as (keyof Stack['keys'])[];
  const callers = names.map((name) => ({ role: roleOfKey(name), key: stack.keys[name] }));
  const attacking = attack({
    url: stack.url,
    callers,
    operations: describedOperations(true),
    random: Math.random,
    signal: over,
  });
  const complaints: string[] = [];
  do {
    const began = performance.now();
    await buy(api, 3 + (run.orders % 2)).catch((error: unknown) => void complaints.push(String(error)));
    run.orders += 1;
    run.longestOrder = Math.max(run.longestOrder, performance.now() - began);
  } while (!over.aborted && complaints.length === 0);
  run.outcome = await attacking;
  clearInterval(watching);
  run.outcome.breaches.push(...complaints);
  if (run.mostMebibytes > MOST_MEBIBYTES) run.outcome.breaches.push(`The API took ${run.mostMebibytes.toFixed(0)} MiB`);
  return run;
}

const NOTHING_YET: AttackOutcome = { requests: 0, statuses: {}, largest: {}, breaches: [] };

function tell({ outcome, orders, longestOrder, mostMebibytes }: Run): number {
  const { requests, statuses, largest, breaches } = outcome;
  say(`requests            ${requests}`);
  for (const [status, count] of Object.entries(statuses)) say(`  answered ${status}      ${count}`);
  const sorted = Object.entries(largest).sort(([, left], [, right]) => right - left);
  for (const [id, bytes] of sorted.slice(0, 10)) say(`  largest answer    ${String(bytes).padStart(8)} bytes  ${id}`);
  say(`operations asked    ${sorted.length}`);
  say(`orders completed    ${orders}, the longest in ${(longestOrder / 1_000).toFixed(1)} s`);
  say(`memory of the API   ${mostMebibytes.toFixed(0)} MiB at most, ${MOST_MEBIBYTES} allowed`);
  for (const what of breaches) say(`BREACH: ${what}`);
  return breaches.length === 0 ? AS_IT_MUST_BE : BREACHED;
}

function residentMebibytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(COULD_NOT_RUN);
  },
);
