import type { WorkflowHandle } from '@temporalio/client';
import { SEND } from 'statechart-host/contract';
import { Gate } from 'statechart-host/testing';
import { PATIENCE, until } from '../../test/support/within';
import {
  CACHES,
  nudge,
  openStand,
  refusalOf,
  type Stand,
  send,
  settle,
  statusOf,
  taskFailure,
  type View,
  viewOf,
  viewWhen,
} from './stand';

describe('a read model that is away', () => {
  it('a machine that moves often meanwhile tells it the latest moves when it is back', async () => {
    const stand = await openStand();
    try {
      const gate = new Gate<void>();
      const written: View[] = [];
      stand.script.project = async (view: View) => {
        written.push(view);
        await gate.pass();
      };
      const handle = await stand.start('longWinded');
      await gate.arrived();
      await Promise.all(Array.from({ length: 700 }, () => nudge(handle, { type: 'GO' })));
      await viewWhen(handle, ({ sequence }) => sequence === 701);
      gate.open();
      // Not asked to settle: a run that hands over to the next one at that moment takes no update.
      await until(PATIENCE, 'the latest move to be told', async () => written.at(-1)?.sequence === 701);
      const view = await viewWhen(handle, ({ settled }) => settled);
      const told = written.at(-1)?.transitions ?? [];
      expect(view.sequence).toBe(701);
      expect(told.at(-1)?.sequence).toBe(701);
      expect(told.length).toBeGreaterThan(200);
      expect(told.map(({ sequence }) => sequence)).toEqual(told.map((_, at) => 702 - told.length + at));
    } finally {
      await stand.stop();
    }
  });
});

