import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { SEND } from 'statechart-host/contract';
import { Gate } from 'statechart-host/testing';
import { PATIENCE, until, within } from '../../test/support/within';
import {
  type AnyEvent,
  CACHES,
  nudge,
  openStand,
  refusalOf,
  type Stand,
  send,
  settle,
  type View,
  viewOf,
  viewWhen,
} from './stand';

const NO = { type: 'NoKey', message: 'You have no key.', facts: { lock: 7 } };

interface Asked {
  type: string;
  update?: string;
  sequence: number;
  state: string;
}

const isOfTask = (event: object): boolean =>
  Object.entries(event).some(([field, value]) => field.startsWith('workflowTask') && value !== null);

describe.each(CACHES)('events that are admitted, with $cache', ({ options }) => {
  let stand: Stand;
  let asked: Asked[];

  beforeAll(async () => {
    stand = await openStand(options);
  });
  afterAll(() => stand.stop());

  const answering = (...answers: unknown[]): void => {
    asked = [];
    stand.script.work = async (question: Asked) => {
      asked.push(question);
      return answers.length > 1 ? answers.shift() : answers[0];
    };
  };
  const opened = async (workflow = 'guarded'): Promise<WorkflowHandle> => {
    const handle = await stand.start(workflow);
    await settle(handle);
    return handle;
  };
  const sendAs = (handle: WorkflowHandle, updateId: string, event: AnyEvent, ...seen: number[]): Promise<View> =>
    within(PATIENCE, handle.executeUpdate<View, [AnyEvent, ...number[]]>(SEND, { args: [event, ...seen], updateId }));

  it('one that nobody objects to is taken, and the doorkeeper has heard of its update and its machine', async () => {
    answering(null);
    const handle = await opened();
    const update = randomUUID();
    expect((await sendAs(handle, update, { type: 'OPEN' })).details).toMatchObject({ opened: 1 });
    expect(asked).toEqual([{ type: 'OPEN', update, sequence: 1, state: 'closed' }]);
    expect((await sendAs(handle, update, { type: 'OPEN' })).details).toMatchObject({ opened: 1 });
    expect(asked).toHaveLength(1);
  });

  it('one that is objected to moves nothing and its sender hears why; a nudge is counted', async () => {
    answering(NO);
    const handle = await opened();
    const { sequence } = await viewOf(handle);
    await expect(send(handle, { type: 'OPEN' })).rejects.toMatchObject({
      cause: { type: 'NoKey', message: NO.message, details: [NO.facts] },
    });
    await nudge(handle, { type: 'OPEN' });
    const view = await viewWhen(handle, ({ nudgesRejected }) => nudgesRejected === 1);
    expect(view).toMatchObject({ sequence, details: { opened: 0 } });
    expect(asked.map(({ update }) => update === undefined)).toEqual([false, true]);
    answering(null);
    await nudge(handle, { type: 'OPEN' });
    await viewWhen(handle, ({ details }) => details.opened === 1);
  });

  it('one whose doorkeeper does not answer fails to its sender, and a nudge is counted', async () => {
    const handle = await opened();
    stand.script.work = async () => {
      throw ApplicationFailure.nonRetryable('Nobody is there.', 'Asleep');
    };
    const failed = await send(handle, { type: 'OPEN' }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ cause: { cause: { type: 'Asleep' } } });
    await nudge(handle, { type: 'OPEN' });
    await viewWhen(handle, ({ nudgesRejected }) => nudgesRejected === 1);
    expect((await send(handle, { type: 'KNOCK' })).details).toEqual({ opened: 0, knocks: 1 });
  });

  it('one whose task is lost after the doorkeeper has answered is taken once', async () => {
    answering('lose');
    const attempts = ['lose', null];
    stand.script.workHere = async () => attempts.shift();
    const handle = await opened();
    const update = randomUUID();
    expect((await sendAs(handle, update, { type: 'OPEN' })).details).toMatchObject({ opened: 1 });
    expect(attempts).toEqual([]);
    expect((await sendAs(handle, update, { type: 'OPEN' })).details).toMatchObject({ opened: 1 });
    expect(asked).toHaveLength(1);
  });

  it('two at once are each asked about, and one that has seen what the other moved is told so', async () => {
    answering(null);
    const handle = await opened();
    const both = await Promise.all([send(handle, { type: 'OPEN' }), send(handle, { type: 'OPEN' })]);
    expect(Math.max(...both.map(({ details }) => Number(details.opened)))).toBe(2);
    // Whoever was asked before the other one moved the machine is asked once more, about the machine as it is.
    expect(asked.map(({ sequence }) => sequence)).toEqual([1, 1, 2]);
    const gate = new Gate<null>();
    stand.script.work = () => gate.pass();
    const { sequence } = await viewOf(handle);
    const slow = refusalOf(send(handle, { type: 'OPEN' }, sequence));
    await gate.arrived();
    expect((await send(handle, { type: 'KNOCK' }, sequence)).details).toMatchObject({ knocks: 1 });
    gate.open(null);
    expect(await slow).toMatchObject({ type: 'MovedOn' });
    expect(await viewOf(handle)).toMatchObject({ state: 'closed', details: { opened: 2 } });
  });

  it('one that is not allowed any more when the answer comes is refused, also when the machine has ended', async () => {
    for (const [meanwhile, state] of [
      ['CLOSE', 'locked'],
      ['END', 'over'],
    ] as const) {
      const gate = new Gate<null>();
      stand.script.work = () => gate.pass();
      const handle = await opened();
      const slow = refusalOf(send(handle, { type: 'OPEN' }));
      await gate.arrived();
      await nudge(handle, { type: meanwhile });
      await viewWhen(handle, (view) => view.state === state);
      gate.open(null);
      expect(await slow).toMatchObject({ type: 'EventNotAllowed' });
    }
  });

  it('a cancellation is heard while an answer is waited for', async () => {
    const gate = new Gate<null>();
    stand.script.work = () => gate.pass();
    const handle = await opened();
    const slow = refusalOf(send(handle, { type: 'OPEN' }));
    await gate.arrived();
    await handle.cancel();
    await viewWhen(handle, (view) => view.state === 'over');
    gate.open(null);
    expect(await slow).toMatchObject({ type: 'EventNotAllowed' });
    expect(await within(PATIENCE, handle.result())).toMatchObject({ state: 'over' });
  });

  it.each([
    ['an update', (handle: WorkflowHandle) => send(handle, { type: 'OPEN' }).then(() => undefined)],
    ['a nudge', (handle: WorkflowHandle) => nudge(handle, { type: 'OPEN' })],
  ])('a run does not continue as new while an answer for %s is waited for', async (_, knock) => {
    const gate = new Gate<null>();
    stand.script.work = () => gate.pass();
    const handle = await opened();
    const first = (await handle.describe()).runId;
    const sent = knock(handle);
    await gate.arrived();
    for (let count = 0; count < 8; count += 1) await send(handle, { type: 'KNOCK' });
    const meanwhile = await handle.describe();
    expect(meanwhile.historyLength).toBeGreaterThan(30);
    expect(meanwhile.runId).toBe(first);
    gate.open(null);
    await sent;
    expect(await viewWhen(handle, ({ details }) => details.opened === 1)).toMatchObject({
      details: { knocks: 8 },
    });
    await until(PATIENCE, 'the next run', async () => (await handle.describe()).runId !== first);
  });

  it('one that nobody is asked about costs no event of the history', async () => {
    const eventsOf = async (workflow: string): Promise<unknown[]> => {
      const handle = await opened(workflow);
      await send(handle, { type: 'KNOCK' });
      await nudge(handle, { type: 'CLOSE' });
      await viewWhen(handle, ({ state }) => state === 'locked');
      const { events } = await handle.fetchHistory();
      // How many tasks bring it is the server's to say: the first may bring the update too, or not yet.
      return (events ?? []).filter((event) => !isOfTask(event)).map(({ eventType }) => eventType);
    };
    expect(await eventsOf('guarded')).toEqual(await eventsOf('unguarded'));
  });
});
