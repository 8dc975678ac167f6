import type { WorkflowHandle } from '@temporalio/client';
import { CACHES, foresee, openStand, type Stand, send, settle, type View, viewOf } from './stand';

const WAYS: [type: string, leadsTo: object][] = [
  ['CHANGE', { state: 'rest', settled: true, details: { list: [0], deep: { count: 1 } } }],
  ['SPAWN', { state: 'rest', settled: true, details: { list: [] } }],
  ['STOP_KID', { state: 'rest', settled: true, details: { list: [0], actors: ['listening', 'streaming'] } }],
  ['POKE', { state: 'rest', settled: true, details: { list: [0] } }],
  ['TELL', { state: 'rest', settled: true, details: { list: [0], told: [] } }],
  ['LATER', { state: 'rest', settled: true, details: { list: [0] } }],
  ['LISTEN', { state: 'listening', settled: true, details: { list: [] } }],
  ['END', { state: 'over', settled: true, status: 'done' }],
];

const essence = ({ at: _, ...view }: View): object => view;

describe.each(CACHES)('forethought, with $cache', ({ options }) => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await openStand(options);
  });
  afterAll(() => stand.stop());

  const opened = async (): Promise<WorkflowHandle> => {
    stand.script.work = async () => 'done';
    const handle = await stand.start('forethought');
    await settle(handle);
    return handle;
  };

  it.each(WAYS)(
    'a foresight of %s takes no actor that lives on for a step and leaves the machine as it is',
    async (type, leadsTo) => {
      const handle = await opened();
      const before = essence(await viewOf(handle));
      for (let times = 0; times < 2; times += 1) {
        expect(await foresee(handle, { type })).toMatchObject({ objection: null, steps: [], undecided: null, leadsTo });
      }
      expect(essence(await viewOf(handle))).toEqual(before);
      expect(await send(handle, { type: 'CHANGE' })).toMatchObject({
        state: 'rest',
        details: { list: [0], deep: { count: 1 }, told: [], kid: 'rest', actors: ['listening', 'streaming', 'kid'] },
      });
    },
  );

  it('a foresight walks over a step and changes neither its context nor its input', async () => {
    const handle = await opened();
    const foreseen = { steps: ['work'], undecided: null, leadsTo: { state: 'rest', details: { list: [0, 1] } } };
    expect(await foresee(handle, { type: 'CHANGE_AND_WORK' })).toMatchObject(foreseen);
    expect((await viewOf(handle)).details).toMatchObject({ list: [], deep: { count: 0 } });
    expect(await send(handle, { type: 'CHANGE_AND_WORK' })).toMatchObject({ details: { list: [0, 1] } });
  });

  it('a foresight ends at a machine inside that goes to work', async () => {
    const handle = await opened();
    expect(await foresee(handle, { type: 'DELEGATE' })).toMatchObject({
      path: ['delegating'],
      steps: [],
      undecided: 'worker',
      leadsTo: { state: 'delegating', settled: false },
    });
    expect(await send(handle, { type: 'DELEGATE' })).toMatchObject({ state: 'rest', settled: true });
  });

  it('the path of a foresight names states that are left at once, and none twice in a row', async () => {
    const handle = await opened();
    expect(await foresee(handle, { type: 'PASS' })).toMatchObject({ path: ['passing', 'busy', 'rest'] });
    expect(await foresee(handle, { type: 'CHANGE' })).toMatchObject({ path: ['rest'] });
    expect(await foresee(handle, { type: 'LISTEN' })).toMatchObject({ path: ['listening'] });
  });

  it('an actor has the id that it would have without a foresight', async () => {
    const handle = await opened();
    const other = await opened();
    for (let times = 0; times < 3; times += 1) await foresee(handle, { type: 'SPAWN' });
    const [one, same] = await Promise.all([handle, other].map((each) => send(each, { type: 'SPAWN' })));
    expect(one?.details.deep).toEqual(same?.details.deep);
  });
});
