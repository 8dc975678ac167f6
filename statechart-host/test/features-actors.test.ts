import { ApplicationFailure } from '@temporalio/common';
import { Gate } from 'statechart-host/testing';
import type { FeatureActivities } from './fixtures/features/work';
import { CACHES } from './stand';
import { openStand, type Run, type Stand } from './support/stand';

const done: FeatureActivities['work'] = async ({ what }) => `${what} is done`;

const countEvents = async ({ handle }: Run, kind: string): Promise<number> => {
  const { events } = await handle.fetchHistory();
  return (events ?? []).filter((event) => Object.hasOwn(event, kind)).length;
};

describe.each(CACHES)('actors, $cache', ({ options }) => {
  let work = done;
  let stand: Stand;
  beforeAll(async () => {
    const activities: FeatureActivities = { work: (input) => work(input) };
    stand = await openStand('features', { ...options, activities });
  });
  beforeEach(() => {
    work = done;
  });
  afterEach(async () => expect(await stand.clear()).toEqual([]));
  afterAll(() => stand.stop());

  it('a durable step answers its machine, or fails with a code', async () => {
    const run = await stand.start('durableStep');
    expect(await run.send('GO')).toMatchObject({ value: 'ready', details: { answer: 'dig is done', failure: null } });
    work = () => Promise.reject(ApplicationFailure.nonRetryable('too hard', 'TooHard'));
    expect((await run.send('GO')).details.failure).toBe('TooHard');
  });

  it('a durable step is cancelled when its state is left', async () => {
    const gate = new Gate<string>();
    work = () => gate.pass();
    const run = await stand.start('durableStep');
    const sent = run.send('GO');
    await gate.arrived();
    await run.send('LEAVE');
    await sent;
    expect(await countEvents(run, 'activityTaskCancelRequestedEventAttributes')).toBe(1);
    gate.open('at the end');
  });

  it('a promise of XState answers at once, after a while, or fails', async () => {
    const run = await stand.start('promises');
    const view = await run.settled();
    expect(view).toMatchObject({ value: 'over', details: { answers: ['at once', 'later'], failure: 'never' } });
  });

  it('a promise of XState may call an activity, which goes on when its state is left', async () => {
    const run = await stand.start('promisedActivity');
    expect((await run.send('GO')).details.answer).toBe('dig is done');
    work = () => Promise.reject(ApplicationFailure.nonRetryable('too hard', 'TooHard'));
    expect((await run.send('GO')).details.failure).toBe('too hard');
    const gate = new Gate<string>();
    work = () => gate.pass();
    const sent = run.send('GO');
    await gate.arrived();
    await run.send('LEAVE');
    await sent;
    expect(await countEvents(run, 'activityTaskCancelRequestedEventAttributes')).toBe(0);
    gate.open('at the end');
  });

  it('a state is at rest when its step has ended without leading out of it', async () => {
    const run = await stand.start('loadingFirst');
    expect(await run.settled()).toMatchObject({ value: 'ready', settled: true, details: { loaded: 'loaded' } });
    const restless = await stand.start('loadingForEver');
    await expect(restless.ended()).rejects.toMatchObject({ cause: { type: 'BadMachine' } });
  });

  it('transition logic keeps its own state, and its snapshots reach the machine', async () => {
    const run = await stand.start('transitionLogic');
    await run.send('ADD');
    expect((await run.send('ADD')).details.count).toBe(20);
  });

  it('callback logic sends events, receives them, and tidies up when it is left', async () => {
    const run = await stand.start('callbackLogic');
    expect(await run.send('GO')).toMatchObject({ value: 'listening', settled: true });
    await run.seen('two ticks', ({ details }) => (details.did as string[]).length === 2);
    expect((await run.send('ASK')).details.did).toEqual(['tick', 'tick', 'HOW_ARE_YOU']);
    expect((await run.send('LEAVE')).details.did).toEqual(['tick', 'tick', 'HOW_ARE_YOU', 'tidied']);
  });

  it('the values of an observable reach the machine as snapshots, and its end as done', async () => {
    const run = await stand.start('observableLogic');
    const view = await run.seen('the end', ({ value }) => value === 'over');
    expect(view.details).toEqual({ seen: [null, 1, 2, 3], complete: true });
  });

  it('the events of an observable reach the machine', async () => {
    const run = await stand.start('eventObservableLogic');
    const view = await run.seen('the end', ({ value }) => value === 'over');
    expect(view.details.seen).toEqual([1, 2, 3]);
  });

  it('a machine inside another has an input, steps and timers of its own, and an output', async () => {
    const run = await stand.start('childMachine');
    const answered = await run.send('GO');
    expect(answered).toMatchObject({ value: 'together', settled: true });
    expect(answered.nextTimerAt).toBeDefined();
    const view = await run.seen('the end', ({ value }) => value === 'over');
    expect(view.details.told).toBe('Ada: Ada is done');
  });

  it('the failure of a step in a machine inside another reaches the one around it', async () => {
    work = () => Promise.reject(ApplicationFailure.nonRetryable('too hard', 'TooHard'));
    const run = await stand.start('childMachine');
    expect(await run.send('GO')).toMatchObject({ value: 'over', details: { failure: 'TooHard', told: null } });
  });

  it('actors are spawned into the context, at the start and later, and keep the same ids through every replay', async () => {
    const run = await stand.start('spawned');
    await run.send('MORE');
    await run.send('MORE');
    await run.send('ADD');
    await run.send('ADD_TO_LAST');
    const view = await run.send('ADD');
    expect(view.details).toEqual({
      children: ['first', 'x:2', 'x:3'],
      counted: [101, 1, 102],
      first: { xstate$$type: 1, id: 'first' },
      others: [
        { xstate$$type: 1, id: 'x:2' },
        { xstate$$type: 1, id: 'x:3' },
      ],
    });
    expect((await run.send('STOP')).details.children).toEqual(['x:2', 'x:3']);
  });

  it('the snapshots of a spawned actor reach its parent where they are synchronised', async () => {
    const run = await stand.start('synchronised');
    await run.send('ADD');
    expect((await run.send('ADD')).details.seen).toEqual([0, 1, 2]);
  });

  it('an actor deep inside is found by its system id', async () => {
    const run = await stand.start('systemIds');
    await run.send('ADD');
    await run.send('ADD');
    expect((await run.send('LIST')).details).toEqual({ counted: [8, 9], known: ['deep', 'flat'] });
  });

  it('the failure of a machine inside another is an event that `onError` takes', async () => {
    const run = await stand.start('childFails');
    expect(await run.send('BREAK')).toMatchObject({ value: 'alone', details: { failure: 'the child broke' } });
  });

  it('a step may be spawned, and its end is an event of its id', async () => {
    const run = await stand.start('spawnedStep');
    expect(await run.send('GO')).toMatchObject({ settled: true, details: { answer: 'dig is done' } });
    work = () => Promise.reject(ApplicationFailure.nonRetryable('too hard', 'TooHard'));
    expect((await run.send('GO')).details.failure).toBe('TooHard');
  });

  it('logic may be written where it is invoked', async () => {
    const run = await stand.start('inlineLogic');
    await run.seen('counting', ({ value }) => value === 'counting');
    expect((await run.send('ADD')).details.answers).toEqual(['inline is done', 'called', 0, 1]);
  });

  it('a function of the workflow that calls several activities is one step', async () => {
    const run = await stand.start('severalCalls');
    expect((await run.send('GO')).details.answer).toBe('dig left is done, dig right is done');
    const gate = new Gate<string>();
    work = () => gate.pass();
    const sent = run.send('GO');
    await gate.arrived();
    await run.send('LEAVE');
    await sent;
    expect(await countEvents(run, 'activityTaskCancelRequestedEventAttributes')).toBe(1);
    gate.open('at the end');
  });

  it('logic of its own is an actor too', async () => {
    const run = await stand.start('ownActorLogic');
    await run.send('TELL');
    expect((await run.send('TELL')).details.heard).toEqual(['HELLO', 'HELLO']);
  });
});

describe('actors that fail', () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand('features');
  });
  afterEach(() => stand.clear());
  afterAll(() => stand.stop());

  it('the failure of an actor that no `onError` takes fails the workflow task', async () => {
    const run = await stand.start('childFailsUnforeseen');
    run.send('BREAK').catch(() => undefined);
    expect(await run.failed()).toContain('the child broke');
  });
});
