import { FORESEE, NUDGE, SEND, VIEW } from 'statechart-host/contract';
import { until } from '../../test/support/within';
import { CACHES } from './stand';
import { openStand, type Stand, type View } from './support/stand';

describe.each(CACHES)('what is read of a machine, $cache', ({ options }) => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand('features', options);
  });
  afterEach(async () => expect(await stand.clear()).toEqual([]));
  afterAll(() => stand.stop());

  it('tags are in the view, and what else a snapshot tells can be shown as details', async () => {
    const run = await stand.start('readings');
    const shut = await run.settled();
    expect(shut).toMatchObject({ tags: ['closed', 'quiet'], allowedEvents: ['OPEN'] });
    expect(shut.details).toMatchObject({
      ...{ meta: { 'door.shut': { hint: 'knock' } }, isQuiet: true, isOpen: false, isAjar: false, canShut: false },
      ...{ next: ['It was opened'], mapped: ['a shut door'] },
    });
    const open = await run.send('OPEN');
    expect(open).toMatchObject({ tags: ['quiet'], allowedEvents: ['SHUT'] });
    expect(open.details).toMatchObject({
      ...{ meta: { 'door.open.ajar': { hint: 'come in' } }, isQuiet: true, isOpen: true, isAjar: true, canShut: true },
      ...{ next: ['SHUT'], mapped: ['an open door'] },
    });
  });

  it('id and version of a machine are part of its definition', async () => {
    const { details } = await (await stand.start('readings')).settled();
    expect(details.definition).toEqual({ id: 'door', version: '2.1', hash: expect.stringMatching(/^[0-9a-f]{16}$/) });
  });

  it('a machine may be made of all that `setup` offers', async () => {
    const run = await stand.start('madeBySetup');
    await run.send('ADD');
    expect((await run.send('ADD')).details.count).toBe(2);
    await run.seen('full', ({ value }) => value === 'full');
    expect(await run.send('RESET')).toMatchObject({ value: 'counting', details: { count: 0 } });
  });

  it('the input of a workflow is the input of its machine', async () => {
    const run = await stand.start('inputs', { name: 'Ada', times: 2 });
    expect((await run.settled()).details.greeting).toBe('hello Adahello Ada');
  });

  it('what a machine is typed with holds where it is hosted', async () => {
    const run = await stand.start('typed', { limit: 3 });
    await expect(run.send({ type: 'ADD', by: -1 })).rejects.toMatchObject({ cause: { type: 'BadEvent' } });
    await run.send({ type: 'ADD', by: 2 });
    await run.send('STOP');
    expect(await run.handle.result()).toEqual({ total: 2, told: [2] });
  });

  it('a machine that continues as new keeps its history states, its timers and its actors', async () => {
    const run = await stand.start('longLived');
    await run.send('NEXT');
    await run.send('COUNT');
    const off = await run.send('OFF');
    expect(off.nextTimerAt).toBeDefined();
    const chained = stand.worker.client.workflow.getHandle(run.handle.workflowId);
    const { firstExecutionRunId } = run.handle;
    await until(30_000, 'a new run', async () => (await chained.describe()).runId !== firstExecutionRunId);
    const view = await chained.query<View>(VIEW);
    expect(view.nextTimerAt).toBe(off.nextTimerAt);
    const counted = await chained.executeUpdate<View, [object]>(SEND, { args: [{ type: 'COUNT' }] });
    expect(counted.details.tally).toBe(2);
    const on = await chained.executeUpdate<View, [object]>(SEND, { args: [{ type: 'ON' }] });
    expect(on.value).toEqual({ album: 'second' });
  });

  it('a promise inside may wait for another actor by `toPromise`', async () => {
    const run = await stand.start('awaited');
    expect((await run.send('ANSWER')).details.answer).toBe(42);
  });

  it('the pure functions of XState need no host', async () => {
    const run = await stand.start('pureFunctions');
    expect(await run.ended()).toEqual({ from: 'a', to: 'b', actions: ['xstate.raise'] });
  });
});

describe.each(CACHES)('chance and time, $cache', ({ options }) => {
  it('what is drawn by chance and read from the clock stays the same, whatever is asked in between', async () => {
    const asked = await openStand('features', options);
    const run = await asked.start('chance');
    await run.send('DRAW');
    await run.handle.query(FORESEE, { type: 'DRAW' });
    await expect(run.send('NEVER')).rejects.toMatchObject({ cause: { type: 'EventNotAllowed' } });
    const view = await run.send('DRAW');
    await asked.stop();
    // Another worker, which has not seen what was asked.
    const other = await openStand('features', { ...options, taskQueue: asked.worker.taskQueue });
    try {
      const replayed = await other.worker.client.workflow.getHandle(run.handle.workflowId).query<View>(VIEW);
      expect(replayed.details).toEqual(view.details);
    } finally {
      await other.stop();
    }
    expect(view.details.drawn).toHaveLength(3);
  });
});

describe.each(CACHES)('the time of the start, $cache', ({ options }) => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand('features', { ...options, activities: { work: async () => 'done' } });
  });
  afterEach(async () => expect(await stand.clear()).toEqual([]));
  afterAll(() => stand.stop());

  it('a time that is read at the start stays the same for a worker that has not kept the workflow', async () => {
    const run = await stand.start('dated');
    // The first task leaves nothing in the history, so that the next one is taken for one with it.
    const { madeAt } = (await run.view()).details;
    expect((await run.send('GO')).details.madeAt).toBe(madeAt);
    expect((await run.send('GO')).details.madeAt).toBe(madeAt);
    const { startedAt, transitions } = await run.view();
    expect(startedAt).toBe(new Date(Number(madeAt)).toISOString());
    expect(transitions[0]).toMatchObject({ event: 'started', at: startedAt });
  });
});

describe.each(CACHES)('a time that nobody waits for, $cache', ({ options }) => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand('features', { ...options, activities: { work: async () => 'done' } });
  });
  afterEach(async () => expect(await stand.clear()).toEqual([]));
  afterAll(() => stand.stop());

  it('a step after a time that was noted while nobody waited is done, also by a worker that has not kept the workflow', async () => {
    const run = await stand.start('noting');
    await run.seen('the timer', ({ value }) => value === 'ready');
    await run.handle.signal(NUDGE, { type: 'NUDGE' });
    await run.seen('the nudge', ({ details }) => details.nudgedAt !== null);
    await run.send('GO');
    await run.send('GO');
    expect((await run.view()).value).toBe('ready');
  });
});

describe('what no machine can do', () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand('features');
  });
  afterEach(() => stand.clear());
  afterAll(() => stand.stop());

  it('a bound of its own on eventless transitions ends a circle with the words of XState', async () => {
    const run = await stand.start('boundedLoop');
    run.send('GO').catch(() => undefined);
    expect(await run.failed()).toContain('more than 10 microsteps');
  });

  it('a promise inside that waits by `waitFor` fails the workflow task', async () => {
    const run = await stand.start('awaitedBadly');
    run.send('GO').catch(() => undefined);
    expect(await run.failed()).toMatch(/determinis/i);
  });
});
