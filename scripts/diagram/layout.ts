import type { Arrow, Flow, FlowState } from './flow';

/**
 * Where each state stands in the picture: column and row. This says nothing about the flow, only about the paper; of two
 * neighbours the one named first stands nearer to the beginning.
 */
const PLACES: Record<string, readonly [column: number, row: number]> = {
  assessing: [0, 0],
  superseding: [1, 0],
  quoting: [2, 0],
  presenting: [3, 0],
  refused: [0, 1],
  handedOver: [1, 1],
  reviewing: [2, 1],
  inCart: [3, 1],
  verifying: [2, 2],
  capturingPayment: [1, 2],
  checkingVat: [3, 2],
  onHold: [0, 3],
  scheduled: [1, 3],
  reserving: [2, 3],
  vatPending: [3, 3],
  reminding: [0, 4],
  settlingPayment: [1, 4],
  applying: [1, 5],
  compensating: [2, 5],
  finishing: [1, 6],
  releasing: [2, 6],
  completed: [0, 7],
  cancelled: [1, 7],
  expired: [2, 7],
  superseded: [3, 7],
};
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
function placeOf(name: string): readonly [number, number] {
  const place = PLACES[name];
  if (place === undefined)
    throw new Error(`The picture has no place for ${name}: give it one in scripts/diagram/layout.ts`);
  return place;
}

function isDrawn({ from, to }: Arrow): boolean {
  const [[fromColumn, fromRow], [toColumn, toRow]] = [placeOf(from), placeOf(to)];
  if (toRow === fromRow + 1) return true;
  // Side by side: only the way there is drawn, the way back is told in words.
  return toRow === fromRow && Math.abs(toColumn - fromColumn) === 1 && !isWayBack(from, to);
}

const isWayBack = (from: string, to: string): boolean =>
  Object.keys(PLACES).indexOf(to) < Object.keys(PLACES).indexOf(from);

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

function linesOf(state: FlowState, arrows: readonly Arrow[]): ArrowLine[] {
  const leads = arrows
    .filter((arrow) => arrow.from === state.name && !isDrawn(arrow))
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

/** Puts every state of a flow into its place; a row is as high as its fullest state. */
export function layOut(flow: Flow): Layout {
  const boxes = flow.states.map((state) => {
    const [column, row] = placeOf(state.name);
    const lines = linesOf(state, flow.arrows);
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
    drawn: flow.arrows.filter(isDrawn),
    width: 2 * MARGIN.side + columns * BOX.width + (columns - 1) * GAP.column,
    height: y - GAP.row + MARGIN.side,
    rowTops,
  };
}
