import { setTimeout as pause } from 'node:timers/promises';
import { planDrill } from '../../chaos/drill/plan';
import { FAULTS, type PlannedFault, planFaults } from '../../chaos/faults/plan';
import { keepTimetable } from '../../chaos/faults/timetable';
import { KINDS, planOrders } from '../../chaos/orders/plan';
import { seeded } from '../../chaos/random';

describe('the plan of a chaos run', () => {
  it('the same seed plans the same orders and the same faults, and another seed others', () => {
    const planned = (seed: number) => {
      const random = seeded(seed);
      return { orders: planOrders(60, random), faults: planFaults(60, random) };
    };
    expect(planned(7)).toEqual(planned(7));
    expect(planned(7)).not.toEqual(planned(8));
  });

  it('every kind of order is planned as often as every other', () => {
    const planned = planOrders(90, seeded(1));
    for (const kind of KINDS) expect(planned.filter((order) => order.kind === kind)).toHaveLength(10);
    expect(new Set(planned.map(({ name }) => name)).size).toBe(90);
  });

  it('every fault is planned at least once, the more orders the more often, spread over the run', () => {
    for (const orders of [60, 400]) {
      const faults = planFaults(orders, seeded(3));
      expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(FAULTS));
      const moments = faults.map(({ afterOrders }) => afterOrders);
      expect(moments).toEqual([...moments].sort((one, other) => one - other));
      expect(moments.at(-1)).toBeGreaterThan(orders / 2);
      expect(moments.at(-1)).toBeLessThan(orders);
    }
    expect(planFaults(400, seeded(3)).length).toBeGreaterThan(planFaults(60, seeded(3)).length);
  });

  it('a pause of a worker is longer than the task of a workflow may take', () => {
    const paused = planFaults(400, seeded(5)).filter(({ kind }) => kind === 'worker_paused');
    for (const { lasts } of paused) expect(lasts).toBe(7_000);
  });
});

describe('the timetable of a drill', () => {
  it('the second of two processes ends only once the first is there again', async () => {
    const away = new Set<string>();
    const together: string[][] = [];
    const inflict = async ({ kind, which }: PlannedFault) => {
      away.add(`${kind} ${which}`);
      together.push([...away].filter((one) => one.startsWith(kind)));
      await pause(20);
      away.delete(`${kind} ${which}`);
      return 'noticed' as const;
    };
    const killed = planDrill(0).filter(({ kind }) => ['api_killed', 'worker_killed'].includes(kind));
    await keepTimetable(killed, { ordersOver: () => 0, startedAt: Date.now(), inflict }, []);
    expect(together).toEqual([['api_killed 0'], ['worker_killed 1'], ['api_killed 1'], ['worker_killed 0']]);
  });
});
