import type { Schemas } from '../../web/shared/api/api-types';
import { laterOf } from '../../web/shared/order/later-of';

type Order = Schemas['Order'];

const order = (state: string, sequence: number, more: Partial<Order> = {}): Order =>
  ({ state, sequence, settled: true, updatedAt: `2026-03-12T10:00:${10 + sequence}Z`, headline: '', ...more }) as Order;
const atWork = { settled: false };

describe('the later one of two truths about an order', () => {
  it('what is further on is later, whoever tells it', () => {
    const placed = order('verifying', 5);
    const paying = order('settlingPayment.charging', 7, atWork);
    expect(laterOf(placed, paying, placed)).toBe(paying);
    expect(laterOf(undefined, paying, undefined)).toBe(paying);
    expect(laterOf({ changeId: 'ch_1', state: 'starting', settled: false }, placed, undefined)).toBe(placed);
  });

  it('what was written before it went to work does not come back', () => {
    const paying = order('settlingPayment.charging', 7, atWork);
    expect(laterOf(paying, order('verifying', 5), paying)).toBe(paying);
    expect(laterOf(paying, { changeId: 'ch_1', state: 'under_way', settled: false }, paying)).toBe(paying);
  });

  it('an order that settles is later than the same order still at work', () => {
    const [working, settled] = [order('completed', 9, atWork), order('completed', 9)];
    expect(laterOf(working, settled, working)).toBe(settled);
    expect(laterOf(settled, working, settled)).toBe(settled);
  });

  it('an end that was written ahead and did not happen is taken back', () => {
    const ahead = order('completed', 9);
    const corrected = order('settlingPayment.waiting', 7);
    expect(laterOf(ahead, corrected, ahead)).toBe(corrected);
    expect(
      laterOf(corrected, order('settlingPayment.waiting', 9, { updatedAt: '2026-03-12T10:01:00Z' }), corrected),
    ).toMatchObject({ sequence: 9 });
  });

  it('an answer that was asked for before something newer came takes nothing back', () => {
    const before = order('verifying', 5);
    const placed = order('completed', 9);
    expect(laterOf(placed, order('verifying', 5), before)).toBe(placed);
    expect(laterOf(placed, order('verifying', 5), undefined)).toBe(placed);
  });
});
