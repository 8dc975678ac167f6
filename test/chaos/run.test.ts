import { ChaosRun } from '../support/chaos-run';

/** Ninety seconds on two cores with nothing beside it; beside other tests, and on a slow machine, much more. */
const WITHIN_MS = 600_000;

describe('a chaos run', () => {
  const run = new ChaosRun();
  afterAll(() => run.stop());

  it(
    'sixty orders of every kind leave nothing that is not true when each part has been away once',
    async () => {
      expect(await run.findings('--orders', '60', '--seed', '1')).toEqual({ code: 0, found: [] });
    },
    WITHIN_MS,
  );
});
