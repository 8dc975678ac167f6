import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiClient } from '../../dev/stack/api-client';
import { newSecrets } from '../../dev/stack/local-secrets';
import { PEOPLE, putSampleData, SAMPLE } from '../../dev/stack/sample-data';
import { startStack } from '../../dev/stack/stack';
import { atMost, type PartReport } from '../report/report';
import { processorSeconds } from '../stack/processes';

const MANY = 200;
/** As long as the API lets a caller wait, so that each of them asks once or twice while it is measured. */
const WAITS_SECONDS = 60;
const MEASURED_MS = 70_000;
const SETTLES_MS = 5_000;
const ENTRIES = ['server/main.ts', 'workflows/worker/main.ts'] as const;

interface Order {
  changeId: string;
  sequence: number;
}

/** What waiting for one order costs the API and the worker, by how many wait, and how soon an event is taken beside them. */
export async function measureWaiting(): Promise<PartReport[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'avenant-waiting-'));
  const stack = await startStack({ secrets: newSecrets(), dataDir });
  try {
    const api = new ApiClient(stack.url, stack.keys.service);
    await putSampleData(api);
    const order = await started(api);
    const one = await sharesWhile(api, order, 1);
    const many = await sharesWhile(api, order, MANY, () => cancelled(api, order));
    return [report(one, many)];
  } finally {
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function started(api: ApiClient): Promise<Order> {
  const wish = { subscriptionId: SAMPLE.atelier.subscription, seats: 8 };
  const { body } = await api.post<Order>('/v1/changes', wish, { onBehalfOf: PEOPLE.claire, wait: WAITS_SECONDS });
  return body;
}

/** Milliseconds until the order has taken it. */
async function cancelled(api: ApiClient, { changeId }: Order): Promise<number> {
  const began = performance.now();
  const options = { onBehalfOf: PEOPLE.claire, wait: WAITS_SECONDS };
  const { status } = await api.post(`/v1/changes/${changeId}/events`, { type: 'CANCEL' }, options);
  if (status !== 200) throw new Error(`CANCEL was answered ${status}.`);
  return performance.now() - began;
}

interface Shares {
  /** Of one processor, by process. */
  shares: number[];
  beside: number;
}

async function sharesWhile(
  api: ApiClient,
  order: Order,
  waiters: number,
  beside: () => Promise<number> = async () => 0,
): Promise<Shares> {
  let isOver = false;
  const path = `/v1/changes/${order.changeId}?wait=settled&after=${order.sequence}`;
  const wait = async (): Promise<void> => {
    while (!isOver) await api.get(path, { onBehalfOf: PEOPLE.claire, wait: WAITS_SECONDS });
  };
  const waiting = Array.from({ length: waiters }, wait);
  await pause(SETTLES_MS);
  const before = ENTRIES.map(processorSeconds);
  await pause(MEASURED_MS);
  const shares = ENTRIES.map(
    (entry, index) => (processorSeconds(entry) - (before[index] ?? 0)) / (MEASURED_MS / 1_000),
  );
  isOver = true;
  const took = await beside();
  await Promise.all(waiting);
  return { shares, beside: took };
}

function report(one: Shares, many: Shares): PartReport {
  const percent = (share = 0): string => `${(share * 100).toFixed(1)} %`;
  const sum = ({ shares }: Shares): number => shares.reduce((total, share) => total + share, 0);
  const more = (sum(many) - sum(one)) * 100;
  return {
    title: 'Waiting for one order',
    columns: ['who waits', 'API', 'worker'],
    rows: [
      ['one', ...one.shares.map(percent)],
      [String(MANY), ...many.shares.map(percent)],
    ],
    notes: ['Of one processor, over 70 seconds in which the order rests.'],
    verdicts: [
      atMost(`what ${MANY} cost more than one, of a processor`, 5, more, ' %'),
      atMost('CANCEL beside them', 1, many.beside / 1_000, ' s'),
    ],
  };
}
