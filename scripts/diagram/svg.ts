import type { Arrow, Flow } from '../../machines/picture/flow';
import { BOX, type Box, type Layout, LEGEND_ROW, layOut, MARGIN, wrapped } from './layout';

const LOOK: Record<string, { fill: string; stroke: string }> = {
  settled: { fill: '#e6f4ea', stroke: '#2f855a' },
  money: { fill: '#fdf1d6', stroke: '#b7791f' },
  committed: { fill: '#e1ecfb', stroke: '#2b6cb0' },
  working: { fill: '#f4f5f7', stroke: '#8a94a3' },
};
const INK = { leads: '#4a5568', remembers: '#8a94a3', stuck: '#b83227', arrow: '#4a5568', label: '#2d3748' };
const FONT = "font-family=\"system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif\"";

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

interface Style {
  size: number;
  fill: string;
  weight?: number;
  anchor?: 'middle' | 'start' | 'end';
  halo?: boolean;
}

function text(x: number, y: number, words: string, { size, fill, weight, anchor, halo }: Style): string {
  const more = [
    weight === undefined ? '' : ` font-weight="${weight}"`,
    anchor === undefined ? '' : ` text-anchor="${anchor}"`,
    // A label stands on its line, so it clears the paper around itself.
    halo === true ? ' paint-order="stroke" stroke="#ffffff" stroke-width="5"' : '',
  ].join('');
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}"${more}>${escaped(words)}</text>`;
}

/** The colour of a state tells what matters most about it: made for good, money, a wait, or work. */
function lookOf({ state: { tags, isSettledWhileWaiting } }: Box): { fill: string; stroke: string } {
  const [first] = ['committed', 'money', 'settled'].filter((tag) => tags.includes(tag));
  return LOOK[first ?? (isSettledWhileWaiting ? 'settled' : 'working')] ?? { fill: '#ffffff', stroke: '#000000' };
}

function boxToSvg(box: Box): string[] {
  const { x, y, height, lines, state } = box;
  const { fill, stroke } = lookOf(box);
  const border = state.isFinal ? 3 : 1.4;
  const radius = state.isFinal ? 20 : 8;
  const shape = `x="${x}" y="${y}" width="${BOX.width}" height="${height}" rx="${radius}"`;
  return [
    `<rect ${shape} fill="${fill}" stroke="${stroke}" stroke-width="${border}"/>`,
    text(x + BOX.width / 2, y + 25, state.name, { size: 16, fill: '#1a202c', weight: 600, anchor: 'middle' }),
    ...lines.map((line, index) =>
      text(x + BOX.padding, y + BOX.title + 13 + index * BOX.line, line.text, { size: 12, fill: INK[line.kind] }),
    ),
  ];
}

const middleOf = ({ x }: Box): number => x + BOX.width / 2;

function sideways(from: Box, to: Box, words: string): string[] {
  const isRight = to.x > from.x;
  const start = isRight ? from.x + BOX.width : from.x;
  const end = isRight ? to.x - 2 : to.x + BOX.width + 2;
  const y = from.y + 20;
  const lines = wrapped(words, 120);
  return [
    `<path d="M${start} ${y}H${end}" marker-end="url(#tip)"/>`,
    ...lines.map((line, index) =>
      text((start + end) / 2, y - 7 - (lines.length - 1 - index) * 14, line, {
        size: 12,
        fill: INK.label,
        anchor: 'middle',
        halo: true,
      }),
    ),
  ];
}

interface Downward {
  from: Box;
  to: Box;
  words: string;
  /** Height at which the line turns, so that the lines of two states do not lie on each other. */
  lane: number;
  /** Where it arrives; several arrive side by side. */
  x: number;
  /** On which side of the line its label stands. */
  side: 'left' | 'right';
}

