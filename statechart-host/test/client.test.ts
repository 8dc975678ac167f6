import { Client, QueryNotRegisteredError } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import {
  type StatechartClient,
  type StatechartClientOptions,
  type StatechartHandle,
  statechartClient,
} from 'statechart-host/client';
import { testBackends } from '../../test/support/backends';
import { anId, type ClientStand, lengthOf, openClientStand, refusalOf } from './client-stand';
import type { counterMachine, ErrandDetails, errandMachine, offerMachine, sackMachine } from './fixtures/client';

let stand: ClientStand;
let counters: StatechartClient<typeof counterMachine>;
let offers: StatechartClient<typeof offerMachine>;
let errands: StatechartClient<typeof errandMachine, ErrandDetails>;

beforeAll(async () => {
  stand = await openClientStand();
  counters = statechartClient<typeof counterMachine>(stand.of('counter'));
  offers = statechartClient<typeof offerMachine>(stand.of('offer'));
  errands = statechartClient<typeof errandMachine, ErrandDetails>(stand.of('errand'));
});
afterAll(() => stand.stop());

const counterFrom = (from: number): Promise<StatechartHandle<typeof counterMachine>> =>
  counters.start({ id: anId(), input: { from } });

describe('a client of a hosted machine', () => {
  it('the client starts a counter, counts with it and reads what it comes to', async () => {
    const counter = await counterFrom(2);
    const view = await counter.send({ type: 'ADD', by: 3 });
    expect([view.details.count, view.settled, view.tags]).toEqual([5, true, ['counting']]);
    expect((await counter.view()).sequence).toBe(view.sequence);
    const ended = await counter.send({ type: 'END' });
    expect([ended.status, ended.output?.total]).toEqual(['done', 5]);
    expect((await counter.result()).output).toEqual({ total: 5 });
    expect(await counters.get(counter.id).view()).toMatchObject({ state: 'ended', status: 'done', allowedEvents: [] });
  });

  it('what the statechart does not know does not compile, and is refused where it is sent all the same', async () => {
    const counter = await counterFrom(0);
    // @ts-expect-error The counter knows no such event.
    expect((await refusalOf(counter.send({ type: 'MULTIPLY', by: 2 }))).code).toBe('EventNotAllowed');
    // @ts-expect-error The counter adds a number.
    expect((await counter.send({ type: 'ADD', by: '1' })).details.count).toBe('01');
    // @ts-expect-error The counter bears no such tag, and so never does.
    const waiting = counter.waitFor({ tag: 'paused' });
    await counter.send({ type: 'END' });
    expect((await refusalOf(waiting)).code).toBe('NeverComes');
    // @ts-expect-error The counter asks for where to begin.
    await counters.start({ id: counter.id });
    // @ts-expect-error Its output is a total.
    expect((await counter.result()).output?.sum).toBeUndefined();
  });

  it('a second start under the same id meets the first machine, also when that has ended', async () => {
    const counter = await counterFrom(1);
    await counter.send({ type: 'ADD', by: 1 });
    const again = await counters.start({ id: counter.id, input: { from: 100 } });
    expect((await again.send({ type: 'END' })).output).toEqual({ total: 2 });
    await again.result();
    const after = await counters.start({ id: counter.id, input: { from: 100 } });
    expect((await after.result()).output).toEqual({ total: 2 });
    const another = { id: counter.id, input: { from: 100 }, workflowIdReusePolicy: 'ALLOW_DUPLICATE' } as const;
    expect((await (await counters.start(another)).view()).details.count).toBe(100);
  });

  it('one of two events that exclude each other and come at once is taken, and the sender of the other is told', async () => {
    const offer = await offers.start({ id: anId() });
    const [accepted, declined] = await Promise.allSettled([
      offer.send({ type: 'ACCEPT' }),
      offer.send({ type: 'DECLINE' }),
    ]);
    const [taken, refused] = accepted.status === 'fulfilled' ? [accepted, declined] : [declined, accepted];
    expect(taken).toMatchObject({ status: 'fulfilled', value: { status: 'done' } });
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'EventNotAllowed' } });
    const { state } = await offer.result();
    expect(taken).toMatchObject({ value: { state } });
  });

  it('an event that is sent again under its id happens once, also when the machine has ended', async () => {
    const counter = await counterFrom(0);
    const sent = () => counter.send({ type: 'ADD', by: 1 }, { id: 'the same' });
    const views = await Promise.all([sent(), sent(), sent()]);
    expect(views.map(({ details }) => details.count)).toEqual([1, 1, 1]);
    const end = () => counter.send({ type: 'END' }, { id: 'the end' });
    const [first] = [await end(), await counter.result()];
    expect(await end()).toEqual(first);
    expect(await refusalOf(counter.send({ type: 'END' }))).toMatchObject({
      code: 'EventNotAllowed',
      facts: { event: 'END', state: 'ended', allowedEvents: [] },
    });
    expect((await refusalOf(counter.nudge({ type: 'END' }))).code).toBe('EventNotAllowed');
  });

  it('an id that was used for another event is refused, and that event does not happen', async () => {
    const counter = await counterFrom(0);
    await counter.send({ type: 'ADD', by: 1 }, { id: 'taken' });
    const taken = { code: 'UpdateIdTaken', facts: { id: 'taken' } };
    expect(await refusalOf(counter.send({ type: 'ADD', by: 2 }, { id: 'taken' }))).toMatchObject(taken);
    expect(await refusalOf(counter.send({ type: 'END' }, { id: 'taken', until: 'accepted' }))).toMatchObject(taken);
    await stand.worker.client.workflow.getHandle(counter.id).executeUpdate('untilSettled', { updateId: 'waiting' });
    expect(await refusalOf(counter.send({ type: 'END' }, { id: 'waiting' }))).toMatchObject({ code: 'UpdateIdTaken' });
    const reordered = await counter.send({ by: 1, type: 'ADD' }, { id: 'taken' });
    expect(reordered.details.count).toBe(1);
    await counter.send({ type: 'END' });
    expect(await refusalOf(counter.send({ type: 'END' }, { id: 'taken' }))).toMatchObject(taken);
  });

  it('a refusal has a code, words and facts, and moves nothing', async () => {
    const counter = await counterFrom(0);
    const { sequence } = await counter.send({ type: 'ADD', by: 1 });
    const stale = await refusalOf(counter.send({ type: 'ADD', by: 1 }, { seen: sequence - 1 }));
    expect(stale).toMatchObject({ code: 'MovedOn', facts: { state: 'counting', sequence } });
    // @ts-expect-error It lacks what the guard reads.
    const undecided = await refusalOf(counter.send({ type: 'ADD_ALL' }));
    expect([undecided.code, undecided.message]).toEqual(['GuardFailed', expect.stringContaining('ADD_ALL')]);
    const nothing = await refusalOf(counter.send({ type: 'ADD_ALL', many: [] }, { until: 'accepted' }));
    expect([nothing.code, nothing.name]).toEqual(['EventNotAllowed', 'StatechartError']);
    // @ts-expect-error Events of the machine itself are none of a caller's.
    expect((await refusalOf(counter.send({ type: 'xstate.done' }))).code).toBe('BadEvent');
    expect((await counter.view()).sequence).toBe(sequence);
    expect((await counter.send({ type: 'ADD', by: 1 }, { seen: sequence })).details.count).toBe(2);
  });

  it('what is too large is refused before it is sent', async () => {
    const counter = await counterFrom(0);
    await counter.waitFor({ settled: true });
    const before = await lengthOf(stand.worker, counter.id);
    const many = Array.from({ length: 40_000 }, () => 1);
    const bound = { code: 'TooLarge', facts: { what: 'event', bound: 65_536 } };
    expect(await refusalOf(counter.send({ type: 'ADD_ALL', many }))).toMatchObject(bound);
    expect(await refusalOf(counter.nudge({ type: 'ADD_ALL', many }))).toMatchObject(bound);
    expect(await lengthOf(stand.worker, counter.id)).toBe(before);
    const id = anId();
    const input = { from: 0, note: 'x'.repeat(300_000) };
    expect(await refusalOf(counters.start({ id, input }))).toMatchObject({
      code: 'TooLarge',
      facts: { what: 'input' },
    });
    expect((await refusalOf(counters.get(id).view())).code).toBe('NotFound');
  });

  it('an event whose view is too large is told to have happened, and looking tells that too', async () => {
    const sack = await statechartClient<typeof sackMachine>(stand.of('sack')).start({ id: anId() });
    const fill = { type: 'FILL', grains: 300_000 } as const;
    expect(await refusalOf(sack.send(fill, { id: 'filled' }))).toMatchObject({
      code: 'TooLarge',
      message: expect.stringMatching(/^FILL has happened, without a view. The view has \d+ bytes/),
      facts: { what: 'view' },
    });
    expect(await sack.send(fill, { id: 'filled', until: 'accepted' })).toEqual({ id: 'filled' });
    for (const look of [sack.view(), sack.waitFor({ settled: true }), sack.foresee(fill)]) {
      const words = expect.stringMatching(/^The view has \d+ bytes/);
      expect(await refusalOf(look)).toMatchObject({ code: 'TooLarge', message: words });
    }
    expect((await sack.send({ type: 'FILL', grains: 1 })).details).toEqual({ grains: 'o' });
  });

  it.each([null, 'END', {}, { type: 1 }])('what is no event is refused before it is sent: %j', async (event) => {
    const nobody = counters.get(anId());
    for (const call of [nobody.send(event as never), nobody.nudge(event as never), nobody.foresee(event as never)]) {
      expect((await refusalOf(call)).code).toBe('BadEvent');
    }
  });

  it('the id of a workflow of another type is refused when it is started and when it is looked at', async () => {
    const { id } = await counterFrom(0);
    const words = expect.stringContaining('is that of a workflow "counter", and not of "offer"');
    const refused = { code: 'AnotherWorkflow', message: words, facts: { id, workflowType: 'counter' } };
    expect(await refusalOf(offers.start({ id }))).toMatchObject(refused);
    expect(await refusalOf(offers.get(id).view())).toMatchObject(refused);
  });

  it('a call about an id that nobody has says so at once, whatever is asked', async () => {
    const nobody = counters.get(anId());
    const calls = [
      nobody.send({ type: 'END' }),
      nobody.send({ type: 'END' }, { until: 'accepted' }),
      nobody.nudge({ type: 'END' }),
      nobody.view(),
      nobody.foresee({ type: 'END' }),
      nobody.waitFor({ done: true }),
      nobody.result(),
    ];
    const told = await Promise.all(calls.map(refusalOf));
    expect(told.map(({ code }) => code)).toEqual(calls.map(() => 'NotFound'));
    expect(told[0]?.message).toContain(nobody.id);
  });
});

