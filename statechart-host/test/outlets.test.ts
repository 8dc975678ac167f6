import type { WorkflowInfo } from '@temporalio/workflow';
import type { Inspected } from 'statechart-host/workflow';
import { CACHES } from './stand';
import { openStand, type Run, type Stand } from './support/stand';

/** What has left through the sink, by workflow id and number. */
const seen = new Map<string, Map<number, Inspected>>();
const sinks = {
  statechart: {
    inspect: {
      fn: ({ workflowId }: WorkflowInfo, inspected: Inspected) => {
        const known = seen.get(workflowId) ?? new Map<number, Inspected>();
        // A task that is tried again tells the same once more.
        expect(known.get(inspected.number) ?? inspected).toEqual(inspected);
        seen.set(workflowId, known.set(inspected.number, inspected));
      },
    },
  },
};

const toldOf = ({ handle }: Run): Inspected[] => [...(seen.get(handle.workflowId)?.values() ?? [])];

describe.each(CACHES)('outlets, $cache', ({ options }) => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand('features', { ...options, sinks });
  });
  afterEach(async () => expect(await stand.clear()).toEqual([]));
  afterAll(() => stand.stop());

  it('what a machine emits reaches its hook in order, also what it emits at its start', async () => {
    const run = await stand.start('emitting');
    await run.send('RING');
    expect((await run.send('RING')).details.heard).toEqual([0, 1, 2].map((times) => ({ type: 'rang', times })));
  });

  it('what a machine inside emits does not reach the hook of the one around it', async () => {
    const run = await stand.start('emittingInside');
    expect((await run.send('RING')).details.heard).toEqual([{ type: 'outside' }]);
  });

  it('inspection events leave through the sink in order, each under its number, and not again at replay', async () => {
    const run = await stand.start('inspected');
    await run.send({ type: 'ENTER', password: 'secret word' });
    await run.send('COUNT');
    const told = toldOf(run);
    expect(told.map(({ number }) => number)).toEqual(told.map((_, index) => index + 1));
    const events = told.filter(({ kind }) => kind === '@xstate.event');
    expect(events.map(({ actor, event }) => `${actor} ${event}`)).toEqual([
      'watched xstate.init',
      'tally xstate.init',
      'watched ENTER',
      'watched COUNT',
      'tally ONE',
    ]);
    const unnumbered = told.map(({ number: _, ...rest }) => rest);
    expect(unnumbered).toContainEqual({ kind: '@xstate.actor', actor: 'tally' });
    expect(unnumbered).toContainEqual({ kind: '@xstate.action', actor: 'watched', action: 'greet' });
    expect(unnumbered).toContainEqual({
      ...{ kind: '@xstate.snapshot', actor: 'watched', event: 'ENTER' },
      states: ['watched', 'watched.inside', 'watched.inside.hall'],
    });
  });

  it('an inspection event holds no payload and no context', async () => {
    const run = await stand.start('inspected');
    await run.send({ type: 'ENTER', password: 'secret word' });
    const told = toldOf(run);
    expect(told.length).toBeGreaterThan(5);
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  it('nothing leaves through the sink where no inspection is asked for', async () => {
    const run = await stand.start('uninspected');
    await run.send('ENTER');
    expect(seen.has(run.handle.workflowId)).toBe(false);
  });
});

describe('outlets that fail', () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand('features');
  });
  afterEach(() => stand.clear());
  afterAll(() => stand.stop());

  it('a hook that throws fails the workflow task', async () => {
    const run = await stand.start('emittingInVain');
    run.send('RING').catch(() => undefined);
    expect(await run.failed()).toContain('nobody listens');
  });
});
