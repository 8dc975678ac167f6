import type { WorkflowHandle } from '@temporalio/client';
import { CACHES, nudge, openStand, type Stand, send, settle, statusOf, taskFailure, viewOf } from './stand';

const NOT_PLAIN: [kind: string, words: string][] = [
  ['map', 'context.held holds a Map'],
  ['set', 'context.held holds a Set'],
  ['date', 'context.held holds a Date'],
  ['bigint', 'context.held holds a bigint'],
  ['symbol', 'context.held holds a symbol'],
  ['function', 'context.held holds a function'],
  ['instance', 'context.held holds a Money'],
  ['error', 'context.held holds a RangeError'],
  ['nan', 'context.held holds the number NaN'],
  ['infinity', 'context.held holds the number Infinity'],
  ['inList', 'context.held[0].deep[1] holds a Map'],
  ['inObject', 'context.held.far.in there holds a Date'],
  ['gap', 'context.held[1] holds a gap'],
  ['hole', 'context.held[0] holds a gap'],
  ['circle', 'context.held.inner.ring holds a circle'],
  ['bytes', 'context.held holds a Uint8Array'],
  ['regexp', 'context.held holds a RegExp'],
  ['promise', 'context.held holds a Promise'],
];

const PLAIN = ['text', 'number', 'nothing', 'absent', 'list', 'bare', 'twice'];

describe('contexts', () => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await openStand();
  });
  afterAll(() => stand.stop());

  const opened = async (): Promise<WorkflowHandle> => {
    const handle = await stand.start('holder');
    await settle(handle);
    return handle;
  };

  it.each(NOT_PLAIN)(
    'a context that is given a value of the kind %s fails the task there and then',
    async (kind, words) => {
      const handle = await opened();
      await nudge(handle, { type: 'HOLD', kind });
      expect(await taskFailure(handle)).toContain(`The machine "holder" failed in rest after HOLD: ${words}`);
      expect(await statusOf(handle)).toBe('RUNNING');
      await handle.terminate();
    },
  );

  it.each([
    ['the context that a machine begins with', 'start', 'context.held holds a Map'],
    ['the context of a machine inside', 'HOLD_INSIDE', 'context.held holds a Map'],
    ['a list that is changed in place', 'ADD_IN_PLACE', 'context.list[1] holds a Map'],
    ['the output', 'END', 'output.told holds a Map'],
  ])('what no JSON carries is found in %s', async (_, type, words) => {
    const handle = type === 'start' ? await stand.start('holder', 'map') : await opened();
    if (type === 'ADD_IN_PLACE') await send(handle, { type, kind: 'text' });
    if (type !== 'start') await nudge(handle, { type, kind: 'map' });
    expect(await taskFailure(handle)).toContain(words);
    await handle.terminate();
  });

  it('a context of plain JSON is kept as it is', async () => {
    const handle = await opened();
    for (const kind of PLAIN) await send(handle, { type: 'HOLD', kind });
    expect(await send(handle, { type: 'HOLD_INSIDE', kind: 'list' })).toMatchObject({
      details: { held: { one: { a: 1 }, other: { a: 1 } } },
    });
  });
});

describe.each(CACHES)('ids of actors, with $cache', ({ options }) => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await openStand(options);
  });
  afterAll(() => stand.stop());

  it('an id that a machine keeps is the same after a restart of the worker, whatever others have spawned', async () => {
    const others = await Promise.all(['spawner', 'spawner', 'holder'].map((workflow) => stand.start(workflow)));
    await Promise.all(others.map(settle));
    const handle = await stand.start('spawner');
    const [other] = others as [WorkflowHandle];
    await send(other, { type: 'SPAWN' });
    await send(handle, { type: 'SPAWN' });
    await send(other, { type: 'SPAWN' });
    const { ids } = (await send(handle, { type: 'SPAWN' })).details as { ids: string[] };
    expect(new Set(ids).size).toBe(2);
    await stand.stopWorker();
    await stand.restartWorker();
    await settle(await stand.start('spawner'));
    const [first, second] = ids as [string, string];
    expect(await send(handle, { type: 'POKE', id: second })).toMatchObject({ details: { ids, poked: [second] } });
    const again = (await send(handle, { type: 'SPAWN' })).details as { ids: string[] };
    expect(again.ids.slice(0, 2)).toEqual(ids);
    expect(new Set(again.ids).size).toBe(3);
    expect(await send(handle, { type: 'POKE', id: first })).toMatchObject({ details: { poked: [first, second] } });
    expect((await viewOf(other)).details).toMatchObject({ ids: ids.slice(0, 2) });
  });
});
