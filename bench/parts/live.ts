import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startMongo } from '../../dev/embedded/mongo-server';
import { sampleOrder } from '../../dev/seed/sample-orders';
import { connectStore, type Store } from '../../store/index';
import { type ApiProcess, startApi } from '../api/start';
import { SEEDED_TENANT } from '../lists/seeded';
import { openSleepers, openViewers, type Viewers } from '../live/viewers';
import { atLeast, atMost, type PartReport } from '../report/report';
import { percentile } from '../report/statistics';

const VIEWERS = 1_000;
const SLEEPERS = 20;
const ORDERS_A_ROUND = 200;
const ROUNDS = 4;
const PAUSE_MS = 50;
const DATABASE = 'live';
const MIB = 1024 * 1024;

interface Memory {
  heapUsed: number;
  rss: number;
}

/** A thousand viewers of the list, and some who do not read: memory of the API, and how late they hear. */
export async function measureLive(): Promise<PartReport[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'avenant-live-'));
  const mongo = await startMongo({ dataDir });
  const store = await connectStore(mongo.uri, { databaseName: DATABASE });
  const api = await startApi(mongo.uri, DATABASE);
  try {
    return [await watch(api, store)];
  } finally {
    api.process.kill();
    await store.close();
    await mongo.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function watch(server: ApiProcess, store: Store): Promise<PartReport> {
  const alone = await memoryOf(server.process);
  const writtenAt = new Map<string, number>();
  const viewers = await openViewers(server, VIEWERS, writtenAt);
  const sleepers = openSleepers(server, SLEEPERS);
  // The feed begins with what is written from now on.
  await pause(2_000);
  const memory: Memory[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let order = 0; order < ORDERS_A_ROUND; order += 1) {
      const { view } = sampleOrder(SEEDED_TENANT, round * ORDERS_A_ROUND + order, Date.now());
      writtenAt.set(view.details.changeId, performance.now());
      await store.orders.project(view);
      await pause(PAUSE_MS);
    }
    await allTold(viewers, (round + 1) * ORDERS_A_ROUND * VIEWERS);
    memory.push(await memoryOf(server.process));
  }
  viewers.close();
  for (const socket of sleepers) socket.destroy();
  return report(alone, memory, viewers);
}

async function memoryOf(api: ChildProcess): Promise<Memory> {
  api.send('memory');
  return ((await once(api, 'message')) as [Memory])[0];
}

/** What is not heard after this time was lost. */
const HEARD_WITHIN_MS = 20_000;

async function allTold(viewers: Viewers, expected: number): Promise<void> {
  const until = performance.now() + HEARD_WITHIN_MS;
  while (viewers.told() < expected && performance.now() < until) await pause(20);
}

function report(alone: Memory, memory: Memory[], viewers: Viewers): PartReport {
  const mib = (bytes: number): string => (bytes / MIB).toFixed(0);
  const [first = alone] = memory;
  const last = memory.at(-1) ?? alone;
  const rows = [
    ['before anybody looks', mib(alone.heapUsed), mib(alone.rss)],
    ...memory.map(({ heapUsed, rss }, round) => [
      `after ${(round + 1) * ORDERS_A_ROUND} orders`,
      mib(heapUsed),
      mib(rss),
    ]),
  ];
  const sent = ROUNDS * ORDERS_A_ROUND * VIEWERS;
  return {
    title: `${VIEWERS} viewers of live updates, and ${SLEEPERS} who do not read`,
    columns: ['', 'heap MiB', 'resident MiB'],
    rows,
    notes: [
      `${ROUNDS * ORDERS_A_ROUND} orders written, about ${Math.round(1_000 / PAUSE_MS)} a second, told to everybody; viewers, ` +
        'writer, database and API share the machine. Heap is measured after a collection. From writing to hearing: p50 ' +
        `${percentile(viewers.latencies, 0.5).toFixed(0)} ms, p99 ${percentile(viewers.latencies, 0.99).toFixed(0)} ms ` +
        '(the database is asked every 500 ms).',
    ],
    verdicts: [
      atMost('heap after the last orders over after the first', 1.1, last.heapUsed / first.heapUsed, ' times'),
      atLeast('share of what was written that viewers heard', 1, viewers.told() / sent),
    ],
  };
}
