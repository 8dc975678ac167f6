import type { Chart, ChartState, ChartWay } from '../../machines/picture/chart';
import type { ChartWords } from '../docs/chart-files';
import { BOX, type Box, type Layout, LEGEND_ROW, layOut, MARGIN, topOf, wrapped } from './layout';

/** What a state is told by, besides its word: its colour. */
const LOOK = {
  works: { fill: '#ffffff', stroke: '#8d8678' },
  rests: { fill: '#e0efec', stroke: '#0b5f59' },
  money: { fill: '#fbeed6', stroke: '#7a4a00' },
  committed: { fill: '#e4ecf8', stroke: '#274f8f' },
} as const;
const INK = { first: '#1c1f23', second: '#565a60', main: '#0b5f59', aside: '#a39c8f', paper: '#faf8f4' };
const FONT = "font-family=\"system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif\"";

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

interface Style {
  size: number;
  fill?: string;
  weight?: number;
  anchor?: 'middle' | 'start' | 'end';
  isMono?: boolean;
  /** A label stands on its line, so it clears the paper around itself. */
  halo?: boolean;
}

function text(x: number, y: number, words: string, style: Style): string {
  const { size, fill = INK.first, weight, anchor, isMono, halo } = style;
  const more = [
    weight === undefined ? '' : ` font-weight="${weight}"`,
    anchor === undefined ? '' : ` text-anchor="${anchor}"`,
    isMono === true ? ' font-family="ui-monospace, \'DejaVu Sans Mono\', monospace"' : '',
    halo === true ? ` paint-order="stroke" stroke="${INK.paper}" stroke-width="5"` : '',
  ].join('');
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}"${more}>${escaped(words)}</text>`;
}

/** What matters most about a state: made for good, money, a wait, or work. */
function lookOf({ isCommitted, movesMoney, kind }: ChartState): keyof typeof LOOK {
  if (isCommitted) return 'committed';
  if (movesMoney) return 'money';
  return kind === 'works' ? 'works' : 'rests';
}

function boxToSvg({ x, y, state, folded }: Box, { states }: ChartWords): string[] {
  const { fill, stroke } = LOOK[lookOf(state)];
  const isOver = state.kind === 'over';
  const border = isOver || state.isMain ? 2.4 : 1.2;
  const shape = `x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="${isOver ? BOX.height / 2 : 6}"`;
  const ways = folded === 0 ? [] : [`${folded} more ${folded === 1 ? 'way' : 'ways'}`];
  const notes = [...ways, ...(state.stuckIn.length > 0 ? ['can be stuck'] : [])].join(' · ');
  const top = y + (notes === '' ? 8 : 0);
  const middle = { size: 11, fill: INK.second, anchor: 'middle' } as const;
  return [
    `<rect ${shape} fill="${fill}" stroke="${stroke}" stroke-width="${border}"/>`,
    text(x + BOX.width / 2, top + 22, states[state.name] ?? state.name, { size: 15, weight: 600, anchor: 'middle' }),
    text(x + BOX.width / 2, top + 38, state.name, { ...middle, isMono: true }),
    ...(notes === '' ? [] : [text(x + BOX.width / 2, y + 53, notes, middle)]),
  ];
}

interface Line {
  way: ChartWay;
  path: string;
  label: { x: number; y: number; anchor: 'middle' | 'start' | 'end'; width: number };
}

const middleOf = ({ x }: Box): number => x + BOX.width / 2;

/** Between two boxes of a row; a label stands over its line. */
function sideways(way: ChartWay, from: Box, to: Box): Line {
  const isRight = to.x > from.x;
  const start = isRight ? from.x + BOX.width : from.x;
  const end = isRight ? to.x - 3 : to.x + BOX.width + 3;
  const y = from.y + BOX.height / 2;
  const label = { x: (start + end) / 2, y: y - 8, anchor: 'middle', width: 84 } as const;
  return { way, path: `M${start} ${y}H${end}`, label };
}

interface Arrival {
  /** Where it arrives; several arrive side by side. */
  x: number;
  /** Height at which the line turns, so that the lines of two states do not lie on each other. */
  lane: number;
  side: 'left' | 'right';
}

function downward(way: ChartWay, from: Box, to: Box, { x, lane, side }: Arrival): Line {
  const start = middleOf(from);
  const end = to.y - 3;
  const path =
    start === x ? `M${start} ${from.y + BOX.height}V${end}` : turning(start, from.y + BOX.height, lane, x, end);
  const label =
    side === 'left'
      ? ({ x: x - 8, y: to.y - 11, anchor: 'end', width: 120 } as const)
      : ({ x: x + 8, y: to.y - 11, anchor: 'start', width: 120 } as const);
  return { way, path, label };
}

