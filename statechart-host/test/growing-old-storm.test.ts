import { bundle } from '../../test/support/bundle';
import { PATIENCE } from '../../test/support/within';
import { expectCalmAfter } from './support/storm';
import { openWorkerStand, type WorkerStand } from './support/worker-stand';

let stand: WorkerStand;

beforeAll(async () => {
  stand = await openWorkerStand({ workflowBundle: await bundle('statechart-host/test/fixtures/growing-old.ts') });
});
afterAll(() => stand.close());

describe('a machine that grows old in a storm', () => {
  it.each([
    ['a worker that keeps its workflows', { rounds: 30, signals: 6 }, {}],
    ['a worker that replays at every task', { rounds: 10, signals: 4 }, { maxCachedWorkflows: 0 }],
  ])('a storm loses nothing with %s, does nothing twice, and is answered truly', async (_, storm, options) => {
    await stand.restart(options);
    const { runs } = await expectCalmAfter(stand, { ...storm, continueAfter: 200, patience: PATIENCE });
    expect(runs).toBeGreaterThan(2);
  });
});
