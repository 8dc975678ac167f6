import { ChaosRun } from '../support/chaos-run';

/** Three minutes on two cores with nothing beside it. */
const WITHIN_MS = 600_000;

describe('a drill on the Temporal server that users have', () => {
  const run = new ChaosRun('chaos/drill/main.ts');
  afterAll(() => run.stop());

  it(
    'a new build under load, and back from it, loses no order and charges nobody twice',
    async () => {
      expect(await run.findings()).toEqual({ code: 0, found: [] });
    },
    WITHIN_MS,
  );
});