/** The worker's client, one of whose calls has another answer: the first, unless told which. */
function withTrouble(trouble: Error, which = 1): StatechartClientOptions['client'] {
  const { client } = stand.worker;
  let calls = 0;
  return {
    workflow: client.workflow,
    async withDeadline(deadline, call) {
      const answer = await client.withDeadline(deadline, call);
      calls += 1;
      if (calls === which) throw trouble;
      return answer;
    },
  };
}

/** The worker's client, whose first answer is lost on its way. */
const forgetful = () =>
  withTrouble(
    Object.assign(new Error('The answer was lost.'), { code: 4, details: 'deadline exceeded', metadata: {} }),
  );

describe('an answer that is lost', () => {
  const overBadLine = (id: string) => statechartClient<typeof counterMachine>(stand.of('counter', forgetful())).get(id);

  it('a look that falls into a task that fails is made again, since the next task may not', async () => {
    const { id } = await counterFrom(7);
    const refused = withTrouble(new QueryNotRegisteredError('The handle came off.', 3), 2);
    const view = await statechartClient<typeof counterMachine>(stand.of('counter', refused)).get(id).view();
    expect(view.details.count).toBe(7);
  });

  it('an event whose answer is lost is sent again and happens once', async () => {
    const { id } = await counterFrom(0);
    const view = await overBadLine(id).send({ type: 'ADD', by: 1 });
    expect(view.details.count).toBe(1);
    expect(await overBadLine(id).send({ type: 'ADD', by: 1 }, { until: 'accepted', id: 'twice' })).toEqual({
      id: 'twice',
    });
    expect((await overBadLine(id).send({ type: 'END' })).output).toEqual({ total: 2 });
  });

  it('a nudge of which nobody knows whether it was delivered is not sent again', async () => {
    const counter = await counterFrom(0);
    const told = await refusalOf(overBadLine(counter.id).nudge({ type: 'ADD', by: 1 }));
    expect([told.code, told.message]).toEqual(['DeadlinePassed', expect.stringContaining('ADD was not delivered')]);
    expect((await counter.send({ type: 'END' })).output).toEqual({ total: 1 });
  });

  it('a start whose answer is lost is made again and starts nothing twice', async () => {
    const start = { id: anId(), input: { from: 1 } };
    const counters = statechartClient<typeof counterMachine>(stand.of('counter', forgetful()));
    expect((await refusalOf(counters.start(start))).code).toBe('DeadlinePassed');
    const counter = await counters.start({ ...start, input: { from: 100 } });
    expect((await counter.view()).details.count).toBe(1);
  });
});

