import type { Chart, ChartState, ChartWay } from '../../machines/picture/chart';

/** The corner that no state needs. */
export const LEGEND_ROW = 2;

export const BOX = { width: 214, height: 62 };
const GAP = { column: 100, row: 64 };
export const MARGIN = { side: 28, top: 96 };

export interface Box {
  state: ChartState;
  x: number;
  y: number;
  /** Ways out of it that are not drawn. */
  folded: number;
}

export interface Layout {
  boxes: Map<string, Box>;
  /** To a neighbour, or to the row below: the others are told in the table beside the picture. */
  drawn: ChartWay[];
  width: number;
  height: number;
}

/** Puts every state into its place. @throws Error for a state whose place is taken, by another one or by the legend */
export function layOut({ states, ways }: Chart): Layout {
  const taken = new Map([[`0/${LEGEND_ROW}`, 'the legend']]);
  const places = new Map(states.map((state) => [state.name, state]));
  const isDrawn = ({ from, to, isMain }: ChartWay): boolean => {
    const [start, end] = [places.get(from), places.get(to)];
    if (start === undefined || end === undefined) return false;
    if (isMain || end.row === start.row + 1) return true;
    // Side by side: only the way there is drawn.
    return end.row === start.row && Math.abs(end.column - start.column) === 1 && !isWayBack(states, from, to);
  };
  const drawn = ways.filter(isDrawn);
  const boxes = states.map((state): [string, Box] => {
    const { name, column, row } = state;
    const other = taken.get(`${column}/${row}`);
    if (other !== undefined)
      throw new Error(`The picture has ${other} where ${name} would stand: give it another place`);
    taken.set(`${column}/${row}`, name);
    const folded = ways.filter((way) => way.from === name && !drawn.includes(way)).length;
    return [name, { state, x: leftOf(column), y: topOf(row), folded }];
  });
  const columns = Math.max(...states.map(({ column }) => column)) + 1;
  const rows = Math.max(...states.map(({ row }) => row)) + 1;
  return {
    boxes: new Map(boxes),
    drawn,
    width: leftOf(columns) - GAP.column + MARGIN.side,
    height: topOf(rows) - GAP.row + MARGIN.side,
  };
}

const leftOf = (column: number): number => MARGIN.side + column * (BOX.width + GAP.column);
export const topOf = (row: number): number => MARGIN.top + row * (BOX.height + GAP.row);

/** Of two neighbours the one that the machine names first stands nearer to the beginning. */
const isWayBack = (states: readonly ChartState[], from: string, to: string): boolean =>
  states.findIndex(({ name }) => name === to) < states.findIndex(({ name }) => name === from);

/** How wide a text of 12 points is at most. */
const widthOf = (text: string): number => text.length * 6.8;

/** Breaks a text between words. */
export function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
