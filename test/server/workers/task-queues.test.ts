import { hostname } from 'node:os';
import { Client, Connection } from '@temporalio/client';
import type { TaskQueue } from '../../../schemas/workers/task-queues';
import { PATIENCE, until } from '../../support/within';
import { request, type ServerStand, type ServerStandOptions, startServerStand } from '../stand';

/** Who works for orders, as operators see it. */

let working: ServerStand;
beforeAll(async () => {
  working = await startServerStand({ worker: {} });
});
afterAll(() => working.stop());

const look = async (stand: ServerStand) =>
  request(stand, 'GET', '/v1/task-queues', { key: await stand.key('operator', { userId: 'olga' }) });
const queuesOf = async (stand: ServerStand): Promise<TaskQueue[]> => (await look(stand)).body.items;

/** Another API for as long as it is asked one thing. */
async function asked<Answer>(app: ServerStandOptions['app'], ask: (stand: ServerStand) => Promise<Answer>) {
  const stand = await startServerStand(app === undefined ? {} : { app });
  try {
    return await ask(stand);
  } finally {
    await stand.stop();
  }
}

it('a worker that asks for both kinds of tasks is seen with its identity and when it last did', async () => {
  await until(PATIENCE, 'a worker', async () => (await queuesOf(working)).every(({ asking }) => asking === 1));
  const queues = await queuesOf(working);
  expect(queues.map(({ queue, kind }) => [queue, kind])).toEqual([
    [working.parts.taskQueue, 'workflow'],
    [working.parts.taskQueue, 'activity'],
  ]);
  for (const { lastSeenAt, workers } of queues) {
    expect(workers).toEqual([{ identity: expect.stringContaining(hostname()), lastSeenAt }]);
    const age = Date.now() - Date.parse(lastSeenAt ?? '');
    expect([age > -5_000, age < PATIENCE]).toEqual([true, true]);
  }
});

it('a worker that has asked for nothing for two minutes is listed and not counted', async () => {
  const later = { taskQueue: working.parts.taskQueue, now: () => new Date(Date.now() + 4 * 60_000) };
  const queues = await asked(later, queuesOf);
  expect(queues.map(({ asking, workers }) => [asking, workers.length])).toEqual([
    [0, 1],
    [0, 1],
  ]);
});

it('a queue that nobody asks has no worker, and was seen by none', async () => {
  const queues = await asked(undefined, queuesOf);
  expect(queues).toEqual([
    expect.objectContaining({ kind: 'workflow', asking: 0, lastSeenAt: null, workers: [] }),
    expect.objectContaining({ kind: 'activity', asking: 0, lastSeenAt: null, workers: [] }),
  ]);
});

it('a Temporal that is away is told as such, with when to ask again', async () => {
  const connection = Connection.lazy({ address: '127.0.0.1:1' });
  const { status, headers, body } = await asked({ temporal: new Client({ connection }) }, look);
  expect([status, body.code, body.service, headers.get('retry-after')]).toEqual([503, 'unavailable', 'temporal', '5']);
});
