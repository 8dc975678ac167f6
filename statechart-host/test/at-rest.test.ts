import type { WorkflowHandle } from '@temporalio/client';
import { SEND } from 'statechart-host/contract';
import { Gate } from 'statechart-host/testing';
import { PATIENCE, within } from '../../test/support/within';
import { CACHES, nudge, openStand, type Stand, send, settle, type View, viewOf, viewWhen } from './stand';

const AT_WORK = [
  { workflow: 'regionAtWork', kind: 'with one region of two at work', ways: ['GO'] },
  { workflow: 'deepRegions', kind: 'with a region inside a region at work', ways: ['GO'] },
  { workflow: 'stepAroundFinal', kind: 'whose step runs around a state that has ended', ways: ['GO'] },
  { workflow: 'childAtWorkInside', kind: 'with a machine inside at work', ways: ['GO'] },
  { workflow: 'spawnedStep', kind: 'with a spawned step at work', ways: ['GO'] },
];

describe.each(CACHES)('rest, with $cache', ({ options }) => {
  let stand: Stand;
  let gate: Gate<string>;
  let projected: { id: string; view: View }[];

  beforeAll(async () => {
    stand = await openStand(options);
  });
  afterAll(() => stand.stop());
  beforeEach(() => {
    gate = new Gate();
    projected = [];
    stand.script.work = () => gate.pass();
    stand.script.project = async (view: View) => {
      projected.push({ id: view.startedAt, view });
    };
  });

  const opened = async (workflow: string): Promise<WorkflowHandle> => {
    const handle = await stand.start(workflow);
    expect(await settle(handle)).toMatchObject({ settled: true });
    return handle;
  };

  it.each(AT_WORK)('a machine $kind is not settled for a view, an update or the read model', async ({ workflow }) => {
    const handle = await opened(workflow);
    const before = projected.length;
    const update = await handle.startUpdate<View, [{ type: string }]>(SEND, {
      args: [{ type: 'GO' }],
      waitForStage: 'ACCEPTED',
    });
    await gate.arrived();
    expect(await viewOf(handle)).toMatchObject({ settled: false });
    expect(projected).toHaveLength(before);
    let isAnswered = false;
    const answer = update.result().finally(() => {
      isAnswered = true;
    });
    expect(await viewOf(handle)).toMatchObject({ settled: false });
    expect(isAnswered).toBe(false);
    gate.open('done');
    expect(await within(PATIENCE, answer)).toMatchObject({ settled: true });
    expect(projected.at(-1)?.view).toMatchObject({ settled: true });
    expect(projected.every(({ view }) => view.settled)).toBe(true);
  });

  it('a state that is tagged settled waits though its step is at work', async () => {
    const handle = await opened('taggedAtWork');
    expect(await send(handle, { type: 'GO' })).toMatchObject({ state: 'busy', settled: true });
    await gate.arrived();
    expect(await send(handle, { type: 'LOOK' })).toMatchObject({ settled: true, details: { done: 1 } });
    gate.open('done');
    await viewWhen(handle, ({ state }) => state === 'rest');
  });

  it('actors that never answer are no work', async () => {
    const handle = await opened('actorsThatLiveOn');
    expect(await viewOf(handle)).toMatchObject({ settled: true });
  });

  it('an event for a region that waits is taken while another region is at work', async () => {
    const handle = await opened('regionAtWork');
    await nudge(handle, { type: 'GO' });
    await gate.arrived();
    await nudge(handle, { type: 'LOOK' });
    await viewWhen(handle, ({ details }) => details.done === 1);
    gate.open('done');
    expect(await settle(handle)).toMatchObject({ settled: true, details: { done: 2 } });
  });

  it('regions that end one after the other end the machine with the last of them', async () => {
    const handle = await opened('deepRegions');
    expect(await send(handle, { type: 'END_LEFT' })).toMatchObject({
      status: 'active',
      settled: true,
      allowedEvents: ['GO', 'END_RIGHT'],
    });
    expect(await send(handle, { type: 'END_RIGHT' })).toMatchObject({ status: 'done', state: 'over' });
    expect(await handle.result()).toMatchObject({ status: 'done' });
  });

  it('a history state leads back to where the machine was at rest', async () => {
    const handle = await opened('backByHistory');
    expect(await send(handle, { type: 'PAUSE' })).toMatchObject({ state: 'off' });
    expect(await send(handle, { type: 'GO' })).toMatchObject({ state: 'on.rest', settled: true });
    await nudge(handle, { type: 'GO' });
    await gate.arrived();
    expect(await send(handle, { type: 'PAUSE' })).toMatchObject({ state: 'off', settled: true });
    await nudge(handle, { type: 'GO' });
    expect(await viewWhen(handle, ({ state }) => state === 'on.busy')).toMatchObject({ settled: false });
    gate.open('done');
    expect(await settle(handle)).toMatchObject({ state: 'on.rest', details: { done: 1 } });
  });
});
