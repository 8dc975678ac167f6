import type { WorkflowHandle } from '@temporalio/client';
import { type Carried, type HostedView, SEND, type WrittenIn } from 'statechart-host/contract';
import { bundle } from '../../test/support/bundle';
import { PATIENCE, until } from '../../test/support/within';
import { openWorkerStand, type WorkerStand } from './support/worker-stand';

interface Written {
  view: HostedView<{ pages: string[] }> & { writtenIn: WrittenIn };
  saved: Carried | null;
  brought: boolean;
}

let stand: WorkerStand;
let written: Written[];
let mayRead: () => void;

beforeAll(async () => {
  stand = await openWorkerStand({
    workflowBundle: await bundle('statechart-host/test/fixtures/saved.ts'),
    activities: {
      write: async (one: Written) => void written.push(one),
      read: () =>
        new Promise<string>((resolve) => {
          mayRead = () => resolve('read');
        }),
    },
  });
});
afterAll(() => stand.close());
beforeEach(() => {
  written = [];
});

const send = (handle: WorkflowHandle, event: object): Promise<unknown> =>
  handle.executeUpdate<unknown, [object]>(SEND, { args: [event] });

const latest = (): Written => {
  const one = written.at(-1);
  if (one === undefined) throw new Error('Nothing was written.');
  return one;
};

/** Started with what it has saved, once it is lost. */
async function startedAgain(handle: WorkflowHandle, saved: Carried | null): Promise<WorkflowHandle> {
  await handle.terminate('by mistake');
  const before = written.length;
  const again = await stand.start('bookWorkflow', undefined, saved);
  await until(PATIENCE, 'that it is told', async () => written.length > before);
  return again;
}

const attributesOf = async (handle: WorkflowHandle) => (await handle.describe()).searchAttributes;

describe('a machine that was saved', () => {
  it('a machine that is lost goes on from what it saved, and writes at once where it stands', async () => {
    const handle = await stand.start('bookWorkflow');
    await send(handle, { type: 'WRITE', page: 'one' });
    const { view, saved } = latest();
    expect(saved).toMatchObject({ form: 1, sequence: view.sequence, updates: [], shown: {} });
    const again = await startedAgain(handle, saved);
    const first = latest();
    expect(first.brought).toBe(true);
    expect(first.view).toMatchObject({ state: 'open', sequence: view.sequence, details: { pages: ['one'] } });
    expect(first.view.writtenIn.run).not.toBe(view.writtenIn.run);
    expect(first.view.transitions).toEqual(view.transitions);
    expect(first.saved).toEqual(saved);
    // A new workflow has no search attributes of the one before it.
    await until(PATIENCE, 'the attribute', async () => 'AvenantStuck' in (await attributesOf(again)));
    await send(again, { type: 'WRITE', page: 'two' });
    expect(latest().view).toMatchObject({ sequence: view.sequence + 1, details: { pages: ['one', 'two'] } });
  });

  it('a timer that runs when a machine is saved goes on for the time that is left', async () => {
    const handle = await stand.start('bookWorkflow');
    await send(handle, { type: 'CLOSE' });
    const { saved } = latest();
    expect(saved?.timers).toHaveLength(1);
    await startedAgain(handle, saved);
    await until(PATIENCE, 'the timer', async () => latest().view.state === 'shelved');
  });

  it('a machine saves nothing while a step of it is under way, when it is too large, and once it is over', async () => {
    const handle = await stand.start('bookWorkflow');
    await send(handle, { type: 'READ' });
    expect(latest()).toMatchObject({ view: { state: 'reading' }, saved: null });
    mayRead();
    await until(PATIENCE, 'the reading', async () => latest().view.state === 'open');
    expect(latest().saved).toMatchObject({ machine: { value: 'open' } });
    await send(handle, { type: 'WRITE', page: 'x'.repeat(4_000) });
    expect(latest()).toMatchObject({ view: { state: 'open' }, saved: null });
    await send(handle, { type: 'BURN' });
    expect(latest()).toMatchObject({ view: { status: 'done' }, saved: null });
  });
});
