import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { retriesUnlessBusy, type StatechartClient, statechartClient } from 'statechart-host/client';
import { VIEW } from 'statechart-host/contract';
import type { Mutation } from '../../test/support/bundle';
import { anId, type ClientStand, FIXTURES, openClientStand, refusalOf, startClientWorker } from './client-stand';
import type { counterMachine, fragileMachine, restlessMachine } from './fixtures/client';

let stand: ClientStand;
let fragiles: StatechartClient<typeof fragileMachine>;

beforeAll(async () => {
  stand = await openClientStand();
  fragiles = statechartClient<typeof fragileMachine>(stand.of('fragile'));
});
afterAll(() => stand.stop());

/** Its tasks are tried again soon. */
const aFragile = () => fragiles.start({ id: anId(), workflowTaskTimeout: '1 second' });

const HURRIED: Mutation = {
  file: FIXTURES,
  replace: [['whole: {', "whole: { after: { 3_600_000: 'cracked' },"]],
};
const MENDED: Mutation = { file: FIXTURES, replace: [["throw new Error('The handle came off.');", '']] };

/** A fragile machine with a task queue of its own, and workers for it, one after the other. */
async function aside() {
  const taskQueue = anId();
  const client = statechartClient<typeof fragileMachine>({ ...stand.of('fragile'), taskQueue });
  const fragile = await client.start({ id: anId(), workflowTaskTimeout: '1 second' });
  const deploy = async (meanwhile: () => Promise<unknown>, ...change: Mutation[]): Promise<void> => {
    const worker = await startClientWorker({ taskQueue }, change);
    await meanwhile().finally(() => worker.stop());
  };
  return { fragile, deploy };
}

describe('a machine that fails', () => {
  it.concurrent.each([
    ['BREAK', 'failed in whole after BREAK: The handle came off.'],
    ['TURN', 'It goes round in circles'],
  ] as const)(
    'a sender of %s, which the machine cannot take, is told why and that it is tried again',
    async (type, words) => {
      const fragile = await aFragile();
      const begun = Date.now();
      const told = await refusalOf(fragile.send({ type }, { id: 'the last straw', deadline: 60_000 }));
      expect(Date.now() - begun).toBeLessThan(30_000);
      expect(told.message).toContain(words);
      expect(told).toMatchObject({
        code: 'MachineFailing',
        facts: { retried: true, id: 'the last straw', failure: expect.stringContaining(words) },
      });
      expect(Date.parse(String(told.facts.since))).toBeGreaterThan(Date.now() - 60_000);
    },
  );

  it.concurrent('whoever looks at a machine that fails by itself is told, and so is who waits once their time is over', async () => {
    const fragile = await aFragile();
    await fragile.send({ type: 'BREAK_SOON' });
    const failing = { code: 'MachineFailing', message: expect.stringContaining('The handle came off.') };
    expect(await refusalOf(fragile.waitFor({ tag: 'mended', deadline: 6_000 }))).toMatchObject(failing);
    expect(await refusalOf(fragile.view())).toMatchObject(failing);
    expect(await refusalOf(fragile.foresee({ type: 'BREAK' }))).toMatchObject(failing);
    expect(await refusalOf(fragile.send({ type: 'BREAK' }))).toMatchObject(failing);
    expect(await refusalOf(fragile.result({ deadline: 200 }))).toMatchObject(failing);
  });

  it.concurrent('whoever waits for a machine that fails hears of it when a mended deploy has healed it', async () => {
    const { fragile, deploy } = await aside();
    let waiting: ReturnType<typeof fragile.waitFor> | undefined;
    await deploy(async () => {
      await fragile.send({ type: 'BREAK_SOON' });
      expect((await refusalOf(fragile.waitFor({ tag: 'mended', deadline: 6_000 }))).code).toBe('MachineFailing');
      waiting = fragile.waitFor({ tag: 'mended', deadline: 60_000 });
    });
    await deploy(async () => {
      expect(await waiting).toMatchObject({ state: 'broken', settled: true });
    }, MENDED);
  });

  it.concurrent('a sender is told of a machine that computes another past', async () => {
    const { fragile, deploy } = await aside();
    await deploy(() => fragile.waitFor({ settled: true }), HURRIED);
    await deploy(async () => {
      const told = await refusalOf(fragile.send({ type: 'BREAK_SOON' }));
      expect([told.code, told.message]).toEqual(['MachineFailing', expect.stringMatching(/nondeterminism/i)]);
    });
  });

  it.each(['GIVE_UP', 'CALL'] as const)(
    'a machine whose workflow ends by the failure of %s shows it in its view, and that nothing is tried again',
    async (type) => {
      const fragile = await aFragile();
      const error = { message: 'Nobody mends this.', state: 'whole', event: type, retried: false };
      const failed = { status: 'error', error, allowedEvents: [], settled: true };
      expect(await fragile.send({ type })).toMatchObject(failed);
      expect((await refusalOf(fragile.result())).code).toBe('BeyondRepair');
      expect(await fragile.view()).toMatchObject(failed);
      expect(await stand.worker.client.workflow.getHandle(fragile.id).query(VIEW)).toMatchObject(failed);
      expect((await refusalOf(fragile.waitFor({ tag: 'mended' }))).code).toBe('NeverComes');
      expect(await refusalOf(fragile.send({ type: 'BREAK' }))).toMatchObject({ code: 'BeyondRepair' });
    },
  );

  it('a machine that cannot be hosted says so to whoever calls it', async () => {
    const restless = await statechartClient<typeof restlessMachine>(stand.of('restless')).start({ id: anId() });
    const bad = { code: 'BadMachine', message: expect.stringContaining('no state in which it is at rest') };
    expect(await refusalOf(restless.waitFor({ tag: 'resting' }))).toMatchObject(bad);
    expect(await refusalOf(restless.view())).toMatchObject(bad);
    expect(await refusalOf(restless.result())).toMatchObject(bad);
  });
});

