import { ChaosRun } from '../support/chaos-run';

/** Two minutes on two cores with nothing beside it. */
const WITHIN_MS = 600_000;

describe('a chaos run on the Temporal server that users have', () => {
  const run = new ChaosRun();
  afterAll(() => run.stop());

  it(
    'orders of every kind leave nothing that is not true when each of two APIs, two workers and the server has been killed',
    async () => {
      expect(await run.findings('--orders', '60', '--seed', '2', '--server')).toEqual({ code: 0, found: [] });
    },
    WITHIN_MS,
  );
});
