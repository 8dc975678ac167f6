import { bundle } from '../../../test/support/bundle';
import { expectCalmAfter } from '../support/storm';
import { openWorkerStand, type WorkerStand } from '../support/worker-stand';

const LIMIT = 20 * 60_000;

describe('a machine that takes ten thousand events', () => {
  let stand: WorkerStand;
  beforeAll(async () => {
    stand = await openWorkerStand({ workflowBundle: await bundle('statechart-host/test/fixtures/growing-old.ts') });
  });
  afterAll(() => stand.close());

  // As many updates as it remembers at most, less the one that ends it; the rest are signals.
  it.each([
    ['in runs of 200 events of history', 200],
    ['in runs of the usual length', 2_000],
  ])(
    'ten thousand events %s are each taken once, while workers come and go',
    async (_, continueAfter) => {
      const { sent, runs } = await expectCalmAfter(stand, { rounds: 190, signals: 5, continueAfter, patience: LIMIT });
      expect(sent).toBeGreaterThan(10_000);
      expect(runs).toBeGreaterThan(3);
    },
    LIMIT,
  );
});
