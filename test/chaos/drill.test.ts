import { planDrill } from '../../chaos/drill/plan';
import { DEEDS } from '../../chaos/faults/plan';
import { ChaosRun } from '../support/chaos-run';

/** Eighty seconds on two cores with nothing beside it; beside other tests, and on a slow machine, much more. */
const WITHIN_MS = 600_000;

describe('a drill', () => {
  const run = new ChaosRun('chaos/drill/main.ts');
  afterAll(() => run.stop());

  it('a drill ramps, promotes and rolls back, and ends both of each kind of process and everything under them', () => {
    const planned = planDrill(100);
    const kinds = planned.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining([...DEEDS, 'temporal_killed', 'mongo_killed', 'gateway_away']));
    for (const process of ['api_killed', 'worker_killed']) {
      expect(
        planned
          .filter(({ kind }) => kind === process)
          .map(({ which }) => which)
          .sort(),
      ).toEqual([0, 1]);
    }
    const moments = planned.map(({ afterOrders }) => afterOrders);
    expect(moments).toEqual(moments.toSorted((one, other) => one - other));
  });

  it(
    'a new build under load, and back from it, loses no order and charges nobody twice',
    async () => {
      expect(await run.findings('--short')).toEqual({ code: 0, found: [] });
    },
    WITHIN_MS,
  );
});
