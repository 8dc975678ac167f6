import { Remembered } from '../../../server/api/remembered';
import { type StandingParts, StandingReader } from '../../../server/health/standing';

const NOW = new Date('2026-03-12T12:00:00Z');

/** All is well, and the check of the setup answers as it is told. */
function reader(judge: () => Promise<{ missing: string[]; warnings: string[] }>): StandingReader {
  const nothing = async () => null;
  const store = {
    ...{ orders: { tally: async () => [], lastWritten: nothing }, leases: { upTo: nothing } },
    ...{ payments: { unknown: async () => ({ count: 0, oldestAt: null }) }, outbox: { oldestWaiting: nothing } },
    ...{ inboundEvents: { oldestWaiting: nothing }, inspections: { list: async () => [] }, judge },
  } as unknown as StandingParts['store'];
  const temporal = { taskQueue: async () => ({}), lacks: async () => [] } as unknown as StandingParts['temporal'];
  return new StandingReader({ store, temporal, now: () => NOW });
}

describe('how everything stands', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('a slow check of the setup delays nothing, and is told once it has answered', async () => {
    const setup = { missing: ['an index'], warnings: [] };
    const standing = reader(() => new Promise((resolve) => setTimeout(resolve, 3_000, setup)));
    const first = standing.read();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await first).toMatchObject({ stored: { orders: [] }, setup: null });
    await jest.advanceTimersByTimeAsync(2_000);
    expect((await standing.read()).setup).toEqual(setup);
  });

  it('a check that was not had in time is made again after 15 seconds, and one that was after five minutes', async () => {
    let checks = 0;
    const standing = reader(async () => {
      checks += 1;
      if (checks === 1) throw new Error('away');
      return { missing: [], warnings: [] };
    });
    const readAfter = async (milliseconds: number) => {
      await jest.advanceTimersByTimeAsync(milliseconds);
      const { setup } = await standing.read();
      return [setup === null, checks];
    };
    expect(await readAfter(0)).toEqual([true, 1]);
    expect(await readAfter(14_000)).toEqual([true, 1]);
    expect(await readAfter(1_000)).toEqual([false, 2]);
    expect(await readAfter(290_000)).toEqual([false, 2]);
    expect(await readAfter(10_000)).toEqual([false, 3]);
  });

  it('what takes longer to find than it is kept is not looked for twice at a time', async () => {
    let looks = 0;
    const slow = new Remembered(1_000, () => {
      looks += 1;
      return new Promise((resolve) => setTimeout(resolve, 5_000, looks));
    });
    const first = slow.get();
    await jest.advanceTimersByTimeAsync(4_000);
    const second = slow.get();
    await jest.advanceTimersByTimeAsync(1_500);
    expect([await first, await second, await slow.get()]).toEqual([1, 1, 1]);
  });
});
