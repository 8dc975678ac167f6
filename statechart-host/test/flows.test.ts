import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { SEND, VIEW } from 'statechart-host/contract';
import { Gate } from 'statechart-host/testing';
import { until } from '../../test/support/within';
import type { FlowActivities } from './fixtures/flows';
import { CACHES } from './stand';
import { openStand, type Stand, type View } from './support/stand';

const A_MINUTE = 60_000;

describe.each(CACHES)('known flows, $cache', ({ options }) => {
  let stand: Stand;
  let done: string[];
  let work: FlowActivities['work'];
  let attempts: number;
  let stubborn: FlowActivities['stubborn'];
  const activities: FlowActivities = {
    work(input) {
      done.push(input.what);
      return work(input);
    },
    stubborn(input) {
      attempts += 1;
      return stubborn(input);
    },
  };
  const open = (): Promise<Stand> => openStand('flows', { ...options, activities });
  beforeAll(async () => {
    stand = await open();
  });
  beforeEach(() => {
    done = [];
    attempts = 0;
    work = async ({ what }) => what;
  });
  afterEach(async () => expect(await stand.clear()).toEqual([]));
  afterAll(() => stand.stop());

  it('readings of a room are reported when both have come, and again when both have come anew', async () => {
    const run = await stand.start('roomReadings');
    expect((await run.send({ type: 'TEMPERATURE', value: 20 })).details.reports).toEqual([]);
    expect((await run.send({ type: 'HUMIDITY', value: 50 })).details.reports).toEqual(['20 °C, 50 %']);
    await run.send({ type: 'HUMIDITY', value: 60 });
    const view = await run.send({ type: 'TEMPERATURE', value: 21 });
    expect(view.details.reports).toEqual(['20 °C, 50 %', '21 °C, 60 %']);
  });

  it('an application whose credit is approved by a machine inside waits for its customer', async () => {
    work = async ({ what }) => (what === 'credit check' ? 'approved' : what);
    const run = await stand.start('creditApplication', { customer: 'Ada' });
    const waiting = await run.settled();
    expect(waiting).toMatchObject({ value: 'signing', tags: ['waiting for the customer'] });
    expect(waiting.nextTimerAt).toBeUndefined();
    expect((await run.send('SIGN')).output).toEqual({ decision: 'approved' });
    expect(done).toEqual(['credit check', 'start']);
  });

  it('an application whose credit is denied is rejected and over', async () => {
    work = async ({ what }) => (what === 'credit check' ? 'denied' : what);
    const run = await stand.start('creditApplication', { customer: 'Bob' });
    expect(await run.ended()).toMatchObject({ value: 'over', output: { decision: 'denied' } });
    expect(done).toEqual(['credit check', 'reject']);
  });

  it.each([
    ['MissingId', 'handled', ['provision', 'ask for the id']],
    ['MissingItem', 'handled', ['provision', 'ask for the item']],
    ['Stolen', 'failed', ['provision']],
    [null, 'applied', ['provision', 'apply']],
  ])('an order whose provisioning ends with %s is %s in the end', async (code, state, steps) => {
    work = async ({ what }) => {
      if (what === 'provision' && code !== null) throw ApplicationFailure.nonRetryable('not so', code);
      return what;
    };
    const run = await stand.start('provisioning', { order: { id: '', item: 'laptop' } });
    expect((await run.ended()).value).toBe(state);
    expect(done).toEqual(steps);
  });

  it.each([
    ['short', 'long'],
    ['long', 'short'],
  ])('two steps side by side are both waited for when the %s one ends before the %s one', async (first, second) => {
    const gates: Record<string, Gate<string>> = { short: new Gate(), long: new Gate() };
    work = ({ what }) => (gates[what] as Gate<string>).pass();
    const run = await stand.start('sideBySide');
    await Promise.all(Object.values(gates).map((gate) => gate.arrived()));
    gates[first]?.open('done');
    const view = await run.seen('the first one', ({ value }) => JSON.stringify(value).includes('done'));
    expect(view).toMatchObject({ value: { both: { [first]: 'done', [second]: 'active' } }, settled: false });
    gates[second]?.open('done');
    expect((await run.ended()).value).toBe('success');
  });

  it('an auction takes bids until it ends, and no later one', async () => {
    const run = await stand.start('auction', { lasts: 1_000 });
    await run.send({ type: 'BID', by: 'Ada', amount: 4_000 });
    await run.send({ type: 'BID', by: 'Bob', amount: 3_000 });
    expect((await run.ended()).output).toEqual({ winner: 'Ada' });
    await expect(run.send({ type: 'BID', by: 'Eve', amount: 5_000 })).rejects.toThrow(/completed|not found/i);
  });

  it('a state of several steps goes on when all of them have answered', async () => {
    const run = await stand.start('vitals');
    expect((await run.ended()).output).toEqual(['battery', 'coolant', 'oil', 'tires']);
  });

  it('a glass is filled drop by drop', async () => {
    const run = await stand.start('glassOfWater', { full: 4 });
    expect(await run.ended()).toMatchObject({ value: 'full', details: { now: 4 } });
  });

  it('a machine inside that is named nowhere is forwarded to, and tells its parent when it ends', async () => {
    const run = await stand.start('reusing');
    expect((await run.send('PAYMENT')).details.amount).toBe(1_337);
  });

  it('a machine inside is started later, also by a worker that was started meanwhile', async () => {
    const run = await stand.start('delayedStart', { delay: 1_500 });
    expect((await run.send('START_LATER')).value).toBe('pending');
    const { taskQueue } = stand.worker;
    await stand.stop();
    const other = await openStand('flows', { ...options, activities, taskQueue });
    try {
      const handle = other.worker.client.workflow.getHandle(run.handle.workflowId);
      await until(30_000, 'the end', async () => (await handle.query<View>(VIEW)).value === 'done');
      expect(done).toEqual(['task']);
      await handle.terminate();
    } finally {
      await other.stop();
      stand = await open();
    }
  });

  it('work that fails for a while is tried again by the engine, and a lasting failure reaches the machine', async () => {
    stubborn = async ({ what }) => {
      if (attempts < 3) throw new Error('not now');
      return what;
    };
    expect((await (await stand.start('retrying')).ended()).value).toBe('sent');
    expect(attempts).toBe(3);
    stubborn = () => Promise.reject(ApplicationFailure.nonRetryable('never'));
    expect((await (await stand.start('retrying')).ended()).value).toBe('failed');
    expect(attempts).toBe(4);
  });

  it('a stopwatch ticks while it runs and is set back from anywhere', async () => {
    const run = await stand.start('stopwatch');
    await run.send('START');
    await run.seen('three ticks', ({ details }) => Number(details.elapsed) >= 3);
    const stopped = await run.send('STOP');
    expect((await run.view()).details).toEqual(stopped.details);
    expect((await run.send('RESET')).details.elapsed).toBe(0);
  });

  it('an event for a machine that was never started is refused by the server', async () => {
    const handle = stand.worker.client.workflow.getHandle(`never-${randomUUID()}`);
    await expect(handle.executeUpdate(SEND, { args: [{ type: 'PAYMENT' }] })).rejects.toThrow(/not found/i);
  });

  it('a delayed start that is far away costs nothing until then', async () => {
    const run = await stand.start('delayedStart', { delay: A_MINUTE });
    const view = await run.send('START_LATER');
    expect(view).toMatchObject({ value: 'pending', settled: true });
    expect(Date.parse(view.nextTimerAt ?? '') - Date.parse(view.at)).toBeGreaterThan(A_MINUTE - 5_000);
    expect(done).toEqual([]);
  });
});

describe('flows that no workflow can run', () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand('flows');
  });
  afterEach(() => stand.clear());
  afterAll(() => stand.stop());

  it('a callback that calls `setInterval` fails the workflow task', async () => {
    const run = await stand.start('stopwatchByInterval');
    run.send('START').catch(() => undefined);
    expect(await run.failed()).toContain('setInterval is not defined');
  });
});