describe('a machine that was ended from outside', () => {
  it.each([
    ['terminate', 'WorkflowTerminated'],
    ['cancel', 'WorkflowCancelled'],
  ] as const)('callers are told how it ended by %s, and its view does not say that it goes on', async (how, code) => {
    const fragile = await aFragile();
    await fragile.waitFor({ settled: true });
    const handle = stand.worker.client.workflow.getHandle(fragile.id);
    await handle[how]();
    await expect(handle.result()).rejects.toThrow();
    expect((await refusalOf(fragile.send({ type: 'BREAK' }))).code).toBe(code);
    expect((await refusalOf(fragile.nudge({ type: 'BREAK' }))).code).toBe(code);
    expect((await refusalOf(fragile.result())).code).toBe(code);
    expect(await fragile.view()).toMatchObject({
      state: 'whole',
      status: 'stopped',
      allowedEvents: [],
      settled: true,
    });
    const waiting = [fragile.waitFor({ tag: 'mended' }), fragile.waitFor({ settled: true })];
    for (const told of await Promise.all(waiting.map(refusalOf))) {
      expect(told).toMatchObject({ code: 'NeverComes', facts: { status: 'stopped' } });
    }
  });
});

describe('what does not answer', () => {
  it('an event without a worker waits until its deadline, and happens once when a worker has come', async () => {
    const taskQueue = anId();
    const counters = statechartClient<typeof counterMachine>({ ...stand.of('counter'), taskQueue });
    const counter = await counters.start({ id: anId(), input: { from: 0 } });
    const add = (deadline?: number) => counter.send({ type: 'ADD', by: 1 }, { id: 'once', deadline });
    const [late, unseen] = await Promise.all([refusalOf(add(500)), refusalOf(counter.view({ deadline: 500 }))]);
    expect(late).toMatchObject({ code: 'DeadlinePassed', facts: { id: 'once', taskQueue } });
    expect(late.message).toContain(`is one of the task queue "${taskQueue}" running?`);
    expect(unseen.code).toBe('DeadlinePassed');
    const worker = await startClientWorker({ taskQueue });
    expect((await add()).details.count).toBe(1);
    await worker.stop();
  });

  it('a call without a deadline of its own ends where a server takes it and says nothing', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const interceptors = retriesUnlessBusy({ endsWithin: 300 });
    const connection = Connection.lazy({ address: `127.0.0.1:${port}`, interceptors });
    await expect(connection.workflowService.getSystemInfo({})).rejects.toMatchObject({ code: 4 });
    await connection.close();
    silent.close();
  });

  it('a server that is not there is told of when a deadline has passed', async () => {
    const connection = Connection.lazy({ address: '127.0.0.1:1' });
    const away = statechartClient<typeof counterMachine>({
      client: new Client({ connection }),
      workflowType: 'counter',
      taskQueue: 'none',
    });
    const calls = [
      away.start({ id: anId(), input: { from: 0 }, deadline: 300 }),
      away.get(anId()).send({ type: 'END' }, { deadline: 300 }),
      away.get(anId()).view({ deadline: 300 }),
      away.get(anId()).waitFor({ done: true, deadline: 300 }),
    ];
    const told = await Promise.all(calls.map(refusalOf));
    expect(told.map(({ code }) => code)).toEqual(calls.map(() => 'DeadlinePassed'));
    expect(told[1]?.message).toContain('Temporal does not answer');
    await connection.close();
  });
});
