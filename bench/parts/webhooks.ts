import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { startMongo } from '../../dev/embedded/mongo-server';
import { connectStore, type Store } from '../../store/index';
import type { BenchOptions } from '../options';
import { atLeast, atMost, type PartReport } from '../report/report';
import { median, percentile, spread } from '../report/statistics';
import { type Delivered, deliver } from '../webhooks/deliveries';
import type { WebhookServer } from '../webhooks/server';

const SERVER = join(__dirname, '..', 'webhooks', 'server.ts');
const SECRET = 'the secret that signs the webhooks of this benchmark';
const TENANT = 'acme';
const PAYMENTS = 500;
const EVENTS = 3_000;
const CLIENTS = 20;
/** Every event comes once more for every so many: gateways deliver at least once. */
const REPEATED_EVERY = 3;
const KILLED_AFTER = 1_000;
const DONE_WITHIN = 60_000;

/** How many signed events a second one API process accepts, and what of them is lost when it is killed in the middle. */
export async function measureWebhooks({ rounds }: BenchOptions): Promise<PartReport[]> {
  const mongo = await startMongo();
  const databaseName = `bench_webhooks_${process.pid}`;
  const store = await connectStore(mongo.uri, { databaseName });
  try {
    await store.ensureIndexes();
    await putPayments(store);
    const start = (): ChildProcess =>
      fork(SERVER, [mongo.uri, databaseName, SECRET], {
        execArgv: ['--import', 'tsx'],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
    const delivered = await throughput(start, rounds);
    const killed = await killInTheMiddle(start, store);
    return [report(delivered, killed)];
  } finally {
    await store.close();
    await mongo.stop();
  }
}

async function throughput(start: () => ChildProcess, rounds: number): Promise<Delivered[]> {
  const api = start();
  const port = await listening(api);
  const delivered: Delivered[] = [];
  await deliver(port, deliveries(idsOf(1_000)));
  for (let round = 0; round < rounds; round += 1) {
    delivered.push(await deliver(port, deliveries(idsOf(EVENTS))));
    const { answers, seconds } = delivered.at(-1) ?? { answers: 0, seconds: 1 };
    process.stderr.write(`  ${(answers / seconds).toFixed(0)} events/s\n`);
  }
  api.disconnect();
  await once(api, 'exit');
  return delivered;
}

interface Killed {
  accepted: number;
  /** Accepted, and not in the store or never acted on. */
  lost: number;
  takenUp: number;
}

/** SIGKILL to the API while events come in; another one is started, and what the first had accepted is looked for. */
async function killInTheMiddle(start: () => ChildProcess, store: Store): Promise<Killed> {
  const first = start();
  const port = await listening(first);
  const delivering = deliver(port, deliveries(idsOf(EVENTS)));
  setTimeout(() => first.kill('SIGKILL'), KILLED_AFTER);
  const { accepted } = await delivering;
  if (first.exitCode === null && first.signalCode === null) await once(first, 'exit');
  let left = 0;
  for (const id of accepted) if ((await statusOf(store, id)) === 'received') left += 1;
  const second = start();
  await listening(second);
  const waiting = new Set(accepted);
  for (const until = Date.now() + DONE_WITHIN; waiting.size > 0 && Date.now() < until; ) {
    for (const id of waiting) if ((await statusOf(store, id)) === 'done') waiting.delete(id);
  }
  second.disconnect();
  await once(second, 'exit');
  return { accepted: accepted.size, lost: waiting.size, takenUp: left };
}

const statusOf = async (store: Store, id: string) => (await store.inboundEvents.find('payments:sandbox', id))?.status;

const referenceOf = (payment: number): string => `${TENANT}:chg_${payment}:charge:1`;

const deliveries = (ids: readonly string[]) => ({
  ...{ secret: SECRET, ids, clients: CLIENTS },
  referenceOf: (id: string) => referenceOf(Number.parseInt(id.slice(-6), 16) % PAYMENTS),
});

/** Ids in the order of delivery, each third one twice, the repetitions a little later. */
function idsOf(count: number): string[] {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    ids.push(`evt_${randomUUID()}`);
    const earlier = ids[ids.length - REPEATED_EVERY * 2];
    if (index % REPEATED_EVERY === 0 && earlier !== undefined) ids.push(earlier);
  }
  return ids.slice(0, count);
}

async function putPayments({ payments }: Store): Promise<void> {
  for (let payment = 0; payment < PAYMENTS; payment += 1) {
    const order = { tenantId: TENANT, accountId: 'acc_1', changeId: `chg_${payment}` };
    const asked = { kind: 'charge', amount: 1_250, currency: 'EUR', method: 'pm_1' } as const;
    await payments.intend({ ...order, ...asked, reference: referenceOf(payment) }, new Date());
  }
}

function report(rounds: Delivered[], killed: Killed): PartReport {
  const rates = rounds.map(({ answers, seconds }) => answers / seconds);
  const latencies = rounds.flatMap((round) => round.latencies);
  const repeated = rounds.reduce((sum, { answers, accepted }) => sum + answers - accepted.size, 0);
  const times = [0.5, 0.99].map((share) => `${percentile(latencies, share).toFixed(1)} ms`);
  return {
    title: 'Inbound webhooks, one API process',
    columns: ['', 'events/s', 'p50', 'p99'],
    rows: [['signed events, every fourth a duplicate', spread(rates, 0), ...times]],
    notes: [
      `${CLIENTS} clients on the same machine; each event is verified, stored and answered, then acted on. Signals go nowhere.`,
      `${repeated} of the answers were to duplicates, none of which was stored again.`,
      `Killed in the middle with ${killed.accepted} accepted, of which ${killed.takenUp} had not been acted on; the next process did.`,
    ],
    verdicts: [
      atLeast('events accepted a second', 500, median(rates), '', spread(rates, 0)),
      atMost('events lost when the process is killed', 0, killed.lost),
    ],
  };
}

function listening(api: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    api.once('message', (message) => resolve((message as WebhookServer).port));
    api.once('exit', (code) => reject(new Error(`The API ended with ${code} before it listened.`)));
  });
}
