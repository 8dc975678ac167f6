import type { Point } from './lines';

/** How round a corner is, how long the head of an arrow, and how wide half of it; in pixels. */
const ROUND = 6;
const HEAD = { length: 8, half: 4.5 };

/** A line through its corners and the head of its arrow, as SVG has them. */
export function arrowThrough(corners: readonly Point[]): { line: string; head: string } {
  const [tip, before] = [corners.at(-1), corners.at(-2)];
  if (tip === undefined || before === undefined) return { line: '', head: '' };
  const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1;
  const along = { x: (tip.x - before.x) / length, y: (tip.y - before.y) / length };
  const foot = { x: tip.x - along.x * HEAD.length, y: tip.y - along.y * HEAD.length };
  const side = (by: number): Point => ({ x: foot.x - along.y * by, y: foot.y + along.x * by });
  return {
    line: lineThrough([...corners.slice(0, -1), foot]),
    head: `M${at(tip)}L${at(side(HEAD.half))}L${at(side(-HEAD.half))}Z`,
  };
}

const lineThrough = (corners: readonly Point[]): string =>
  corners
    .map((corner, index) => {
      const [before, after] = [corners[index - 1], corners[index + 1]];
      if (before === undefined) return `M${at(corner)}`;
      if (after === undefined) return `L${at(corner)}`;
      return `L${at(towards(corner, before))}Q${at(corner)} ${at(towards(corner, after))}`;
    })
    .join('');

/** To half a pixel, which is sharp everywhere. */
const at = ({ x, y }: Point): string => `${Math.round(x * 2) / 2} ${Math.round(y * 2) / 2}`;

/** The point of a leg where its corner begins. */
function towards(corner: Point, other: Point): Point {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  const share = length === 0 ? 0 : Math.min(ROUND, length / 2) / length;
  return { x: corner.x + (other.x - corner.x) * share, y: corner.y + (other.y - corner.y) * share };
}
