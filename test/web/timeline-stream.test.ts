import { daysOf, isFailure, streamOf } from '../../web/desk/order/timeline/stream';
import type { Schemas } from '../../web/shared/api/api-types';

type Item = Schemas['TimelineItem'];

const move = (minute: number, importance: Item['importance'], more: object = {}): Item =>
  ({
    ...{ kind: 'move', at: `2026-03-12T10:0${minute}:00Z`, text: `move ${minute}`, importance },
    ...{ event: 'CHECKOUT', label: 'Check out', from: 'reviewing', to: 'verifying' },
    ...more,
  }) as Item;
const deed = { kind: 'deed', at: '2026-03-12T10:09:00Z', text: 'Agnès: Retry.', importance: 'high' } as Item;
const paid = { kind: 'payment', at: '2026-03-12T10:08:00Z', text: 'Paid.', importance: 'high', status: 'paid' } as Item;
const note = { kind: 'note', at: '2026-03-12T10:06:30Z', text: 'A note.', importance: 'normal' } as Item;
const attempt = { kind: 'attempt', at: '2026-03-12T10:07:00Z', text: 'Tried once.', importance: 'high' } as Item;

const textsOf = (items: readonly Item[], filter: Parameters<typeof streamOf>[1]) =>
  streamOf(items, filter).map((part) => (part.kind === 'one' ? part.item.text : `${part.items.length} folded`));

describe('the stream of what happened', () => {
  it('quiet entries that follow each other are folded, a single one is not', () => {
    const items = [deed, move(5, 'quiet'), move(4, 'quiet'), move(3, 'normal'), move(2, 'quiet'), move(1, 'normal')];
    expect(textsOf(items, 'all')).toEqual(['Agnès: Retry.', '2 folded', 'move 3', 'move 2', 'move 1']);
  });

  it('each filter shows its own, and folds none of it', () => {
    const stuck = move(6, 'quiet', { to: 'applying.stuck.waiting' });
    const placed = move(5, 'high', { event: 'PLACE_ORDER' });
    const items = [deed, paid, attempt, note, stuck, placed, move(4, 'normal')];
    expect(textsOf(items, 'failures')).toEqual(['Tried once.', 'move 6']);
    expect(textsOf(items, 'money')).toEqual(['Paid.', 'move 5']);
    expect(textsOf(items, 'people')).toEqual(['Agnès: Retry.', 'A note.']);
  });

  it('a declined payment and a mail that did not arrive are failures, what an order turned on is none', () => {
    expect(isFailure({ ...paid, status: 'declined' } as Item)).toBe(true);
    expect(isFailure({ ...paid, kind: 'mail', status: 'failed' } as Item)).toBe(true);
    expect([paid, deed, move(1, 'high')].some(isFailure)).toBe(false);
  });

  it('two entries of one instant that say the same have each their own key', () => {
    const keys = streamOf([move(1, 'normal'), move(1, 'normal')], 'all').map(({ key }) => key);
    expect(new Set(keys).size).toBe(2);
  });

  it('a mail that was sent again here stays in the stream as the same entry, whatever is said of it by now', () => {
    const mail = (status: string, importance: string) =>
      ({
        ...{ kind: 'mail', key: 'chg_1:confirmed:claire', at: paid.at },
        text: `Mail, ${status}.`,
        status,
        importance,
      }) as Item;
    const [givenUp, waiting] = [mail('failed', 'high'), mail('waiting', 'quiet')];
    const quiet = [waiting, move(2, 'quiet'), move(1, 'quiet')];
    expect(textsOf(quiet, 'all')).toEqual(['3 folded']);
    const stays = (item: Item) => item === waiting;
    expect(streamOf(quiet, 'all', stays).map(({ kind }) => kind)).toEqual(['one', 'quiet']);
    expect(streamOf(quiet, 'failures', stays)).toHaveLength(1);
    const keyOf = (item: Item) => streamOf([item], 'all')[0]?.key;
    expect(keyOf(waiting)).toBe(keyOf(givenUp));
  });

  it('entries stand under their day, in their order', () => {
    const parts = streamOf([deed, move(1, 'normal', { at: '2026-03-11T23:00:00Z' })], 'all');
    const days = daysOf(parts, (instant) => instant.slice(0, 10));
    expect(days.map((one) => [one.day, one.parts.length])).toEqual([
      ['2026-03-12', 1],
      ['2026-03-11', 1],
    ]);
  });
});
