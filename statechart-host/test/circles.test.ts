import type { WorkflowHandle } from '@temporalio/client';
import { PATIENCE, until, within } from '../../test/support/within';
import {
  foresee,
  nudge,
  openStand,
  refusalOf,
  type Stand,
  send,
  settle,
  statusOf,
  taskFailure,
  viewOf,
  viewWhen,
} from './stand';

const CIRCLES = [
  'circleByAlways',
  'circleByRaise',
  'circleByEnqueue',
  'circleToItself',
  'circleWithChild',
  'circleWithCallback',
  'circleOfPromises',
  'circleOfSteps',
  'circleOfFailures',
  'circleOfChildren',
  'circleInsideChild',
];

/** Milliseconds in which a neighbour answers though a circle is met again and again; one that hangs is stopped after five seconds. */
const NEIGHBOURLY = 4_000;

describe('circles', () => {
  let stand: Stand;
  let neighbour: WorkflowHandle;

  beforeAll(async () => {
    stand = await openStand();
    neighbour = await stand.start('counter');
    await settle(neighbour);
  });
  afterAll(() => stand.stop());

  const neighbourAnswers = async (): Promise<void> => {
    for (let times = 0; times < 3; times += 1) {
      await within(NEIGHBOURLY, send(neighbour, { type: 'ADD' }), 'an answer of a neighbour');
    }
  };

  it.each(CIRCLES)(
    'a machine that goes round in a %s fails its task by a count, names the state and serves its neighbours',
    async (workflow) => {
      const handle = await stand.start(workflow);
      await settle(handle);
      await nudge(handle, { type: 'GO' });
      await neighbourAnswers();
      const words = await taskFailure(handle);
      await neighbourAnswers();
      expect(words).toMatch(/failed in \w+ after .*goes round in circles in (x|y|"kid"|.*".*\.x") with /);
      expect(await statusOf(handle)).toBe('RUNNING');
      await handle.terminate();
    },
  );

  it('a machine that goes round in a circle from its start fails its task', async () => {
    const handle = await stand.start('circleFromTheStart');
    await neighbourAnswers();
    expect(await taskFailure(handle)).toMatch(/goes round in circles in [xy] with started/);
    await handle.terminate();
  });

  it('a foresight of an event that leads into a circle is refused, and the machine goes on', async () => {
    const handle = await stand.start('circleByAlways');
    await settle(handle);
    const refused = foresee(handle, { type: 'GO' });
    await neighbourAnswers();
    await expect(refused).rejects.toThrow(/goes round in circles in [xy] with GO/);
    expect(await send(handle, { type: 'LOOK' })).toMatchObject({ state: 'rest' });
  });

  it('a foresight in a machine that would never rest without its input is answered', async () => {
    const handle = await stand.start('countdown', { left: 3 });
    await settle(handle);
    expect(await foresee(handle, { type: 'LOOK' })).toMatchObject({ objection: null, leadsTo: { state: 'looked' } });
    expect(await viewOf(handle)).toMatchObject({ state: 'rest' });
  });

  it('a long way that ends is no circle', async () => {
    const handle = await stand.start('countdown', { left: 1_500 });
    expect(await settle(handle)).toMatchObject({ state: 'rest', details: { left: 0 } });
  });

  it('a foresight that would go round over steps ends after some', async () => {
    const handle = await stand.start('circleOfSteps');
    await settle(handle);
    const foreseen = await foresee(handle, { type: 'GO' });
    expect(foreseen).toMatchObject({ objection: null, leadsTo: { state: 'x', settled: false } });
    expect(foreseen).toMatchObject({ undecided: expect.any(String) });
  });

  it('steps that answer one after the other in one task are no circle', async () => {
    stand.script.workHere = async () => 'done';
    const handle = await stand.start('manySteps', { left: 500 });
    expect(await settle(handle)).toMatchObject({ state: 'rest', details: { left: 1 } });
  });

  it.each([
    ['SET', 'timerFiredEventAttributes', 250],
    ['SPAWN', 'activityTaskCompletedEventAttributes', 250],
  ] as const)('a crowd that ends in one task after %s is no circle', async (type, ended, left) => {
    const handle = await stand.start('crowdAtOnce', { left, delay: 1_000 });
    await nudge(handle, { type });
    await viewOf(handle);
    await stand.stopWorker();
    const steps = await stand.startStepWorker();
    await until(PATIENCE, 'the end of all', async () => {
      const { events } = await handle.fetchHistory();
      return (events ?? []).filter((event) => event[ended]).length === left;
    });
    await steps.stop();
    await stand.restartWorker();
    await settle(neighbour);
    expect(await viewWhen(handle, ({ details }) => details.left === 0)).toMatchObject({ status: 'active' });
  });

  it('an update that leads into a circle is not answered as if it had been taken', async () => {
    const handle = await stand.start('circleByRaise');
    await settle(handle);
    const sent = send(handle, { type: 'GO' });
    sent.catch(() => undefined);
    expect(await taskFailure(handle)).toMatch(/circles/);
    await handle.terminate();
    await expect(sent).rejects.toThrow();
    await expect(refusalOf(send(handle, { type: 'GO' }))).rejects.toThrow();
  });
});