function downward({ from, to, words, lane, x, side }: Downward): string[] {
  const start = middleOf(from);
  const path =
    start === x
      ? `M${start} ${from.y + from.height}V${to.y - 2}`
      : turning(start, from.y + from.height, lane, x, to.y - 2);
  const lines = wrapped(words, 210);
  return [
    `<path d="${path}" marker-end="url(#tip)"/>`,
    ...lines.map((line, index) =>
      text(side === 'left' ? x - 8 : x + 8, to.y - 12 - (lines.length - 1 - index) * 14, line, {
        size: 12,
        fill: INK.label,
        anchor: side === 'left' ? 'end' : 'start',
        halo: true,
      }),
    ),
  ];
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

function arrowsToSvg({ boxes, drawn, rowTops }: Layout): string[] {
  const boxOf = (name: string): Box => {
    const box = boxes.get(name);
    if (box === undefined) throw new Error(`No state is called ${name}.`);
    return box;
  };
  const down = drawn.filter(({ from, to }) => boxOf(from).row !== boxOf(to).row);
  return drawn.flatMap((arrow: Arrow) => {
    const [from, to] = [boxOf(arrow.from), boxOf(arrow.to)];
    const words = arrow.labels.join(', ');
    if (from.row === to.row) return sideways(from, to, words);
    const arriving = down.filter((other) => other.to === arrow.to).sort((a, b) => boxOf(a.from).x - boxOf(b.from).x);
    const spread = arriving.length === 1 ? 0 : (arriving.indexOf(arrow) - (arriving.length - 1) / 2) * 90;
    const turners = [...new Set(down.filter((other) => boxOf(other.from).row === from.row).map((other) => other.from))];
    const lane = (rowTops[to.row] ?? 0) - 56 + turners.indexOf(arrow.from) * 7;
    const x = middleOf(to) + (from.column === to.column ? 0 : spread);
    const side = arriving.length > 1 && arriving[0] === arrow ? 'left' : 'right';
    return downward({ from, to, words, lane, x, side });
  });
}

function legend({ rowTops }: Layout): string[] {
  const entries: [string, string][] = [
    ['working', 'at work'],
    ['settled', 'settled: waits for somebody'],
    ['money', 'money: reserves, pays or gives back'],
    ['committed', 'committed: only goes forward'],
  ];
  const [x, y] = [MARGIN.side, (rowTops[LEGEND_ROW] ?? 0) + 6];
  const small = { size: 12, fill: INK.leads };
  const notes = [
    'Lines go on; the ways back and aside are told in the box they leave. A thick border is an end.',
    'What is remembered is acted on at the next stop. A stuck step waits for support.',
  ].flatMap((note) => wrapped(note, 240));
  return [
    ...entries.flatMap(([look, words], index) => [
      `<rect x="${x}" y="${y + index * 24}" width="18" height="14" rx="4" fill="${LOOK[look]?.fill}" stroke="${LOOK[look]?.stroke}"/>`,
      text(x + 26, y + 12 + index * 24, words, small),
    ]),
    ...notes.map((note, index) => text(x, y + 120 + index * BOX.line, note, small)),
  ];
}

/** The top level of a machine as a picture, drawn the same on every run. */
export function toPicture(flow: Flow): string {
  const layout = layOut(flow);
  const { width, height, boxes } = layout;
  const first = boxes.get(flow.initial);
  const start = first === undefined ? 0 : middleOf(first);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ${FONT} role="img" aria-label="The states of ${flow.id}">`,
    '<!-- Generated by scripts/docs.ts from the statechart. Do not edit. -->',
    `<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 1L10 5L0 9z" fill="${INK.arrow}"/></marker></defs>`,
    `<rect width="${width}" height="${height}" rx="12" fill="#ffffff"/>`,
    text(width / 2, 34, flow.id, { size: 20, fill: '#1a202c', weight: 700, anchor: 'middle' }),
    `<circle cx="${start}" cy="52" r="6" fill="#1a202c"/>`,
    `<g fill="none" stroke="${INK.arrow}" stroke-width="1.5"><path d="M${start} 58V${MARGIN.top - 2}" marker-end="url(#tip)"/>`,
    ...arrowsToSvg(layout).filter((element) => element.startsWith('<path')),
    '</g>',
    ...[...boxes.values()].flatMap(boxToSvg),
    ...arrowsToSvg(layout).filter((element) => element.startsWith('<text')),
    ...legend(layout),
    '</svg>',
    '',
  ].join('\n');
}
