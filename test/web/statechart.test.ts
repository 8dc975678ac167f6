import { arrowThrough } from '../../web/shared/statechart/arrow';
import type { MachineState } from '../../web/shared/statechart/chart';
import { doingIn } from '../../web/shared/statechart/chart';
import { type BoxPlace, cornersOf, type Point } from '../../web/shared/statechart/lines';
import words from '../../web/shared/statechart/subscriptionChange@1.en.json';
import chart from '../../web/shared/statechart/subscriptionChange@1.json';
import { drawnWays, type ForeseenWay, placesOf, stopsOf } from '../../web/shared/statechart/way';

/** What an order is told by on its chart, and the lines between its boxes. */

/** A move a minute through these states, from the first one on. */
const through = (...states: string[]) =>
  states.map((to, minute) => ({ from: states[minute - 1] ?? '', to, at: `2026-11-30T12:${minute + 10}:00Z` }));

const TO_PAYMENT = [
  ...['assessing.working', 'superseding.deciding', 'superseding.working', 'quoting.working', 'presenting', 'reviewing'],
  ...['verifying', 'reserving.working', 'settlingPayment.charging'],
];
const CHARGE: ForeseenWay = { path: [], moneySteps: ['charge'], undecided: true };

const standing = (states: string[], foreseen: ForeseenWay | null = null) => {
  const stops = stopsOf(chart, through(...states));
  return { stops, present: stops.at(-1)?.state ?? '', foreseen };
};
const places = (states: string[], foreseen: ForeseenWay | null = null) =>
  new Map(placesOf(chart, standing(states, foreseen)).map((place) => [place.state.name, place]));
const marked = (found: ReturnType<typeof places>, mark: string): string[] =>
  [...found.values()].filter((place) => place.mark === mark).map(({ state }) => state.name);

describe('the way so far', () => {
  it('a move within a state is no stop, and a state that was come to twice is two', () => {
    const stops = stopsOf(
      chart,
      through('quoting.working', 'presenting', 'verifying', 'quoting.working', 'quoting.stuck.waiting'),
    );
    expect(stops.map(({ state }) => state)).toEqual(['quoting', 'presenting', 'verifying', 'quoting']);
    expect(stops.at(-1)?.at).toBe('2026-11-30T12:13:00Z');
  });

  it('states that were passed in one breath are stops of it, and those that were spared do not follow any more', () => {
    const states = ['assessing.working', 'reviewing', 'verifying'];
    expect(stopsOf(chart, through(...states)).map(({ state }) => state)).toEqual([
      ...['assessing', 'presenting', 'reviewing', 'verifying'],
    ]);
    const found = places(states);
    expect(marked(found, 'ahead')).toEqual(['reserving', 'settlingPayment', 'applying', 'finishing', 'completed']);
    expect(found.get('quoting')).toMatchObject({ mark: 'aside', visits: [] });
  });

  it('a way whose first moves are not known any more begins where the oldest known one left, at no known time', () => {
    const stops = stopsOf(chart, through('reviewing', 'verifying', 'reserving.working').slice(1));
    expect(stops[0]).toEqual({ state: 'reviewing', at: null });
    expect(stops).toHaveLength(3);
  });
});

describe('what a state is to an order', () => {
  it('the order is in one, was in some, and the rest of the main way is ahead; nothing else concerns it', () => {
    const found = places(TO_PAYMENT);
    expect(marked(found, 'here')).toEqual(['settlingPayment']);
    expect(marked(found, 'been')).toEqual([
      ...['assessing', 'superseding', 'quoting', 'presenting', 'reviewing', 'verifying', 'reserving'],
    ]);
    expect(marked(found, 'ahead')).toEqual(['applying', 'finishing', 'completed']);
    expect(found.get('settlingPayment')?.visits).toEqual([8]);
    expect(marked(found, 'aside')).toHaveLength(chart.states.length - 11);
  });

  it('an order that is over has nothing ahead', () => {
    const found = places([...TO_PAYMENT, 'releasing.lettingGo', 'cancelled']);
    expect(marked(found, 'here')).toEqual(['cancelled']);
    expect(marked(found, 'ahead')).toEqual([]);
  });

  it('an act lights the states that it would pass, and says in which of them the order would be then', () => {
    const found = places(['finishing.fulfilling.waiting'], { path: ['completed'], moneySteps: [], undecided: false });
    expect(found.get('completed')).toMatchObject({ mark: 'foreseen', endsHere: true, movesMoney: false });
  });

  it('a retry stays where it is until an answer comes, moves money there, and may lead where answers do', () => {
    for (const path of [[], ['settlingPayment']]) {
      const found = places([...TO_PAYMENT, 'settlingPayment.stuck.waiting'], { ...CHARGE, path });
      expect(found.get('settlingPayment')).toMatchObject({ mark: 'here', isUndecided: true, movesMoney: true });
      expect(found.get('applying')).toMatchObject({ mark: 'perhaps', answer: 'paid' });
      expect(found.get('releasing')).toMatchObject({ mark: 'perhaps', answer: 'declined_or_voided' });
      expect([...found.values()].filter(({ movesMoney }) => movesMoney)).toHaveLength(1);
    }
  });

  it('an act that leads back lights what was passed before, and keeps the number that it had', () => {
    const found = places(['assessing.working', 'superseding.working', 'quoting.working', 'presenting', 'verifying'], {
      ...{ path: ['quoting', 'presenting', 'verifying'], moneySteps: [], undecided: false },
    });
    expect(found.get('quoting')).toMatchObject({ mark: 'foreseen', visits: [3] });
    expect(marked(found, 'here')).toEqual(['verifying']);
    expect(marked(found, 'been')).toEqual(['assessing', 'superseding']);
  });

  it('what it does is told by the nearest state around it that has words, and where it is stuck by none', () => {
    const doing = (path: string) => doingIn(path, words.within);
    expect(doing('settlingPayment.lookingUpLater')).toBe('asks again later');
    expect(doing('finishing.fulfilling.working')).toBe(doing('finishing.fulfilling'));
    expect(doing('finishing.fulfilling.waiting')).not.toBe(doing('finishing.fulfilling'));
    expect(doing('applying.stuck.waiting')).toBeNull();
  });
});

