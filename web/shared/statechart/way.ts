import { type MachineChart, type MachineState, type MachineWay, topStateOf } from './chart';

/** A move of an order, as its timeline tells it: between paths of states, e.g. `settlingPayment.stuck.waiting`. */
export interface OrderMove {
  /** Empty for the first one. */
  from: string;
  to: string;
  at: string;
}

/** Where an act would lead, as its preview tells it. */
export interface ForeseenWay {
  /** The states that it would pass after the present one, in order. */
  path: readonly string[];
  /** Steps on the way that move money, e.g. `charge`. */
  moneySteps: readonly string[];
  /** Whether only an answer, in the last state of the path, tells how it goes on. */
  undecided: boolean;
}

/** A state that an order came to. */
export interface Stop {
  state: string;
  /** Null where the move that led there is not known any more. */
  at: string | null;
}

/**
 * The way so far through the states at the top, the present one last. Moves within one are no stop; states that were left in the
 * breath in which they were come to are stops, though no move tells of them.
 */
export function stopsOf(chart: MachineChart, moves: readonly OrderMove[]): Stop[] {
  const stops: Stop[] = [];
  for (const { from, to, at } of moves) {
    if (stops.length === 0 && from !== '') stops.push({ state: topStateOf(from), at: null });
    const last = stops.at(-1)?.state;
    if (last === topStateOf(to)) continue;
    const passed = last === undefined ? [] : passedBetween(chart, last, topStateOf(to));
    stops.push(...[...passed, topStateOf(to)].map((state) => ({ state, at })));
  }
  return stops;
}

/** States between two that no way leads straight between, along the shortest way that takes no event; none where there is none. */
function passedBetween({ ways }: MachineChart, from: string, to: string): string[] {
  if (ways.some((way) => way.from === from && way.to === to)) return [];
  const onward = ways.filter(({ by }) => by.some(({ event, ifStuck }) => event === null && !ifStuck));
  const queue: string[][] = [[from]];
  const seen = new Set([from]);
  for (const path of queue) {
    for (const next of onward.filter((way) => way.from === path.at(-1))) {
      if (next.to === to) return path.slice(1);
      if (!seen.has(next.to)) queue.push([...path, next.to]);
      seen.add(next.to);
    }
  }
  return [];
}

/** What a state is to an order: it is there, may get there, was there, or has nothing to do with it. */
type PlaceMark = 'here' | 'foreseen' | 'perhaps' | 'been' | 'ahead' | 'aside';

export interface ChartPlace {
  state: MachineState;
  mark: PlaceMark;
  /** Which stops of the way so far it was, the first one being 1. */
  visits: number[];
  /** When it came there last. */
  at: string | null;
  /** The act in focus would move money there. */
  movesMoney: boolean;
  /** The act in focus would lead there, and no further by itself. */
  endsHere: boolean;
  /** An answer that is waited for there decides how the act in focus goes on. */
  isUndecided: boolean;
  /** Key of the answer that would lead there; null unless it is a `perhaps`. */
  answer: string | null;
}

/** An order on its chart. */
export interface OnChart {
  stops: readonly Stop[];
  /** Name of the state at the top. */
  present: string;
  foreseen: ForeseenWay | null;
}

/** The states that an act would pass, without the one where the order is. */
const pathAhead = ({ present, foreseen }: OnChart): readonly string[] =>
  foreseen === null ? [] : foreseen.path[0] === present ? foreseen.path.slice(1) : foreseen.path;

/** Where the answer is waited for that tells how the way in focus goes on; null where none is. */
const undecidedAt = (standing: OnChart): string | null =>
  standing.foreseen?.undecided === true ? (pathAhead(standing).at(-1) ?? standing.present) : null;

/** Where answers lead, which are outcomes of the state's own work. */
function answersOf(chart: MachineChart, standing: OnChart): MachineWay[] {
  const at = undecidedAt(standing);
  return chart.ways.filter(
    ({ from, by }) => from === at && by.some(({ event, ifStuck }) => event === null && !ifStuck),
  );
}

const isOver = ({ states }: MachineChart, present: string): boolean =>
  states.find(({ name }) => name === present)?.kind === 'over';

/** What each state of the chart is to the order. */
export function placesOf(chart: MachineChart, standing: OnChart): ChartPlace[] {
  const { stops, present, foreseen } = standing;
  const path = pathAhead(standing);
  const answers = answersOf(chart, standing);
  const mayGoOn = !isOver(chart, present);
  const reached = reachedOnMainWay(chart, standing);
  return chart.states.map((state, position) => {
    const { name, isMain, steps } = state;
    const visits = stops.flatMap((stop, index) => (stop.state === name ? [index + 1] : []));
    const answer = answers.find(({ to }) => to === name);
    const mark = (): PlaceMark => {
      if (name === present) return 'here';
      if (path.includes(name)) return 'foreseen';
      if (answer !== undefined) return 'perhaps';
      if (visits.length > 0) return 'been';
      return isMain && mayGoOn && position > reached ? 'ahead' : 'aside';
    };
    const isOnWay = name === present || path.includes(name);
    return {
      state,
      mark: mark(),
      visits,
      at: stops.findLast((stop) => stop.state === name)?.at ?? null,
      movesMoney: isOnWay && steps.some((step) => foreseen?.moneySteps.includes(step)),
      endsHere: foreseen?.undecided === false && path.at(-1) === name,
      isUndecided: undecidedAt(standing) === name,
      answer: name === present ? null : (answer?.by.find(({ event }) => event === null)?.when ?? null),
    };
  });
}

/** Where in the chart the order was last on the main way; what was spared on the way there does not follow any more. */
function reachedOnMainWay({ states }: MachineChart, { stops }: OnChart): number {
  const main = new Set(states.flatMap(({ name, isMain }) => (isMain ? [name] : [])));
  const last = stops.findLast(({ state }) => main.has(state))?.state;
  return states.findIndex(({ name }) => name === last);
}

/** How a way is drawn; the first of them that it is. */
type LineLook = 'foreseen' | 'perhaps' | 'been' | 'main';

export interface DrawnWay {
  from: string;
  to: string;
  look: LineLook;
}

/** The ways that are drawn: the main one, the one that the order took, and the one in focus. All others are told in words. */
export function drawnWays(chart: MachineChart, standing: OnChart): DrawnWay[] {
  const { stops, present } = standing;
  const known = new Set(chart.states.map(({ name }) => name));
  const along = (states: readonly string[], look: LineLook): DrawnWay[] =>
    states.slice(1).map((to, index) => ({ from: states[index] ?? '', to, look }));
  const all = [
    ...along([present, ...pathAhead(standing)], 'foreseen'),
    ...answersOf(chart, standing).map(({ from, to }): DrawnWay => ({ from, to, look: 'perhaps' })),
    ...along(
      stops.map(({ state }) => state),
      'been',
    ),
    ...(isOver(chart, present) ? [] : chart.ways.filter(({ isMain }) => isMain)).map(
      ({ from, to }): DrawnWay => ({ from, to, look: 'main' }),
    ),
  ];
  const isFirst = (way: DrawnWay, index: number): boolean =>
    all.findIndex(({ from, to }) => from === way.from && to === way.to) === index;
  return all.filter((way, index) => isFirst(way, index) && known.has(way.from) && known.has(way.to));
}
