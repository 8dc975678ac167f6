import { effectOf, type SentAct } from '../../web/desk/order/acts/effect';

type Order = Parameters<typeof effectOf>[1];

const CAUSE = { step: 'applying', code: 'StoreUnavailable' };

const stuckWith = (cause: typeof CAUSE): Order['stuck'] => ({ ...cause, text: '', attempts: 2, since: '' });
const order = (state: string, sequence: number, more: Partial<Order> = {}): Order => ({
  ...{ state, sequence, stuck: null, settled: true, heldSince: null },
  ...more,
});
const retried: SentAct = {
  ...{ type: 'RETRY', label: 'Retry', sequence: 7, state: 'applying.stuck.waiting', stuck: CAUSE },
  ...{ at: '2026-03-12T10:00:00Z', grantId: null },
};

describe('what became of an act', () => {
  it('it is under way while the order is where it was seen, whatever was answered', () => {
    const asSeen = order('applying.stuck.waiting', 7, { stuck: stuckWith(CAUSE) });
    expect(effectOf(retried, asSeen)).toBe('under_way');
    expect(effectOf(retried, order('applying.working', 8, { settled: false }))).toBe('under_way');
  });

  it('it has not helped where the order is stuck again, for the same cause or another one', () => {
    const again = (cause: typeof CAUSE) => effectOf(retried, order('', 9, { stuck: stuckWith(cause) }));
    expect(again(CAUSE)).toBe('stuck_again');
    expect(again({ ...CAUSE, code: 'Timeout' })).toBe('stuck_otherwise');
    expect(again({ ...CAUSE, step: 'confirming' })).toBe('stuck_otherwise');
  });

  it('it has helped once the order is past the step that was stuck, or at rest', () => {
    expect(effectOf(retried, order('finishing.working', 9, { settled: false }))).toBe('left_stuck');
    expect(effectOf(retried, order('completed', 11))).toBe('left_stuck');
  });

  it('putting a stuck order on hold heals nothing', () => {
    const held = order('applying.held', 8, { heldSince: '2026-03-12T10:00:00Z' });
    expect(effectOf({ ...retried, type: 'HOLD' }, held)).toBe('rests');
  });

  it('an act on an order that was not stuck leads to where the order rests', () => {
    expect(effectOf({ ...retried, stuck: null, state: 'reviewing' }, order('verifying', 8))).toBe('rests');
  });
});
