import { approvedUpon, effectOf, endedAs, judged, type SentAct } from '../../web/desk/order/acts/effect';

type Order = Parameters<typeof effectOf>[1];

const CAUSE = { step: 'applying', code: 'StoreUnavailable' };

const stuckWith = (cause: typeof CAUSE): Order['stuck'] => ({ ...cause, text: '', attempts: 2, since: '' });
const order = (state: string, sequence: number, more: Partial<Order> = {}): Order => ({
  ...{ state, sequence, stuck: null, settled: true, heldSince: null },
  ...more,
});
const retried: SentAct = {
  ...{ type: 'RETRY', label: 'Retry', sequence: 7, state: 'applying.stuck.waiting', stuck: CAUSE },
  ...{ at: '2026-03-12T10:00:00Z', grantId: null, ended: null },
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

  it('an order that got stuck only since is told so, and not as stuck for another cause', () => {
    const placed: SentAct = { ...retried, type: 'PLACE_ORDER', stuck: null, state: 'reviewing' };
    expect(effectOf(placed, order('applying.stuck.waiting', 9, { stuck: stuckWith(CAUSE) }))).toBe('got_stuck');
  });

  it('what became of it stays, whatever somebody else does with the order later', () => {
    const stuckAgain = judged(retried, order('applying.stuck.waiting', 9, { stuck: stuckWith(CAUSE) }));
    expect(stuckAgain.ended).toEqual({ result: 'stuck_again', sequence: 9 });
    const healedByAnother = order('completed', 14);
    expect(effectOf(stuckAgain, healedByAnother)).toBe('stuck_again');
    expect(judged(stuckAgain, healedByAnother)).toBe(stuckAgain);
  });

  it('nothing is kept while it is under way, nor while a second person has not decided', () => {
    expect(judged(retried, order('applying.working', 8, { settled: false })).ended).toBeNull();
    expect(judged({ ...retried, grantId: 'grant_1' }, order('completed', 9)).ended).toBeNull();
  });

  it('what was approved is judged from where the order was then, which somebody may have led it to since it was asked', () => {
    const asked: SentAct = { ...retried, type: 'OVERRIDE', grantId: 'grant_1' };
    const move = { at: '2026-03-12T11:00:00Z', from: 'finishing.fulfilling.stuck.waiting' };
    const shownBefore = { ...order('finishing.fulfilling.stuck.waiting', 12), updatedAt: '2026-03-12T10:30:00Z' };
    const done = approvedUpon(asked, move, shownBefore);
    expect(done).toMatchObject({ grantId: null, state: move.from, stuck: null, sequence: 12 });
    expect(effectOf(done, shownBefore)).toBe('under_way');
    expect(effectOf(done, order('completed', 14))).toBe('rests');
    const shownAfter = { ...order('completed', 14), updatedAt: move.at };
    expect(effectOf(approvedUpon(asked, { ...move, from: asked.state }, shownAfter), shownAfter)).toBe('left_stuck');
  });

  it('an act that is no event is judged by its own record, wherever the order is meanwhile', () => {
    const ending: SentAct = { ...retried, type: 'END_LOST', grantId: 'grant_1' };
    expect(effectOf(ending, order('cancelled', 8))).toBe('under_way');
    const refused = endedAs(ending, { as: 'refused', text: 'It runs.', at: '2026-03-12T11:00:00Z' }, order('', 8));
    expect(refused).toMatchObject({ grantId: null, ended: { result: 'refused', sequence: 8, text: 'It runs.' } });
    expect(effectOf(refused, order('cancelled', 9))).toBe('refused');
  });
});
