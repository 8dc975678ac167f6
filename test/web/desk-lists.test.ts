import { linksBetween } from '../../web/desk/audit/links';
import { bulkOutcomeOf, outcomesIn } from '../../web/desk/bulk/outcomes';
import { bulkInAddress, ordersOf, queueOf } from '../../web/desk/bulk/wish';

/** What the lists of the desk make of what the API tells. */

describe('the outcomes of a bulk', () => {
  const counts = { waiting: 0, done: 0, refused: 0, skipped: 0, failed: 0, leftState: 0, stuckAgain: 0, underWay: 0 };
  const result = { status: 'done', code: null, text: '', state: null, at: '2026-03-12T10:00:00Z' } as const;
  const item = { changeId: 'chg_1', seenState: 'quoting.stuck', effect: null, result };

  it('an order counts as healed only once it has left the state that it was in', () => {
    expect(bulkOutcomeOf({ ...item, effect: 'left_state' })).toBe('left_state');
    expect(bulkOutcomeOf(item)).toBe('unmoved');
    expect(bulkOutcomeOf({ ...item, effect: 'stuck_again', result: { ...result, status: 'failed' } })).toBe(
      'stuck_again',
    );
    expect(bulkOutcomeOf({ ...item, effect: 'under_way', result: { ...result, status: 'failed' } })).toBe('failed');
    expect(bulkOutcomeOf({ ...item, result: null })).toBe('waiting');
  });

  it('every order of a bulk is counted once, and outcomes that none came to are left out', () => {
    const done = { ...counts, waiting: 1, done: 4, failed: 3, leftState: 3, stuckAgain: 2 };
    expect(outcomesIn({ total: 8, counts: done })).toEqual([
      { outcome: 'left_state', count: 3 },
      { outcome: 'stuck_again', count: 2 },
      { outcome: 'failed', count: 2 },
      { outcome: 'waiting', count: 1 },
    ]);
  });
});

describe('a bulk in an address', () => {
  it('an address names an event and its orders, by name or by filters', () => {
    expect(bulkInAddress({ event: 'RETRY', code: 'timeout', account: 'acc_1', more: 'x' })).toEqual({
      event: 'RETRY',
      code: 'timeout',
    });
    expect(ordersOf({ event: 'RETRY', orders: 'a,b,' })).toEqual({ changeIds: ['a', 'b'] });
    expect(ordersOf({ event: 'RETRY', waits: 'stuck', sort: 'age' })).toEqual({
      filter: { waits: 'stuck', sort: 'age' },
    });
  });

  it('an address that narrows nothing means no orders, and an event that is none means no bulk', () => {
    expect(ordersOf({ event: 'RETRY', sort: 'age', open: 'true' })).toBeNull();
    expect(bulkInAddress({ event: 'PLACE_ORDER' })).toEqual({});
  });

  it('a list is shown in the queue only where the queue has all of its filters', () => {
    expect(queueOf({ waits: 'stuck', country: 'FR', sort: 'age' })).toBe('/desk?waits=stuck&country=FR&sort=age');
    expect(queueOf({ waits: 'stuck', inStateBefore: '2026-03-12T10:00:00Z' })).toBeNull();
  });
});

describe('the links between entries of the audit trail', () => {
  const entry = (sequence: number, previousHash = `h${sequence - 1}`) => ({
    sequence,
    previousHash,
    hash: `h${sequence}`,
  });

  it('entries hold together where each carries the hash of the one before, in whatever order they come', () => {
    expect(linksBetween([entry(5), entry(4), entry(3)])).toEqual({ held: 2, brokenAt: null });
    expect(linksBetween([entry(9), entry(4)])).toEqual({ held: 0, brokenAt: null });
  });

  it('an entry that carries another hash breaks the chain', () => {
    expect(linksBetween([entry(5), entry(4, 'forged'), entry(3)])).toEqual({ held: 1, brokenAt: 4 });
  });
});
