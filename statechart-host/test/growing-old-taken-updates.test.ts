import { TakenUpdates } from '../workflow/taken-updates';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);

const ADD = { type: 'ADD', number: 1, to: { list: [1, 2], name: 'sum' } };

const objection = (taken: TakenUpdates, id: string, event: unknown = ADD): string | undefined =>
  taken.objectionTo(id, event)?.type;

/** Takes updates a millisecond apart. */
function take(taken: TakenUpdates, from: number, count: number): void {
  for (let number = from; number < from + count; number += 1) {
    taken.add(`update ${number}`, ADD);
    jest.advanceTimersByTime(1);
  }
}

beforeEach(() => {
  jest.useFakeTimers({ now: START });
});
afterEach(() => {
  jest.useRealTimers();
});

describe('the updates that a machine has taken', () => {
  it('an update is known by its id and its event, whose fields may come in any order', () => {
    const taken = new TakenUpdates();
    taken.add('mine', ADD);
    expect(taken.has('mine', { to: { name: 'sum', list: [1, 2] }, number: 1, type: 'ADD' })).toBe(true);
    expect(taken.has('mine', { ...ADD, to: { list: [2, 1], name: 'sum' } })).toBe(false);
    expect(taken.has('other', ADD)).toBe(false);
    expect(objection(taken, 'mine')).toBeUndefined();
    expect(objection(taken, 'mine', { type: 'ADD' })).toBe('UpdateIdTaken');
    expect(objection(taken, 'other')).toBeUndefined();
  });

  it('an update that comes without an event is no fault of the host', () => {
    const taken = new TakenUpdates();
    expect(taken.has('mine', undefined)).toBe(false);
    expect(objection(taken, 'mine', undefined)).toBeUndefined();
  });

  it('an update is remembered for 72 hours and counts as new after that, through all runs', () => {
    const taken = new TakenUpdates();
    taken.add('mine', ADD);
    jest.setSystemTime(START + 72 * HOUR - 1);
    const next = new TakenUpdates(taken.carried());
    expect(next.has('mine', ADD)).toBe(true);
    expect(objection(next, 'mine', { type: 'OTHER' })).toBe('UpdateIdTaken');
    jest.setSystemTime(START + 72 * HOUR);
    for (const one of [next, new TakenUpdates(next.carried())]) {
      expect(one.has('mine', ADD)).toBe(false);
      expect(objection(one, 'mine', { type: 'OTHER' })).toBeUndefined();
    }
    expect(next.carried()).toEqual([]);
  });

  it('the update after 2,000 is refused until one of them is 72 hours old; their repetitions are answered', () => {
    const taken = new TakenUpdates();
    take(taken, 0, 1_999);
    expect(objection(taken, 'next')).toBeUndefined();
    take(taken, 1_999, 1);
    const until = new Date(START + 72 * HOUR).toISOString();
    expect(taken.objectionTo('next', ADD)).toEqual({
      type: 'TooManyEvents',
      message: `2000 updates were taken in the last 72 hours, as many as are remembered. The next one is taken after ${until}.`,
      facts: { until },
    });
    expect(objection(taken, 'update 0')).toBeUndefined();
    expect(objection(taken, 'update 0', { type: 'OTHER' })).toBe('UpdateIdTaken');
    jest.setSystemTime(START + 72 * HOUR);
    expect(objection(taken, 'next')).toBeUndefined();
    taken.add('next', ADD);
    expect(objection(taken, 'one more')).toBe('TooManyEvents');
    expect(taken.carried()).toHaveLength(2_000);
  });

  it('an update that counts as new is remembered from then on', () => {
    const taken = new TakenUpdates();
    taken.add('mine', ADD);
    jest.setSystemTime(START + 73 * HOUR);
    taken.add('mine', { type: 'OTHER' });
    expect(taken.has('mine', { type: 'OTHER' })).toBe(true);
    expect(taken.carried()).toEqual([expect.objectContaining({ at: START + 73 * HOUR })]);
  });

  it('what is carried of 2,000 updates is short and tells neither ids nor events', () => {
    const taken = new TakenUpdates();
    take(taken, 0, 2_000);
    const text = JSON.stringify(taken.carried());
    expect(text.length).toBeLessThan(200_000);
    expect(text).not.toContain('update');
    expect(text).not.toContain('ADD');
    expect(new Set(taken.carried().map(({ id }) => id)).size).toBe(2_000);
  });
});
