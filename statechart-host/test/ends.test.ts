import type { WorkflowHandle } from '@temporalio/client';
import type { InjectedSinks, LoggerSinks } from '@temporalio/worker';
import { SEND, UNTIL_SETTLED } from 'statechart-host/contract';
import { Gate } from 'statechart-host/testing';
import { PATIENCE, until, within } from '../../test/support/within';
import {
  CACHES,
  endOf,
  foresee,
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

describe.each(CACHES)('ends, with $cache', ({ options }) => {
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

  const opened = async (workflow = 'ends'): Promise<WorkflowHandle> => {
    const handle = await stand.start(workflow);
    await settle(handle);
    return handle;
  };
  const accepted = (handle: WorkflowHandle, type: string) =>
    handle.startUpdate<View, [{ type: string }]>(SEND, { args: [{ type }], waitForStage: 'ACCEPTED' });
  const result = (handle: WorkflowHandle): Promise<View> =>
    within(PATIENCE, handle.result() as Promise<View>, 'the end of a workflow');

  /** A machine that is over and whose end is not written yet. */
  const ending = async (): Promise<{ handle: WorkflowHandle; gate: Gate<void>; answer: Promise<View> }> => {
    const handle = await opened();
    const gate = new Gate<void>();
    stand.script.project = async (view: View) => {
      written.push(view);
      await gate.pass();
    };
    const update = await accepted(handle, 'END');
    await gate.arrived();
    return { handle, gate, answer: update.result() };
  };

  it('an event for a machine whose end is still being written is refused', async () => {
    const { handle, gate, answer } = await ending();
    expect(await refusalOf(send(handle, { type: 'ADD' }))).toMatchObject({ type: 'EventNotAllowed' });
    expect(await foresee(handle, { type: 'ADD' })).toMatchObject({ objection: { type: 'EventNotAllowed' } });
    await nudge(handle, { type: 'ADD' });
    const joined = handle.executeUpdate<View, []>(UNTIL_SETTLED);
    expect(await viewOf(handle)).toMatchObject({ status: 'done', nudgesRejected: 0 });
    gate.open();
    for (const view of [await answer, await joined, await result(handle)]) {
      expect(view).toMatchObject({ status: 'done', output: { counted: 0 }, allowedEvents: [] });
    }
  });

  it('a cancellation while the end is being written takes nothing back', async () => {
    const { handle, gate, answer } = await ending();
    await handle.cancel();
    await viewOf(handle);
    gate.open();
    expect(await answer).toMatchObject({ status: 'done', output: { counted: 0 } });
    expect(await result(handle)).toMatchObject({ status: 'done', cancellationIgnoredAt: expect.any(String) });
    expect(await statusOf(handle)).toBe('COMPLETED');
  });

  it.each(['rest', 'WAIT'])(
    'a cancellation ends a machine that has no event for it and writes its end: %s',
    async (where) => {
      const handle = await opened();
      if (where !== 'rest') await send(handle, { type: where });
      await handle.cancel();
      await expect(result(handle)).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
      expect(await statusOf(handle)).toBe('CANCELLED');
      expect(written.at(-1)).toMatchObject({ status: 'stopped', settled: true, allowedEvents: [] });
      const { status, transitions } = await viewOf(handle);
      expect([status, transitions.at(-1)?.event]).toEqual(['stopped', 'stopped']);
    },
  );

  it('a cancellation ends the step that is at work and tells who waits for it', async () => {
    const handle = await opened();
    const gate = new Gate<string>();
    stand.script.work = () => gate.pass();
    const update = await accepted(handle, 'GO');
    const joined = await handle.startUpdate<View, []>(UNTIL_SETTLED, { waitForStage: 'ACCEPTED' });
    await gate.arrived();
    await handle.cancel();
    const told = { type: 'WorkflowCancelled', message: expect.stringContaining('cancelled before') };
    expect(await refusalOf(update.result())).toMatchObject(told);
    expect(await refusalOf(joined.result())).toMatchObject(told);
    await expect(result(handle)).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
    expect(await statusOf(handle)).toBe('CANCELLED');
    const { events } = await handle.fetchHistory();
    expect(events?.some((event) => event.activityTaskCancelRequestedEventAttributes)).toBe(true);
    gate.open('too late');
  });

  it('a cancellation before the first task ends the machine', async () => {
    await stand.stopWorker();
    const handle = await stand.start('ends');
    await handle.cancel();
    await stand.restartWorker();
    await expect(result(handle)).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
    expect(await statusOf(handle)).toBe('CANCELLED');
  });

  it('a cancellation that the machine has no use for where it stands is told in its view', async () => {
    const handle = await opened('hearsCancellation');
    expect((await viewOf(handle)).cancellationIgnoredAt).toBeUndefined();
    await handle.cancel();
    const view = await viewWhen(handle, ({ cancellationIgnoredAt }) => cancellationIgnoredAt !== undefined);
    expect(view).toMatchObject({ state: 'deaf', status: 'active' });
    expect(await send(handle, { type: 'GO' })).toMatchObject({ state: 'listening' });
  });

  it('a cancellation that the machine has an event for is what the machine makes of it', async () => {
    const handle = await opened('hearsCancellation');
    await send(handle, { type: 'GO' });
    await handle.cancel();
    expect(await viewWhen(handle, ({ state }) => state === 'giving')).toMatchObject({ status: 'active' });
    await send(handle, { type: 'END' });
    expect(await result(handle)).toMatchObject({ status: 'done' });
    expect((await result(handle)).cancellationIgnoredAt).toBeUndefined();
  });

  it('a machine that stops itself ends its workflow', async () => {
    const handle = await opened();
    expect(await send(handle, { type: 'STOP' })).toMatchObject({ status: 'stopped', allowedEvents: [] });
    expect(await result(handle)).toMatchObject({ status: 'stopped', settled: true });
    expect(written.at(-1)).toMatchObject({ status: 'stopped' });
    expect(await statusOf(handle)).toBe('COMPLETED');
  });

  it('a machine that gives up fails its workflow and tells who waits', async () => {
    const handle = await opened('endsUnwritten');
    const gate = new Gate<string>();
    stand.script.work = () => gate.pass();
    const update = await accepted(handle, 'GO');
    await gate.arrived();
    const sent = send(handle, { type: 'GIVE_UP' });
    const failed = {
      status: 'error',
      settled: true,
      allowedEvents: [],
      error: { message: 'no way on', state: 'busy', event: 'GIVE_UP', retried: false },
    };
    expect(await update.result()).toMatchObject(failed);
    expect(await sent).toMatchObject(failed);
    expect(await endOf(handle)).toMatchObject({ type: 'GivenUp', message: 'no way on' });
    expect(await statusOf(handle)).toBe('FAILED');
    expect(await viewOf(handle)).toMatchObject(failed);
    gate.open('too late');
  });

  it.each([
    ['context', 'failed in first after started: no context'],
    ['entry', 'failed in first after started: no entry'],
  ])('a machine that fails by its %s at the start fails its task with words', async (where, words) => {
    const handle = await stand.start('failsAtStart', where);
    expect(await taskFailure(handle)).toBe(`The machine "stillborn" ${words}`);
    expect(await statusOf(handle)).toBe('RUNNING');
    await handle.terminate();
  });
});

describe('a cancellation that the machine has no use for', () => {
  it('the log of the worker tells of a cancellation that the machine has no use for', async () => {
    const warned: [message: string, state: unknown][] = [];
    const warn = (_: unknown, message: string, { state }: { state?: unknown }) => warned.push([message, state]);
    const heard = { fn: () => undefined };
    const sinks = {
      defaultWorkerLogger: { trace: heard, debug: heard, info: heard, warn: { fn: warn }, error: heard },
    } as unknown as InjectedSinks<LoggerSinks>;
    const stand = await openStand({ sinks });
    try {
      const handle = await stand.start('hearsCancellation');
      await settle(handle);
      await handle.cancel();
      await viewWhen(handle, ({ cancellationIgnoredAt }) => cancellationIgnoredAt !== undefined);
      expect(warned).toEqual([['The machine has no use for the cancellation where it stands.', 'deaf']]);
    } finally {
      await stand.stop();
    }
  });
});

describe('a machine that fails', () => {
  let stand: Stand;

  beforeEach(async () => {
    stand = await openStand();
  });
  afterEach(() => stand.stop());

  it.each([
    ['BREAK', 'it broke'],
    ['THROW_ODDLY', '[object Object]'],
  ])(
    'a machine that fails by %s fails its task alone, with words, and a mended deploy heals it',
    async (type, words) => {
      const handle = await stand.start('endsUnwritten');
      await settle(handle);
      await nudge(handle, { type });
      expect(await taskFailure(handle)).toBe(`The machine "ending" failed in rest after ${type}: ${words}`);
      expect(await statusOf(handle)).toBe('RUNNING');
      await stand.stopWorker();
      await stand.restartWorker({
        file: 'statechart-host/test/fixtures/smallest/ends.ts',
        replace: [
          ["throw new Error(event.text ?? 'it broke');", ''],
          ['throw circle;', ''],
        ],
      });
      // A server answers no query about a task that fails, until the task is tried again.
      await until(PATIENCE, 'the healing', () =>
        viewOf(handle).then(
          () => true,
          () => false,
        ),
      );
      expect(await viewOf(handle)).toMatchObject({ state: 'rest', status: 'active' });
    },
  );
});