describe('the ways that are drawn', () => {
  const lookOf = (ways: ReturnType<typeof drawnWays>, from: string, to: string) =>
    ways.find((way) => way.from === from && way.to === to)?.look;

  it('each is drawn once: as the act would take it, else as it was taken, else as the main way', () => {
    const ways = drawnWays(
      chart,
      standing(TO_PAYMENT.slice(0, -2), { ...CHARGE, path: ['reserving', 'settlingPayment'] }),
    );
    expect(lookOf(ways, 'reviewing', 'verifying')).toBe('been');
    expect(lookOf(ways, 'verifying', 'reserving')).toBe('foreseen');
    expect(lookOf(ways, 'reserving', 'settlingPayment')).toBe('foreseen');
    expect(lookOf(ways, 'settlingPayment', 'releasing')).toBe('perhaps');
    expect(lookOf(ways, 'finishing', 'completed')).toBe('main');
    expect(new Set(ways.map(({ from, to }) => `${from} ${to}`)).size).toBe(ways.length);
  });

  it('ways to put aside, to cancel or to change it are told in words only', () => {
    const ways = drawnWays(chart, standing(TO_PAYMENT.slice(0, -2)));
    expect(ways.map(({ look }) => look)).not.toContain('perhaps');
    expect(lookOf(ways, 'verifying', 'onHold')).toBeUndefined();
    expect(lookOf(ways, 'verifying', 'releasing')).toBeUndefined();
  });

  it('a state that the chart does not have has no line', () => {
    const ways = drawnWays(chart, standing(['assessing.working', 'formerly.working', 'quoting.working']));
    expect(ways.flatMap(({ from, to }) => [from, to])).not.toContain('formerly');
  });
});

describe('lines between boxes', () => {
  const CELL = { width: 204, height: 86 };
  const BOX = { width: 160, height: 50 };

  const placeOf = ({ column, row }: Pick<MachineState, 'column' | 'row'>): BoxPlace => {
    const [left, top] = [20 + column * CELL.width, 20 + row * CELL.height];
    return { column, row, left, top, right: left + BOX.width, bottom: top + BOX.height };
  };
  const boxes = new Map(chart.states.map((state) => [state.name, placeOf(state)]));

  const crosses = ([from, to]: [Point, Point], { left, top, right, bottom }: BoxPlace): boolean =>
    Math.max(from.x, to.x) > left &&
    Math.min(from.x, to.x) < right &&
    Math.max(from.y, to.y) > top &&
    Math.min(from.y, to.y) < bottom;
  const legsOf = (corners: Point[]): [Point, Point][] =>
    corners.slice(1).map((corner, index) => [corners[index] as Point, corner]);

  it('none of the ways of the machine crosses a box, alone or with all others', () => {
    const all = cornersOf(chart.ways, boxes);
    const alone = chart.ways.flatMap((way) => cornersOf([way], boxes));
    expect(all).toHaveLength(chart.ways.length);
    for (const corners of [...all, ...alone]) {
      for (const leg of legsOf(corners)) expect([...boxes.values()].filter((box) => crosses(leg, box))).toEqual([]);
    }
  });

  it('each leg runs straight along or down, from the side of one box to the side of the other one', () => {
    const isAtEdge = ({ x, y }: Point, { left, top, right, bottom }: BoxPlace): boolean =>
      [left, right].includes(x) !== [top, bottom].includes(y);
    for (const [index, corners] of cornersOf(chart.ways, boxes).entries()) {
      for (const [from, to] of legsOf(corners)) expect(from.x === to.x || from.y === to.y).toBe(true);
      const { from = '', to = '' } = chart.ways[index] ?? {};
      expect(isAtEdge(corners[0] as Point, boxes.get(from) as BoxPlace)).toBe(true);
      expect(isAtEdge(corners.at(-1) as Point, boxes.get(to) as BoxPlace)).toBe(true);
    }
  });

  it('the way there and the way back do not lie on each other', () => {
    for (const [one, other] of [
      ['verifying', 'checkingVat'],
      ['presenting', 'inCart'],
      ['quoting', 'checkingVat'],
    ]) {
      const lines = [
        { from: one as string, to: other as string },
        { from: other as string, to: one as string },
      ];
      const [there = [], back = []] = cornersOf(lines, boxes);
      expect(there.filter(({ x, y }) => back.some((corner) => corner.x === x && corner.y === y))).toEqual([]);
    }
  });

  it('an arrow has its tip where its line ends, and its line ends where the head begins', () => {
    const { line, head } = arrowThrough([
      { x: 0, y: 10 },
      { x: 50, y: 10 },
      { x: 50, y: 60 },
    ]);
    expect(head).toMatch(/^M50 60L/);
    expect(line).toMatch(/^M0 10.*L50 52$/);
  });
});
