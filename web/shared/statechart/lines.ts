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

/** Room before the first and after the last column or row. */
const MARGIN = 12;

const middleX = ({ left, right }: BoxPlace): number => (left + right) / 2;
const middleY = ({ top, bottom }: BoxPlace): number => (top + bottom) / 2;

/** The lanes between columns and rows, in which lines cross no box. */
interface Lanes {
  /** Left of a column. */
  beside(column: number): number;
  /** Above a row. */
  above(row: number): number;
}

/** @param boxes all of the chart */
export function lanesOf(boxes: readonly BoxPlace[]): Lanes {
  const between = (ends: readonly number[], starts: readonly number[]): number => {
    if (starts.length === 0) return Math.max(...ends) + MARGIN;
    return ends.length === 0 ? Math.min(...starts) - MARGIN : (Math.max(...ends) + Math.min(...starts)) / 2;
  };
  return {
    beside: (column) =>
      between(
        boxes.filter((box) => box.column < column).map(({ right }) => right),
        boxes.filter((box) => box.column >= column).map(({ left }) => left),
      ),
    above: (row) =>
      between(
        boxes.filter((box) => box.row < row).map(({ bottom }) => bottom),
        boxes.filter((box) => box.row >= row).map(({ top }) => top),
      ),
  };
}

/** The corners of a line from one box to another, along the lanes. */
export function cornersOf(from: BoxPlace, to: BoxPlace, lanes: Lanes): Point[] {
  if (from.row === to.row) return besideEachOther(from, to, lanes);
  const isDown = to.row > from.row;
  const start = { x: middleX(from), y: isDown ? from.bottom : from.top };
  const end = { x: middleX(to), y: isDown ? to.top : to.bottom };
  const isNextRow = Math.abs(to.row - from.row) === 1;
  if (isNextRow) {
    const y = lanes.above(Math.max(from.row, to.row));
    return from.column === to.column ? [start, end] : [start, { x: start.x, y }, { x: end.x, y }, end];
  }
  // Past the rows between them: along a lane beside the column, on the side where the other one is.
  const isRight = to.column > from.column;
  const side = { x: isRight ? from.right : from.left, y: middleY(from) };
  const x = lanes.beside(isRight ? from.column + 1 : from.column);
  const y = lanes.above(isDown ? to.row : to.row + 1);
  return [side, { x, y: side.y }, { x, y }, { x: end.x, y }, end];
}

function besideEachOther(from: BoxPlace, to: BoxPlace, lanes: Lanes): Point[] {
  const isRight = to.column > from.column;
  if (Math.abs(to.column - from.column) === 1) {
    const y = middleY(from);
    return [
      { x: isRight ? from.right : from.left, y },
      { x: isRight ? to.left : to.right, y },
    ];
  }
  const y = lanes.above(from.row + 1);
  return [
    { x: middleX(from), y: from.bottom },
    { x: middleX(from), y },
    { x: middleX(to), y },
    { x: middleX(to), y: to.bottom },
  ];
}

/** How round a corner is, in pixels. */
const ROUND = 6;

/** A line through its corners as SVG has it. */
function pathThrough(corners: readonly Point[]): string {
  return corners
    .map((corner, index) => {
      const [before, after] = [corners[index - 1], corners[index + 1]];
      if (before === undefined) return `M${at(corner)}`;
      if (after === undefined) return `L${at(corner)}`;
      return `L${at(towards(corner, before))}Q${at(corner)} ${at(towards(corner, after))}`;
    })
    .join('');
}

const at = ({ x, y }: Point): string => `${Math.round(x * 2) / 2} ${Math.round(y * 2) / 2}`;

/** The point of a leg where its corner begins. */
function towards(corner: Point, other: Point): Point {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  const share = length === 0 ? 0 : Math.min(ROUND, length / 2) / length;
  return { x: corner.x + (other.x - corner.x) * share, y: corner.y + (other.y - corner.y) * share };
}

/** How long the head of an arrow is, and half as wide as this, in pixels. */
const HEAD = { length: 8, half: 4.5 };

/** A line with the head of its arrow, as SVG has them. */
export function arrowThrough(corners: readonly Point[]): { line: string; head: string } {
  const [tip, before] = [corners.at(-1), corners.at(-2)];
  if (tip === undefined || before === undefined) return { line: '', head: '' };
  const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1;
  const along = { x: (tip.x - before.x) / length, y: (tip.y - before.y) / length };
  const foot = { x: tip.x - along.x * HEAD.length, y: tip.y - along.y * HEAD.length };
  const side = (by: number): Point => ({ x: foot.x - along.y * by, y: foot.y + along.x * by });
  return {
    line: pathThrough([...corners.slice(0, -1), foot]),
    head: `M${at(tip)}L${at(side(HEAD.half))}L${at(side(-HEAD.half))}Z`,
  };
}
