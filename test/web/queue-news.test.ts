import { asItIs, countsOf, NO_NEWS, readAnew, toldOf } from '../../web/desk/queue/list/news';
import { isIn, onlyWith, type QueueOrder, viewAddress, viewInAddress, without } from '../../web/desk/queue/views/view';

const order = (changeId: string, more: Partial<QueueOrder> = {}): QueueOrder => ({
  ...{
    changeId,
    accountId: 'a_1',
    accountName: null,
    products: [],
    subscriptionIds: ['s_1'],
    state: 'reserving.stuck',
  },
  ...{ headline: 'Stuck.', waits: 'stuck', nextTimerAt: null, assignee: null, route: 'self_serve', done: false },
  ...{ dueToday: { amount: '12.00', currency: 'EUR' }, country: 'FR', gateway: 'sandbox', sequence: 3 },
  stuck: { step: 'reserving', code: 'timeout', text: 'No answer.', attempts: 1, since: '2026-04-01T08:00:00.000Z' },
  ...{ inStateSince: '2026-04-01T08:00:00.000Z', updatedAt: '2026-04-01T08:00:00.000Z' },
  ...more,
});
const since = (minute: number): Partial<QueueOrder> => ({ inStateSince: `2026-04-01T08:0${minute}:00.000Z` });
const STUCK = { waits: 'stuck', sort: 'age' } as const;
const [first, second, third] = [order('1', since(1)), order('2', since(2)), order('3', since(3))] as const;
const ids = (orders: readonly QueueOrder[]): string[] => orders.map(({ changeId }) => changeId);

describe('news of a list', () => {
  it('an order that is told of keeps its place, with its latest facts, and is marked', () => {
    const taken = { ...first, assignee: 'agnes' };
    const { news, orders } = toldOf(NO_NEWS, [first, second], [taken], STUCK);
    expect(orders).toEqual([taken, second]);
    expect(news.marks).toEqual(new Map([['1', 'changed']]));
    expect(countsOf(news)).toEqual({ fresh: 0, left: 0 });
  });

  it('what is told as it is shown is no news, and leaves the rows as they are', () => {
    const shown = [first, second];
    const { news, orders } = toldOf(NO_NEWS, shown, [{ ...first }], STUCK);
    expect(orders).toBe(shown);
    expect(news).toEqual(NO_NEWS);
  });

  it('what is new and what left waits until it is asked for, and then stands where it belongs', () => {
    const healed = { ...first, waits: null, stuck: null };
    const { news, orders } = toldOf(NO_NEWS, [first, third], [healed, second], STUCK);
    expect(ids(orders)).toEqual(['1', '3']);
    expect(countsOf(news)).toEqual({ fresh: 1, left: 1 });
    expect(ids(asItIs(orders, news, STUCK, false))).toEqual(['2', '3']);
  });

  it('an order that came and left again before anybody asked is forgotten', () => {
    const came = toldOf(NO_NEWS, [first], [second], STUCK);
    const left = toldOf(came.news, came.orders, [{ ...second, waits: null }], STUCK);
    expect(countsOf(left.news)).toEqual({ fresh: 0, left: 0 });
  });

  it('what belongs beyond the end of what was read comes as one reads on', () => {
    const { news, orders } = toldOf(NO_NEWS, [first, second], [third], STUCK);
    expect(ids(asItIs(orders, news, STUCK, true))).toEqual(['1', '2']);
    expect(ids(asItIs(orders, news, STUCK, false))).toEqual(['1', '2', '3']);
  });

  it('a first page that is read anew tells what left while nobody listened', () => {
    const { news } = readAnew(NO_NEWS, [first, second, third], { items: [second], next: 'more' }, STUCK);
    expect(news.marks).toEqual(new Map([['1', 'left']]));
    const whole = readAnew(NO_NEWS, [first, second, third], { items: [second], next: null }, STUCK);
    expect([...whole.news.marks.keys()]).toEqual(['1', '3']);
  });
});

describe('a view', () => {
  it.each([
    [{ country: 'FR' }, true],
    [{ country: 'DE' }, false],
    [{ code: 'timeout', unassigned: 'true' }, true],
    [{ currency: 'EUR', amount: 'under_100' }, true],
    [{ currency: 'EUR', amount: 'under_1000' }, false],
    [{ assignee: 'agnes' }, false],
    [{ state: 'reserving' }, true],
    [{ sort: 'timer' }, false],
  ] as const)('an order stands in the list of %j: %s', (query, stands) => {
    expect(isIn(first, query)).toBe(stands);
  });

  it('an address holds a view, whatever else stands in it', () => {
    const view = viewInAddress({ waits: 'stuck', country: 'FR', sort: 'age', account: 'a_1', cursor: 'x' });
    expect(viewAddress(view)).toBe('/desk?waits=stuck&country=FR&sort=age');
    expect(viewAddress(without({ ...view, currency: 'EUR', amount: 'nothing' }, 'amount'))).toBe(viewAddress(view));
    expect(viewAddress(onlyWith(view, ['country']))).toBe('/desk?country=FR&sort=age');
  });
});
