import type { Arrow, Flow, FlowState, PicturePlace } from '../../machines/picture/flow';

/** The corner that no state needs. */
export const LEGEND_ROW = 2;

export const BOX = { width: 226, title: 30, line: 16, padding: 10 };
const GAP = { column: 128, row: 78 };
export const MARGIN = { side: 24, top: 84 };

interface ArrowLine {
  text: string;
  kind: 'leads' | 'stuck' | 'remembers';
}

export interface Box {
  state: FlowState;
  column: number;
  row: number;
  x: number;
  y: number;
  height: number;
  lines: ArrowLine[];
}

export interface Layout {
  boxes: Map<string, Box>;
  /** Arrows drawn as lines: to a neighbour, or to the row below. All others are told in words in their box. */
  drawn: Arrow[];
  width: number;
  height: number;
  rowTops: number[];
}

/** @throws Error for a state that has no place yet */
function placeOf({ states }: Flow, name: string): PicturePlace {
  const place = states.find((state) => state.name === name)?.place;
  if (!place) throw new Error(`The picture has no place for ${name}: give its state one, meta.picture`);
  return place;
}

function isDrawn(flow: Flow, { from, to }: Arrow): boolean {
  const [start, end] = [placeOf(flow, from), placeOf(flow, to)];
  if (end.row === start.row + 1) return true;
  // Side by side: only the way there is drawn, the way back is told in words.
  return end.row === start.row && Math.abs(end.column - start.column) === 1 && !isWayBack(flow, from, to);
}

/** Of two neighbours the one that the machine names first stands nearer to the beginning. */
const isWayBack = ({ states }: Flow, from: string, to: string): boolean =>
  states.findIndex(({ name }) => name === to) < states.findIndex(({ name }) => name === from);

/** How wide a text of 12 points is at most; capitals take more room. */
const widthOf = (text: string): number =>
  [...text].reduce((width, letter) => width + (/[A-Z_]/.test(letter) ? 8.4 : 6.8), 0);

/** Breaks a text between words. */
export function wrapped(text: string, width = BOX.width - 2 * BOX.padding): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

function linesOf(state: FlowState, flow: Flow): ArrowLine[] {
  const leads = flow.arrows
    .filter((arrow) => arrow.from === state.name && !isDrawn(flow, arrow))
    .map(({ to, labels }) => `${labels.join(', ')} \u2192 ${to}`);
  const ways = [...new Set([...(state.whenStuck ?? new Map()).values()].flat())];
  const told: [string[], ArrowLine['kind']][] = [
    [leads, 'leads'],
    [state.remembers.length > 0 ? [`remembers ${state.remembers.join(', ')}`] : [], 'remembers'],
    [ways.length > 0 ? [`if stuck: ${ways.join(', ')}`] : [], 'stuck'],
  ];
  return told.flatMap(([texts, kind]) => texts.flatMap((text) => wrapped(text).map((line) => ({ text: line, kind }))));
}

const heightOf = (lines: readonly ArrowLine[]): number =>
  lines.length === 0 ? BOX.title + BOX.padding : BOX.title + lines.length * BOX.line + BOX.padding;

/** @throws Error for a state whose place is taken, by another one or by the legend */
function refuseTakenPlaces(flow: Flow): void {
  const taken = new Map([[`0/${LEGEND_ROW}`, 'the legend']]);
  for (const { name } of flow.states) {
    const { column, row } = placeOf(flow, name);
    const other = taken.get(`${column}/${row}`);
    if (other !== undefined)
      throw new Error(`The picture has ${other} where ${name} would stand: give it another place`);
    taken.set(`${column}/${row}`, name);
  }
}

/** Puts every state of a flow into its place; a row is as high as its fullest state. */
export function layOut(flow: Flow): Layout {
  refuseTakenPlaces(flow);
  const boxes = flow.states.map((state) => {
    const { column, row } = placeOf(flow, state.name);
    const lines = linesOf(state, flow);
    return { state, column, row, lines, height: heightOf(lines) };
  });
  const rows = Math.max(...boxes.map(({ row }) => row)) + 1;
  const columns = Math.max(...boxes.map(({ column }) => column)) + 1;
  const rowTops: number[] = [];
  let y = MARGIN.top;
  for (let row = 0; row < rows; row += 1) {
    rowTops.push(y);
    y += Math.max(...boxes.filter((box) => box.row === row).map(({ height }) => height)) + GAP.row;
  }
  const placed = boxes.map((box): [string, Box] => {
    const x = MARGIN.side + box.column * (BOX.width + GAP.column);
    return [box.state.name, { ...box, x, y: rowTops[box.row] ?? 0 }];
  });
  return {
    boxes: new Map(placed),
    drawn: flow.arrows.filter((arrow) => isDrawn(flow, arrow)),
    width: 2 * MARGIN.side + columns * BOX.width + (columns - 1) * GAP.column,
    height: y - GAP.row + MARGIN.side,
    rowTops,
  };
}
