import { randomUUID } from 'node:crypto';
import { statechartClient } from 'statechart-host/client';
import { startTestWorker, type TestWorker, type TestWorkerOptions } from 'statechart-host/testing';
import { testBackends } from '../../test/support/backends';
import { bundle } from '../../test/support/bundle';
import { until } from '../../test/support/within';
import { countToTwo } from '../examples/counter/run';
import { parcelActivities } from '../examples/parcel/activities';
import type { parcelMachine } from '../examples/parcel/machine';
import { aStreet, sendParcel } from '../examples/parcel/run';
import { type Seen, startViewer, type Viewer } from '../examples/viewer/viewer';
import { CACHES } from './stand';

const PATIENCE = 30_000;

const workerOf = async (example: string, options: Omit<TestWorkerOptions, 'address'> = {}): Promise<TestWorker> =>
  startTestWorker({
    address: testBackends().temporal,
    workflowBundle: await bundle(`statechart-host/examples/${example}/workflows.ts`),
    ...options,
  });

describe('the examples', () => {
  it('the counter counts to two', async () => {
    const worker = await workerOf('counter');
    const lines: string[] = [];
    await countToTwo(worker, `counter-${randomUUID()}`, (line) => lines.push(line));
    await worker.stop();
    expect(lines).toEqual(['counting: 1', 'counted twice under one id: 2', 'in the end: 2']);
  });

  it('the parcel is stuck until somebody is at home, and the board shows it', async () => {
    const street = aStreet();
    const worker = await workerOf('parcel', { activities: parcelActivities(street) });
    const lines: string[] = [];
    await sendParcel(worker, `parcel-${randomUUID()}`, street, (line) => lines.push(line));
    await worker.stop();
    expect(lines).toEqual([
      'on the board: packed.waiting',
      'stuck: Nobody is at home in Lille. Allowed: RETRY, RETURN.',
      'arrived: signed in Lille',
      'on the board: arrived',
    ]);
  });

  it('a parcel that waits too long reminds its sender, and whoever cancels it gets it back', async () => {
    const street = aStreet();
    const worker = await workerOf('parcel', { activities: parcelActivities(street) });
    const { client, taskQueue } = worker;
    const parcels = statechartClient<typeof parcelMachine>({ client, workflowType: 'hurriedParcel', taskQueue });
    const parcel = await parcels.start({ id: `parcel-${randomUUID()}`, input: { address: 'Rouen' } });
    await until(PATIENCE, 'a reminder', async () => street.told.length > 0);
    expect(street.told[0]).toBe('Your parcel to Rouen is still here.');
    await client.workflow.getHandle(parcel.id).cancel();
    expect(await parcel.result()).toMatchObject({ state: 'returned', output: { receipt: null } });
    await worker.stop();
  });
});

/** Reads the events of a viewer's page as they come. */
async function watch({ url }: Viewer): Promise<{ seen: Seen[]; stop(): void }> {
  const aborting = new AbortController();
  const { body } = await fetch(`${url}/events`, { signal: aborting.signal });
  const seen: Seen[] = [];
  const read = async (): Promise<void> => {
    let text = '';
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString('utf8');
      const messages = text.split('\n\n');
      text = messages.pop() ?? '';
      seen.push(...messages.filter((one) => one.startsWith('data: ')).map((one) => JSON.parse(one.slice(6)) as Seen));
    }
  };
  read().catch(() => undefined);
  return { seen, stop: () => aborting.abort() };
}

describe.each(CACHES)('the viewer, with $cache', ({ options }) => {
  it('the viewer is told of each move once, also by a worker that has to replay', async () => {
    const viewer = await startViewer();
    const street = aStreet();
    const open = (taskQueue?: string): Promise<TestWorker> =>
      workerOf('viewer', {
        activities: parcelActivities(street),
        sinks: viewer.sinks,
        ...(taskQueue === undefined ? {} : { taskQueue }),
        ...options,
      });
    const watched = await watch(viewer);
    const worker = await open();
    const id = `parcel-${randomUUID()}`;
    const parcelOf = ({ client, taskQueue }: TestWorker) =>
      statechartClient<typeof parcelMachine>({ client, workflowType: 'watchedParcel', taskQueue });
    const parcel = await parcelOf(worker).start({ id, input: { address: 'Brest' } });
    await parcel.send({ type: 'SEND' });
    await worker.stop();

    street.atHome.add('Brest');
    const other = await open(worker.taskQueue);
    const again = parcelOf(other).get(id);
    expect((await again.send({ type: 'RETRY' })).state).toBe('arrived');
    await other.stop();

    const isOver = ({ kind, states }: Seen): boolean =>
      kind === '@xstate.snapshot' && (states?.includes('parcel.arrived') ?? false);
    await until(PATIENCE, 'the last move', async () => watched.seen.some(isOver));
    expect(watched.seen.map(({ number }) => number)).toEqual(watched.seen.map((_, index) => index + 1));
    const taken = watched.seen.filter(({ kind, actor }) => kind === '@xstate.event' && actor === 'parcel');
    expect(taken.map(({ event }) => event)).toEqual([
      'xstate.init',
      'SEND',
      'xstate.error.actor.deliver',
      'RETRY',
      'xstate.done.actor.deliver',
    ]);

    const late = await watch(viewer);
    await until(PATIENCE, 'what was seen so far', async () => late.seen.length === watched.seen.length);
    expect(await (await fetch(viewer.url)).text()).toContain('Machines at work');
    watched.stop();
    late.stop();
    await viewer.stop();
  });
});
