/** Where a box lies, in pixels from the corner of the chart, and in which cell. */
export interface BoxPlace {
  column: number;
  row: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Point {
  x: number;
  y: number;
}

/** A line from one box to another one, both by name. */
interface Joined {
  from: string;
  to: string;
}

type Side = 'left' | 'top' | 'right' | 'bottom';

/** How a line leaves and arrives, and the lanes between columns and rows that it takes. */
interface Route {
  leaves: Side;
  arrives: Side;
  /** Left of this column. */
  beside: number | null;
  /** Above this row. */
  above: number | null;
}

/** Between the two lines of a side on which ways lead in and out, and between lines in one lane; in pixels. */
const APART = { ports: 12, tracks: 7 };
/** How far from the middle of its lane a line may run, so that the head of an arrow has room. */
const MOST_ASIDE = 9;

/** The corners of lines between boxes, in the order of the lines. They run in the lanes between boxes and cross none. */
export function cornersOf(lines: readonly Joined[], boxes: ReadonlyMap<string, BoxPlace>): Point[][] {
  const found = lines.flatMap((line) => {
    const [from, to] = [boxes.get(line.from), boxes.get(line.to)];
    return from === undefined || to === undefined ? [] : [{ ...line, start: from, end: to, route: routeOf(from, to) }];
  });
  const ends = new Set(
    found.flatMap(({ from, to, route }) => [`${from} ${route.leaves} out`, `${to} ${route.arrives} in`]),
  );
  const isShared = (box: string, side: Side): boolean =>
    ends.has(`${box} ${side} out`) && ends.has(`${box} ${side} in`);
  const tracks = tracksOf(found);
  const lanes = lanesBetween([...boxes.values()]);
  return found.map(({ from, to, start, end, route }) => {
    const { leaves, arrives, beside, above } = route;
    const isStraight = beside === null && above === null;
    const [sharesStart, sharesEnd] = [isShared(from, leaves), isShared(to, arrives)];
    // A line back may come close to one that leads forward from another box.
    const isBack = (towards: Side): boolean => towards === 'top';
    const keepsAside = (towards: Side, sharesHere: boolean, sharesThere: boolean): boolean =>
      sharesHere || isBack(towards) || (isStraight && sharesThere);
    const heading = opposite(arrives);
    const first = portOf(start, leaves, keepsAside(leaves, sharesStart, sharesEnd) ? asideOf(leaves) : 0);
    const last = portOf(end, arrives, keepsAside(heading, sharesEnd, sharesStart) ? asideOf(heading) : 0);
    const x = beside === null ? null : lanes.beside(beside) + tracks.aside(from, 'beside', beside);
    const y = above === null ? null : lanes.above(above) + tracks.aside(from, 'above', above);
    return bent(first, last, x, y);
  });
}

function bent(first: Point, last: Point, x: number | null, y: number | null): Point[] {
  if (y === null) return [first, last];
  if (x === null) return [first, { x: first.x, y }, { x: last.x, y }, last];
  return [first, { x, y: first.y }, { x, y }, { x: last.x, y }, last];
}

function routeOf(from: BoxPlace, to: BoxPlace): Route {
  const isRight = to.column > from.column;
  const isDown = to.row > from.row;
  const [down, up] = [to.row - from.row, from.row - to.row];
  if (down === 0 && Math.abs(to.column - from.column) === 1)
    return { leaves: isRight ? 'right' : 'left', arrives: isRight ? 'left' : 'right', beside: null, above: null };
  if (down === 0) return { leaves: 'bottom', arrives: 'bottom', beside: null, above: from.row + 1 };
  const arrives = isDown ? 'top' : 'bottom';
  const above = isDown ? to.row : to.row + 1;
  if (down === 1 || up === 1)
    return { leaves: opposite(arrives), arrives, beside: null, above: from.column === to.column ? null : above };
  // Past the rows between them: beside the column, on the side where the other one is.
  return { leaves: isRight ? 'right' : 'left', arrives, beside: isRight ? from.column + 1 : from.column, above };
}

const OPPOSITE: Readonly<Record<Side, Side>> = { left: 'right', right: 'left', top: 'bottom', bottom: 'top' };
const opposite = (side: Side): Side => OPPOSITE[side];

/** Ways down and to the right keep to one side of the middle, those back to the other one. @param towards where the line leads */
const asideOf = (towards: Side): number => (towards === 'bottom' || towards === 'right' ? -1 : 1) * (APART.ports / 2);

function portOf({ left, top, right, bottom }: BoxPlace, side: Side, aside: number): Point {
  const [x, y] = [(left + right) / 2 + aside, (top + bottom) / 2 + aside];
  if (side === 'left' || side === 'right') return { x: side === 'left' ? left : right, y };
  return { x, y: side === 'top' ? top : bottom };
}

/** Lines that take the same lane run beside each other in it; those from one box together. */
function tracksOf(found: readonly { from: string; route: Route }[]) {
  const lanes = new Map<string, string[]>();
  for (const { from, route } of found) {
    for (const lane of [`beside ${route.beside}`, `above ${route.above}`]) {
      const inside = lanes.get(lane) ?? [];
      if (!inside.includes(from)) lanes.set(lane, [...inside, from]);
    }
  }
  return {
    aside(from: string, kind: 'beside' | 'above', number: number): number {
      const inside = lanes.get(`${kind} ${number}`) ?? [];
      const gap = inside.length < 2 ? 0 : Math.min(APART.tracks, (2 * MOST_ASIDE) / (inside.length - 1));
      return (inside.indexOf(from) - (inside.length - 1) / 2) * gap;
    },
  };
}

/** Room before the first and after the last column or row. */
const MARGIN = 14;

/** The middles of the lanes between columns and between rows. */
function lanesBetween(boxes: readonly BoxPlace[]) {
  const between = (ends: readonly number[], starts: readonly number[]): number => {
    if (starts.length === 0) return Math.max(...ends) + MARGIN;
    return ends.length === 0 ? Math.min(...starts) - MARGIN : (Math.max(...ends) + Math.min(...starts)) / 2;
  };
  const ends = (isBefore: (box: BoxPlace) => boolean, end: 'right' | 'bottom', start: 'left' | 'top'): number =>
    between(
      boxes.filter(isBefore).map((box) => box[end]),
      boxes.filter((box) => !isBefore(box)).map((box) => box[start]),
    );
  return {
    beside: (column: number): number => ends((box) => box.column < column, 'right', 'left'),
    above: (row: number): number => ends((box) => box.row < row, 'bottom', 'top'),
  };
}