/** Down, along and down again, with round corners. */
function turning(fromX: number, fromY: number, lane: number, toX: number, toY: number): string {
  const bend = toX > fromX ? 8 : -8;
  return [
    `M${fromX} ${fromY}V${lane - 8}`,
    `Q${fromX} ${lane} ${fromX + bend} ${lane}`,
    `H${toX - bend}`,
    `Q${toX} ${lane} ${toX} ${lane + 8}`,
    `V${toY}`,
  ].join('');
}

function linesOf({ boxes, drawn }: Layout): Line[] {
  const boxOf = (name: string): Box => {
    const box = boxes.get(name);
    if (box === undefined) throw new Error(`No state is called ${name}.`);
    return box;
  };
  const down = drawn.filter(({ from, to }) => boxOf(from).y !== boxOf(to).y);
  return drawn.map((way) => {
    const [from, to] = [boxOf(way.from), boxOf(way.to)];
    if (from.y === to.y) return sideways(way, from, to);
    const arriving = down.filter((other) => other.to === way.to).sort((a, b) => boxOf(a.from).x - boxOf(b.from).x);
    const spread = arriving.length === 1 ? 0 : (arriving.indexOf(way) - (arriving.length - 1) / 2) * 60;
    const turners = [...new Set(down.filter((other) => boxOf(other.from).y === from.y).map((other) => other.from))];
    const lane = to.y - 46 + turners.indexOf(way.from) * 7;
    const x = middleOf(to) + (from.x === to.x && way.isMain ? 0 : spread);
    return downward(way, from, to, { x, lane, side: arriving.length > 1 && arriving[0] === way ? 'left' : 'right' });
  });
}

function lineToSvg({ way, path }: Line): string {
  const look = way.isMain
    ? `stroke="${INK.main}" stroke-width="3" marker-end="url(#main)"`
    : `stroke="${INK.aside}" stroke-width="1.3" marker-end="url(#aside)"`;
  return `<path d="${path}" ${look}/>`;
}

/** Who presses something is told on the way; the outcomes of our own work are in the table. */
function labelToSvg({ way, label }: Line, { events }: ChartWords): string[] {
  const pressed = [
    ...new Set(way.by.flatMap(({ event, ifStuck }) => (event === null || ifStuck ? [] : [events[event] ?? event]))),
  ];
  if (pressed.length === 0 || pressed.length > 2) return [];
  const lines = wrapped(pressed.join(', '), label.width);
  const style = { size: 12, anchor: label.anchor, halo: true, ...(way.isMain ? { weight: 600, fill: INK.main } : {}) };
  return lines.map((line, index) => text(label.x, label.y - (lines.length - 1 - index) * 14, line, style));
}

function legend(): string[] {
  const entries = [
    ['works', 'at work'],
    ['rests', 'rests, or is over'],
    ['money', 'money moves'],
    ['committed', 'made: only goes forward'],
  ] as const;
  const [x, y] = [MARGIN.side, topOf(LEGEND_ROW) - 8];
  return entries.flatMap(([look, words], index) => [
    `<rect x="${x}" y="${y + index * 22}" width="18" height="13" rx="4" fill="${LOOK[look].fill}" stroke="${LOOK[look].stroke}"/>`,
    text(x + 26, y + 11 + index * 22, words, { size: 12, fill: INK.second }),
  ]);
}

const marker = (id: string, fill: string, size: number): string =>
  `<marker id="${id}" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="${size}" markerHeight="${size}" orient="auto"><path d="M0 1L10 5L0 9z" fill="${fill}"/></marker>`;

/** The states of a machine as a poster, drawn the same on every run: the usual way stands out, and what is beside it is folded. */
export function toPicture(chart: Chart, words: ChartWords): string {
  const layout = layOut(chart);
  const { width, height, boxes } = layout;
  const lines = linesOf(layout).sort((one, other) => Number(one.way.isMain) - Number(other.way.isMain));
  const first = boxes.get(chart.initial);
  const start = first === undefined ? 0 : middleOf(first);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ${FONT} role="img" aria-label="The states of ${chart.id}, and the way that most orders take">`,
    '<!-- Generated by scripts/docs.ts from the statechart. Do not edit. -->',
    `<defs>${marker('main', INK.main, 4)}${marker('aside', INK.aside, 7)}</defs>`,
    `<rect width="${width}" height="${height}" rx="12" fill="${INK.paper}"/>`,
    text(MARGIN.side, 40, chart.id, { size: 20, weight: 700 }),
    `<circle cx="${start}" cy="${MARGIN.top - 32}" r="5" fill="${INK.main}"/>`,
    `<g fill="none"><path d="M${start} ${MARGIN.top - 28}V${MARGIN.top - 3}" stroke="${INK.main}" stroke-width="3" marker-end="url(#main)"/>`,
    ...lines.map(lineToSvg),
    '</g>',
    ...[...boxes.values()].flatMap((box) => boxToSvg(box, words)),
    ...lines.flatMap((line) => labelToSvg(line, words)),
    ...legend(),
    '</svg>',
    '',
  ].join('\n');
}