describe('a machine that is at work', () => {
  async function underWay() {
    const id = anId();
    const errand = await errands.start({ id, input: { to: id } });
    const sent = await errand.send({ type: 'SEND' }, { id: 'sending', until: 'accepted' });
    await stand.gate(id).arrived();
    return { errand, sent, gate: stand.gate(id) };
  }

  it('an event that is accepted is answered before the machine is at rest, and under its id again when it is', async () => {
    const { errand, sent, gate } = await underWay();
    expect(sent).toEqual({ id: 'sending' });
    expect(await errand.view()).toMatchObject({ state: 'travelling', settled: false });
    const again = errand.send({ type: 'SEND' }, sent);
    gate.open('Ada');
    expect(await again).toMatchObject({ state: 'arrived', settled: true, details: { signature: 'Ada' } });
    expect(await errand.send({ type: 'SEND' }, { ...sent, until: 'accepted' })).toEqual(sent);
    expect(gate.arrivals).toBe(1);
  });

  it('a deadline that has passed says where the machine stands, and the event is heard of under its id later', async () => {
    const { errand, gate } = await underWay();
    const late = await refusalOf(errand.send({ type: 'HURRY' }, { id: 'hurrying', deadline: 300 }));
    expect(late).toMatchObject({
      code: 'DeadlinePassed',
      facts: { id: 'hurrying', state: 'travelling', settled: false },
    });
    expect(late.message).toContain('travelling and at work');
    gate.open('Bo');
    expect((await errand.send({ type: 'HURRY' }, { id: 'hurrying' })).details).toEqual({
      isHurried: true,
      signature: 'Bo',
    });
  });

  it('waiting for a tag answers when it comes, tells at once that it never comes, and costs no event', async () => {
    const { errand, gate } = await underWay();
    const before = await lengthOf(stand.worker, errand.id);
    expect(await refusalOf(errand.waitFor({ tag: 'delivered', deadline: 300 }))).toMatchObject({
      code: 'DeadlinePassed',
      facts: { tag: 'delivered', state: 'travelling' },
    });
    expect(await lengthOf(stand.worker, errand.id)).toBe(before);
    const [delivered, atRest, done] = [
      errand.waitFor({ tag: 'delivered' }),
      errand.waitFor({ settled: true }),
      errand.waitFor({ done: true }),
    ];
    gate.open('Cy');
    expect((await delivered).state).toBe('arrived');
    expect((await atRest).state).toBe('arrived');
    await errand.send({ type: 'KEEP' });
    expect((await done).state).toBe('kept');
    const never = await refusalOf(errand.waitFor({ tag: 'lost' }));
    expect(never).toMatchObject({ code: 'NeverComes', facts: { tag: 'lost', state: 'kept', status: 'done' } });
  });

  it('a nudge is heard, and a preview moves nothing', async () => {
    const { errand, gate } = await underWay();
    await errand.nudge({ type: 'HURRY' });
    const { now, objection } = await errand.foresee({ type: 'KEEP' });
    expect([now.details.isHurried, objection?.type]).toEqual([true, 'EventNotAllowed']);
    expect(await errand.foresee({ type: 'LEAVE' })).toMatchObject({ objection: null, leadsTo: { state: 'packed' } });
    expect((await errand.view()).sequence).toBe(now.sequence);
    gate.open('Di');
  });

  it('the connection of a worker serves as well', async () => {
    const connection = await NativeConnection.connect({ address: testBackends().temporal });
    const options = stand.of('errand', new Client({ connection }));
    const id = anId();
    const errand = await statechartClient<typeof errandMachine>(options).start({ id, input: { to: id } });
    await errand.send({ type: 'SEND' }, { id: 'sending', until: 'accepted' });
    expect((await refusalOf(errand.send({ type: 'SEND' }, { until: 'accepted' }))).code).toBe('EventNotAllowed');
    const late = await refusalOf(errand.send({ type: 'SEND' }, { id: 'sending', deadline: 200 }));
    expect(late).toMatchObject({ code: 'DeadlinePassed', facts: { state: 'travelling' } });
    stand.gate(id).open('Fay');
    expect((await errand.send({ type: 'SEND' }, { id: 'sending' })).state).toBe('arrived');
    await connection.close();
  });
});
