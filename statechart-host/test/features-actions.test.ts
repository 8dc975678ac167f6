import type { InjectedSinks, LoggerSinks } from '@temporalio/worker';
import { CACHES } from './stand';
import { openStand, type Stand } from './support/stand';

const NOT_ALLOWED = { cause: { type: 'EventNotAllowed' } };

/** What workflows log, as the worker hears it. */
const lines: string[] = [];
const hear = { fn: (_: unknown, message: string) => lines.push(message), callDuringReplay: false };
const sinks = { defaultWorkerLogger: { trace: hear, debug: hear, info: hear, warn: hear, error: hear } };

describe.each(CACHES)('actions, guards and delays, $cache', ({ options }) => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand('features', { ...options, sinks: sinks as unknown as InjectedSinks<LoggerSinks> });
  });
  afterEach(async () => expect(await stand.clear()).toEqual([]));
  afterAll(() => stand.stop());

  it('an `assign` changes the context by values and functions, one after the other', async () => {
    const run = await stand.start('assigning');
    await run.send({ type: 'ADD', by: 2 });
    expect((await run.send({ type: 'ADD', by: 1 })).details).toEqual({ count: 210, latest: 'added' });
    expect((await run.send({ type: 'NAME', name: 'Ada' })).details).toEqual({ count: 210, latest: 'Ada' });
  });

  it('a raised event is taken before the sender is answered', async () => {
    const run = await stand.start('raising');
    const view = await run.send('GO');
    expect(view).toMatchObject({ value: 'c', details: { did: ['go', 'next'] } });
  });

  it('an event is sent to an actor by its id, its system id, or as it came, and back to the parent', async () => {
    const run = await stand.start('sending');
    await run.send('BY_ID');
    await run.send('BY_SYSTEM');
    const view = await run.send('FORWARD');
    expect(view.details.did).toEqual(['CALL', 'SYSTEM_CALL', 'FORWARD']);
  });

  it('an event that a machine sends to itself is taken before the sender is answered', async () => {
    const run = await stand.start('sending');
    await run.send('TO_SELF');
    expect((await run.send('SELF_SEND')).details.did).toEqual(['own', 'own']);
  });

  it('a machine that stops itself ends its workflow as stopped', async () => {
    const run = await stand.start('stopping');
    expect((await run.send('STOP')).status).toBe('stopped');
    expect((await run.ended()).status).toBe('stopped');
  });

  it('every action can be enqueued, in order and on a condition', async () => {
    const run = await stand.start('enqueueing');
    const first = ['one', 'raised', 'sent'];
    expect((await run.send({ type: 'GO', what: 'one' })).details).toEqual({ did: first, noted: 'one' });
    const view = await run.send({ type: 'GO', what: 'two' });
    expect(view.details).toEqual({ did: [...first, 'two', 'many', 'raised', 'sent'], noted: 'two' });
    expect(view.nextTimerAt).toBeUndefined();
  });

  it('an action takes parameters, fixed or computed, and may be provided where the machine is hosted', async () => {
    const run = await stand.start('actionParameters');
    const view = await run.send({ type: 'GREET', name: 'Ada' });
    expect(view.details.said).toEqual(['hello Ada', 'how are you?', 'provided', 'Ada']);
  });

  it('a custom action runs in its place among the others, and again in each replay', async () => {
    const run = await stand.start('customActions');
    await run.send('GO');
    const view = await run.send('GO');
    expect(view.details).toEqual({
      did: ['before', 'after', 'before', 'after'],
      told: ['custom after 1', 'custom after 3'],
    });
  });

  it('an actor is spawned and stopped by an action', async () => {
    const run = await stand.start('children');
    await run.send('SPAWN');
    await run.send('COUNT');
    expect((await run.send('COUNT')).details.kid).toMatchObject({ status: 'active', context: 2 });
    expect((await run.send('STOP')).details.kid).toBeNull();
  });

  it('a `log` reaches the logger of the worker once', async () => {
    const run = await stand.start('logging');
    lines.length = 0;
    await run.send('PLAIN');
    await run.send('LABELLED');
    const view = await run.send('WHOLE');
    expect(view.status).toBe('active');
    const told = lines.filter((line) => !line.startsWith('Workflow'));
    expect(told).toEqual(['a plain line', 'count 7', '{"context":{"count":7},"event":{"type":"WHOLE"}}']);
  });

  it('a guard may be inline, named, with parameters, or made of others', async () => {
    const run = await stand.start('guards', { age: 30 });
    for (const event of ['INLINE', 'NAMED', 'COMPUTED', 'OR', 'NESTED']) {
      expect((await run.send(event)).value).toBe('passed');
      await run.send('BACK');
    }
    for (const event of ['PARAMS', 'AND', 'NOT']) await expect(run.send(event)).rejects.toMatchObject(NOT_ALLOWED);
    const { allowedEvents, allowedByPayload } = await run.view();
    expect(allowedEvents).toEqual(['INLINE', 'NAMED', 'COMPUTED', 'OR', 'NESTED']);
    expect(allowedByPayload).toEqual(['BY_PAYLOAD']);
  });

  it('a guard that reads the payload decides when the event is sent', async () => {
    const run = await stand.start('guards', { age: 30 });
    await expect(run.send({ type: 'BY_PAYLOAD', of: { age: 29 } })).rejects.toMatchObject(NOT_ALLOWED);
    await expect(run.send('BY_PAYLOAD')).rejects.toMatchObject({ cause: { type: 'GuardFailed' } });
    expect((await run.send({ type: 'BY_PAYLOAD', of: { age: 30 } })).value).toBe('passed');
  });

  it('a guard may ask for the state of another region, by value or by id', async () => {
    const run = await stand.start('inState');
    await expect(run.send('ENTER')).rejects.toMatchObject(NOT_ALLOWED);
    expect((await run.send('OPEN')).allowedEvents).toEqual(['ENTER']);
    expect((await run.send('ENTER')).value).toEqual({ door: 'open', light: 'on' });
    expect((await run.send('LEAVE')).value).toEqual({ door: 'open', light: 'off' });
  });

  it('a delay may be a number or a name', async () => {
    for (const workflow of ['afterNumber', 'afterNamed']) {
      const run = await stand.start(workflow);
      const view = await run.seen('b', ({ value }) => value === 'b');
      expect(view.nextTimerAt).toBeUndefined();
    }
  });

  it('a delay that is computed is computed anew at each entry', async () => {
    const run = await stand.start('afterComputed', { wait: 60_000 });
    const { nextTimerAt = '', startedAt } = await run.settled();
    expect(Date.parse(nextTimerAt) - Date.parse(startedAt)).toBeGreaterThanOrEqual(60_000);
    await run.send('SOONER');
    await run.seen('b', ({ value }) => value === 'b');
  });

  it('several timers of one state pass each for itself, the first candidate of each that may', async () => {
    const run = await stand.start('afterCandidates');
    const view = await run.seen('passed', ({ value }) => value === 'passed');
    expect(view).toMatchObject({ details: { did: ['20', '40'] } });
    expect(view.nextTimerAt).toBeUndefined();
  });

  it('a timer ends when its state is left and starts again when it is re-entered', async () => {
    const run = await stand.start('afterCancelled');
    const first = (await run.settled()).nextTimerAt ?? '';
    const again = (await run.send('AGAIN')).nextTimerAt ?? '';
    expect(Date.parse(again)).toBeGreaterThan(Date.parse(first));
    expect((await run.send('LEAVE')).nextTimerAt).toBeUndefined();
    expect((await run.send('BACK')).nextTimerAt).toBeDefined();
  });

  it('a delayed event to itself can be cancelled and sent anew', async () => {
    const run = await stand.start('raisedLater');
    expect((await run.send('IN_A_MINUTE')).nextTimerAt).toBeDefined();
    expect((await run.send('QUIET')).nextTimerAt).toBeUndefined();
    await run.send({ type: 'SOON', wait: 20 });
    await run.seen('the ring', ({ details }) => (details.did as string[]).length === 1);
    await run.send('AT_ONCE');
    await run.seen('the second ring', ({ details }) => (details.did as string[]).length === 2);
  });

  it('a delayed event to an actor, and one from it to its parent, arrive and can be cancelled', async () => {
    const run = await stand.start('sentLater');
    expect((await run.send('ASK_IN_A_MINUTE')).nextTimerAt).toBeDefined();
    expect((await run.send('ASK_NOT')).nextTimerAt).toBeUndefined();
    await run.send('ASK');
    const view = await run.seen('the answer', ({ details }) => (details.did as string[]).length === 1);
    expect(view.details.did).toEqual(['answered']);
  });
});

describe('actions that fail', () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand('features');
  });
  afterEach(() => stand.clear());
  afterAll(() => stand.stop());

  it('an action that throws fails the workflow task with the state and the event', async () => {
    const run = await stand.start('throwing');
    run.send('BREAK').catch(() => undefined);
    expect(await run.failed()).toBe('The machine "(machine)" failed in a after BREAK: it broke');
  });
});
