import { rangeTo } from '../../web/desk/queue/grid/range';
import { shortTime } from '../../web/desk/queue/short-time';

/** What the rows of the queue say and hold. */

describe('a range of rows', () => {
  const orders = ['a', 'b', 'c', 'd'].map((changeId) => ({ changeId }));

  it('a range goes from the order that it began with to the row, in the order of the list', () => {
    expect(rangeTo(orders, 'b', 3)).toEqual(['b', 'c', 'd']);
    expect(rangeTo(orders, 'd', 2)).toEqual(['c', 'd']);
  });

  it('what comes before the order that a range began with does not widen it', () => {
    expect(rangeTo([{ changeId: 'new' }, ...orders], 'b', 3)).toEqual(['b', 'c']);
  });

  it('a range whose first order has left is the row alone', () => {
    expect(rangeTo(orders, 'gone', 2)).toEqual(['c']);
    expect(rangeTo(orders, null, 0)).toEqual(['a']);
  });
});

describe('an instant in a row', () => {
  it('the first day of a month is written as each language writes it', () => {
    expect(shortTime('2026-12-01T14:05:00Z', 'Europe/Paris', 'fr')).toMatch(/^1er déc\.,? 15:05$/);
    expect(shortTime('2026-12-11T14:05:00Z', 'Europe/Paris', 'fr')).toMatch(/^11 déc\.,? 15:05$/);
    expect(shortTime('2026-12-01T14:05:00Z', 'UTC', 'en')).toMatch(/^1 Dec,? 14:05$/);
  });
});
