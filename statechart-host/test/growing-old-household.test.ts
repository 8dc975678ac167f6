import type { WorkflowHandle } from '@temporalio/client';
import { type HostedView, SEND, VIEW } from 'statechart-host/contract';
import { bundle } from '../../test/support/bundle';
import { sentAgain } from './support/sent-again';
import { openWorkerStand, runsOf, type WorkerStand } from './support/worker-stand';

type View = HostedView<object>;

/** So that a run ends after every other event. */
const CONTINUE_AFTER = 12;
const EVENTS = 30;

let stand: WorkerStand;

beforeAll(async () => {
  stand = await openWorkerStand({
    workflowBundle: await bundle('statechart-host/test/fixtures/growing-old-household.ts'),
  });
});
afterAll(() => stand.close());

/** Numbers that look like chance and are the same every time. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const send = (handle: WorkflowHandle, event: object): Promise<View> =>
  sentAgain(() => handle.executeUpdate<View, [object]>(SEND, { args: [event] }));

/** Without what differs from one to the other: instants, and the ids of their updates. */
function timeless({ at: _at, startedAt: _startedAt, transitions, ...rest }: View): object {
  return { ...rest, transitions: transitions.map(({ at: _, update: __, ...move }) => move) };
}

/** Sends both of two machines what the first says it would take, and compares what they tell. */
async function compare(control: WorkflowHandle, chain: WorkflowHandle, seed: number): Promise<void> {
  const next = numbersFrom(seed);
  // Without any kid there is nobody to poke.
  let event: object = { type: 'SPAWN' };
  for (let count = 0; count < EVENTS; count += 1) {
    const expected = await send(control, event);
    expect({ event, ...timeless(await send(chain, event)) }).toEqual({ event, ...timeless(expected) });
    const allowed = expected.allowedEvents.filter((type) => count === 0 || type !== 'SPAWN_UNNAMED');
    event = { type: count === 0 ? 'SPAWN_UNNAMED' : allowed[next(allowed.length)], which: next(4) };
  }
}

describe('a household that grows old', () => {
  it.each<[string, { maxCachedWorkflows?: number }, number[]]>([
    ['a worker that keeps its workflows', {}, [1, 2, 3]],
    ['a worker that replays at every task', { maxCachedWorkflows: 0 }, [4]],
  ])(
    'a machine that continues as new tells the same all along as one that does not, with %s',
    async (_, options, seeds) => {
      await stand.restart(options);
      const story = async (seed: number): Promise<void> => {
        const control = await stand.start('householdWorkflow', 5_000);
        const chain = await stand.start('householdWorkflow', CONTINUE_AFTER);
        const { startedAt } = await chain.query<View>(VIEW);
        await compare(control, chain, seed);
        expect((await chain.query<View>(VIEW)).startedAt).toBe(startedAt);
        expect((await runsOf(stand.client, chain)).length).toBeGreaterThan(5);
        expect(await runsOf(stand.client, control)).toHaveLength(1);
      };
      await Promise.all(seeds.map(story));
    },
  );
});