describe.each(CACHES)('views, with $cache', ({ options }) => {
  let stand: Stand;
  let written: View[];

  beforeAll(async () => {
    stand = await openStand(options);
  });
  afterAll(() => stand.stop());
  beforeEach(() => {
    written = [];
    stand.script.project = async (view: View) => {
      written.push(view);
    };
    stand.script.work = async () => 'done';
  });

  const opened = async (workflow = 'seenThrough', input?: unknown): Promise<WorkflowHandle> => {
    const handle = await stand.start(workflow, input);
    await settle(handle);
    return handle;
  };

  it('a view tells value, tags, status, allowed events and the next timer', async () => {
    const handle = await opened();
    const view = await viewOf(handle);
    expect(view).toMatchObject({
      value: { open: 'here' },
      state: 'open.here',
      tags: ['open', 'settled'],
      status: 'active',
      settled: true,
      allowedEvents: ['ADD', 'SHUT', 'GO', 'EVEN'],
      details: { count: 0 },
      sequence: 1,
    });
    expect(view).not.toHaveProperty('output');
    expect(view).not.toHaveProperty('error');
    expect(view).not.toHaveProperty('allowedByPayload');
    const hour = Date.parse(view.startedAt) + 3_600_000;
    expect(Math.abs(Date.parse(view.nextTimerAt as string) - hour)).toBeLessThan(60_000);
    const there = await send(handle, { type: 'EVEN' });
    expect(there).toMatchObject({ state: 'open.there', allowedEvents: ['SHUT'] });
    expect(Date.parse(there.nextTimerAt as string)).toBeLessThan(hour - 3_000_000);
    const shut = await send(handle, { type: 'SHUT' });
    expect(shut).toMatchObject({ state: 'shut', tags: ['shut', 'settled'], allowedEvents: ['ADD', 'END'] });
    expect(shut).not.toHaveProperty('nextTimerAt');
    await send(handle, { type: 'ADD' });
    expect(await send(handle, { type: 'END' })).toMatchObject({
      status: 'done',
      output: { count: 1 },
      allowedEvents: [],
    });
    expect(await handle.result()).toMatchObject({ status: 'done', output: { count: 1 } });
    expect(await viewOf(handle)).toMatchObject({ status: 'done', output: { count: 1 } });
  });

  it('an event that the machine forbids, or that its guard does not let through, is not among the allowed', async () => {
    const handle = await opened();
    expect(await send(handle, { type: 'ADD' })).toMatchObject({ allowedEvents: ['ADD', 'SHUT', 'GO'] });
    for (const type of ['FORBIDDEN', 'EVEN', 'END']) {
      const refused = await refusalOf(send(handle, { type }));
      expect(refused).toMatchObject({
        type: 'EventNotAllowed',
        message: `${type} is not allowed in open.here. Allowed now: ADD, SHUT, GO.`,
      });
    }
  });

  it('a list of events that callers may send is all that they are told and may send', async () => {
    const handle = await opened('seenInPart');
    expect(await viewOf(handle)).toMatchObject({ allowedEvents: ['ADD', 'SHUT'] });
    expect(await refusalOf(send(handle, { type: 'GO' }))).toMatchObject({ type: 'BadEvent' });
    await nudge(handle, { type: 'ADD' });
    await viewWhen(handle, ({ nudgesRejected }) => nudgesRejected === 1);
    expect(await viewOf(handle)).toMatchObject({ details: { count: 0 } });
  });

  it('a view while a step is at work is the same for a query, an update and those who wait', async () => {
    const handle = await opened();
    const gate = new Gate<string>();
    stand.script.work = () => gate.pass();
    const update = await handle.startUpdate<View, [{ type: string }]>(SEND, {
      args: [{ type: 'GO' }],
      waitForStage: 'ACCEPTED',
    });
    await gate.arrived();
    expect(await viewOf(handle)).toMatchObject({ state: 'open.busy', settled: false, allowedEvents: ['ADD', 'SHUT'] });
    const added = send(handle, { type: 'ADD' });
    await viewWhen(handle, ({ details }) => details.count === 1);
    const joined = settle(handle);
    gate.open('done');
    const views = await Promise.all([update.result(), added, joined]);
    for (const view of views) {
      expect(view).toMatchObject({ state: 'open.here', settled: true, details: { count: 1 }, sequence: 4 });
    }
    expect(written.at(-1)).toMatchObject({ state: 'open.here', settled: true, sequence: 4 });
    expect(views[0]?.transitions.map(({ event, from, to }) => [event, from, to])).toEqual([
      ['started', '', 'open.here'],
      ['GO', 'open.here', 'open.busy'],
      ['ADD', 'open.busy', 'open.busy'],
      ['work done', 'open.busy', 'open.here'],
    ]);
  });

  it('a machine is heard from inside by events that nobody may send from outside', async () => {
    const handle = await opened('movedFromInside');
    const { heard } = (await viewOf(handle)).details as { heard: string[] };
    expect([...heard].sort()).toEqual(['HELLO', 'RAISED', 'TICK']);
    expect(await refusalOf(send(handle, { type: 'TICK' }))).toMatchObject({ type: 'BadEvent' });
  });

  it('what a machine emits reaches the hook in order and once, from its start to its end', async () => {
    const handle = await opened('emits');
    expect((await viewOf(handle)).details).toEqual({ count: 0, emitted: ['begun 0'] });
    await send(handle, { type: 'ADD' });
    expect((await send(handle, { type: 'TWICE' })).details).toEqual({
      count: 3,
      emitted: ['begun 0', 'counted 1', 'counted 2', 'counted 3'],
    });
    await send(handle, { type: 'END' });
    expect(((await handle.result()) as View).details.emitted).toHaveLength(5);
  });

  it('a hook that breaks on what is emitted fails the task with its words', async () => {
    const handle = await opened('emits');
    await nudge(handle, { type: 'BREAK' });
    expect(await taskFailure(handle)).toContain('the hook broke');
    await handle.terminate();
  });

  it.each(['details', 'searchAttributes', 'project'])(
    'a hook %s that breaks ends no workflow, and says so',
    async (which) => {
      const handle = await opened('hooks', which);
      await send(handle, { type: 'ADD' });
      await nudge(handle, { type: 'BREAK' });
      if (which === 'details')
        await until(PATIENCE, 'the words', async () =>
          /the hook broke/.test(String(await viewOf(handle).catch(String))),
        );
      else expect(await taskFailure(handle)).toContain('the hook broke');
      expect(await statusOf(handle)).toBe('RUNNING');
      await handle.terminate();
    },
  );
});
