import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { SEND } from 'statechart-host/contract';
import { PATIENCE, within } from '../../test/support/within';
import {
  type AnyEvent,
  CACHES,
  foresee,
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

const NO_EVENTS: [string, unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['a text', 'ADD'],
  ['a number', 5],
  ['a list', [{ type: 'ADD' }]],
  ['an object without a type', { kind: 'ADD' }],
  ['a type that is no text', { type: 5 }],
  ['an empty type', { type: '' }],
  ['the wildcard', { type: '*' }],
  ['the start of the machine', { type: 'xstate.init' }],
  ['the stop of the machine', { type: 'xstate.stop' }],
  ['the end of a step', { type: 'xstate.done.actor.work', output: 'forged' }],
  ['a type as long as a page', { type: 'A'.repeat(3_000) }],
];

describe.each(CACHES)('events, with $cache', ({ options }) => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await openStand(options);
  });
  afterAll(() => stand.stop());

  const opened = async (workflow: string): Promise<WorkflowHandle> => {
    const handle = await stand.start(workflow);
    await settle(handle);
    return handle;
  };

  it('two events that exclude each other and arrive before the first task are not both taken', async () => {
    await stand.stopWorker();
    const handle = await stand.start('exclusive');
    const sent = ['TAKE', 'LEAVE'].map((type) => send(handle, { type }));
    const answers = Promise.allSettled(sent);
    await stand.restartWorker();
    const taken = (await answers).filter((answer) => answer.status === 'fulfilled');
    expect(taken).toHaveLength(1);
    const refused = await Promise.race(
      sent.map(refusalOf).map((refusal) => refusal.catch(() => new Promise<never>(() => {}))),
    );
    expect(refused).toMatchObject({ type: 'EventNotAllowed' });
    expect((await viewOf(handle)).state).toBe(taken[0]?.value.state);
  });

  it('a nudge that arrives before the first task is heard, and those that the statechart does not name are counted', async () => {
    await stand.stopWorker();
    const handle = await stand.start('counter');
    await nudge(handle, { type: 'ADD' });
    await nudge(handle, { type: 'SUBTRACT' });
    await nudge(handle, null);
    await nudge(handle, { type: 'ADD' });
    await stand.restartWorker();
    expect(await settle(handle)).toMatchObject({ details: { count: 2 }, nudgesRejected: 2 });
  });

  it('each of many updates at once is taken once and answered with what it has done', async () => {
    const handle = await opened('counter');
    const views = await Promise.all(Array.from({ length: 8 }, () => send(handle, { type: 'ADD' })));
    expect((await viewOf(handle)).details).toEqual({ count: 8 });
    expect(new Set(views.map(({ sequence }) => sequence)).size).toBeGreaterThan(0);
    const again = randomUUID();
    const same = () =>
      within(PATIENCE, handle.executeUpdate<View, [AnyEvent]>(SEND, { args: [{ type: 'ADD' }], updateId: again }));
    await Promise.all([same(), same()]);
    expect((await same()).details).toEqual({ count: 9 });
  });

  it('one of two senders that have seen the same is told that the machine moved on', async () => {
    const handle = await opened('counter');
    const { sequence } = await viewOf(handle);
    const sent = [send(handle, { type: 'ADD' }, sequence), send(handle, { type: 'ADD' }, sequence)];
    const answers = await Promise.allSettled(sent);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await viewOf(handle)).toMatchObject({ details: { count: 1 } });
  });

  it('the fields of an event are its sender’s, and how it came stands beside them', async () => {
    const handle = await opened('envelope');
    const updateId = randomUUID();
    const event = { type: 'KEEP', at: 'noon', update: 'mine', receipt: 7 };
    await within(PATIENCE, handle.executeUpdate<View, [AnyEvent]>(SEND, { args: [event], updateId }));
    await nudge(handle, { type: 'KEEP', at: 'midnight' });
    const { details } = await viewWhen(handle, (view) => (view.details.noted as unknown[]).length === 2);
    expect(details.noted).toEqual([
      { event, receipt: { at: expect.stringMatching(/^20\d\d-.*Z$/), update: updateId } },
      { event: { type: 'KEEP', at: 'midnight' }, receipt: { at: expect.any(String) } },
    ]);
    expect(await refusalOf(send(handle, { type: 'KEEP', at: 'refuse' }))).toMatchObject({ type: 'EventNotAllowed' });
    expect(await refusalOf(send(handle, { type: 'KEEP', at: 5 }))).toMatchObject({ type: 'BadEvent' });
  });

  it('an event that is handed on to an actor inside keeps how it came', async () => {
    const handle = await opened('envelope');
    const { details } = await send(handle, { type: 'FORWARD', at: 'noon' });
    expect(details.noted).toEqual([{ at: expect.any(String), update: expect.any(String) }]);
  });

  it.each(NO_EVENTS)('%s as an event is refused, counted as a nudge, and moves nothing', async (_, event) => {
    const handle = await opened('wildcard');
    expect(await refusalOf(send(handle, event as AnyEvent))).toMatchObject({ type: 'BadEvent' });
    expect(await foresee(handle, event as AnyEvent)).toMatchObject({ objection: { type: 'BadEvent' } });
    await nudge(handle, event);
    await viewWhen(handle, ({ nudgesRejected }) => nudgesRejected === 1);
    expect(await send(handle, { type: 'NEXT' })).toMatchObject({ details: { noted: ['NEXT'] }, nudgesRejected: 1 });
  });

  it('a machine that takes every event takes those that are called like what objects have', async () => {
    const handle = await opened('wildcard');
    const types = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'order.*', 'a.b.c', 'then'];
    for (const type of types) await send(handle, { type });
    expect(await viewOf(handle)).toMatchObject({ details: { noted: types }, allowedEvents: ['*'] });
  });

  it('an event of a family is taken, one that only looks like it is refused', async () => {
    const handle = await opened('families');
    await send(handle, { type: 'order.paid' });
    await send(handle, { type: 'constructor' });
    for (const type of ['orders.paid', 'toString', '__proto__', 'valueOf']) {
      expect(await refusalOf(send(handle, { type }))).toMatchObject({ type: 'EventNotAllowed' });
    }
    expect(await viewOf(handle)).toMatchObject({
      details: { noted: ['order.paid', 'constructor'] },
      allowedEvents: ['order.*', 'constructor'],
    });
  });

  it('a guard that reads the payload is told for its event alone', async () => {
    const handle = await opened('byPayload');
    expect(await viewOf(handle)).toMatchObject({ allowedEvents: ['WAIT'], allowedByPayload: ['PAY', 'PAY_BOTH'] });
    expect(await send(handle, { type: 'WAIT' })).toMatchObject({ details: { noted: ['WAIT'] } });
    expect(await refusalOf(send(handle, { type: 'PAY' }))).toMatchObject({
      type: 'GuardFailed',
      message: expect.stringContaining('PAY cannot be decided'),
    });
    expect(await refusalOf(send(handle, { type: 'PAY', payment: { amount: 0 } }))).toMatchObject({
      type: 'EventNotAllowed',
    });
    expect(await foresee(handle, { type: 'PAY_BOTH' })).toMatchObject({ objection: { type: 'GuardFailed' } });
    await nudge(handle, { type: 'PAY' });
    await viewWhen(handle, ({ nudgesRejected }) => nudgesRejected === 1);
    expect(await send(handle, { type: 'PAY_BOTH', payment: { amount: 1 } })).toMatchObject({
      state: 'paid',
      allowedEvents: ['WAIT'],
    });
  });

  it('an event that the hooks of a machine cannot read is refused with words and harms nothing', async () => {
    const handle = await opened('strict');
    expect(await refusalOf(send(handle, { type: 'ADD' }))).toMatchObject({ type: 'BadEvent' });
    expect(await refusalOf(send(handle, { type: 'ASK' }))).toMatchObject({ type: 'GuardFailed' });
    expect(await refusalOf(send(handle, { type: 'ASK', about: { name: 'x' } }))).toMatchObject({ type: 'NotThat' });
    await nudge(handle, { type: 'ADD' });
    expect(await send(handle, { type: 'ADD', list: [1] })).toMatchObject({
      details: { noted: ['ADD'] },
      nudgesRejected: 1,
    });
  });

  it('an event that stands at the root of a machine is refused once the machine is done', async () => {
    const handle = await opened('doneWithRootEvents');
    const sent = ['END', 'ADD'].map((type) => send(handle, { type }));
    expect(await sent[0]).toMatchObject({ status: 'done', allowedEvents: [] });
    await sent[1]?.catch(() => undefined);
    const view = (await handle.result()) as View;
    expect(view).toMatchObject({ status: 'done' });
    expect(await foresee(handle, { type: 'ADD' })).toMatchObject({ objection: { type: 'EventNotAllowed' } });
  });
});
