import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';
import { arrowThrough } from './arrow';
import type { MachineState } from './chart';
import { type BoxPlace, cornersOf } from './lines';
import type { DrawnWay } from './way';

interface ArrowLayerProps {
  list: RefObject<HTMLOListElement | null>;
  ways: readonly DrawnWay[];
  states: readonly MachineState[];
}

interface Drawing {
  width: number;
  height: number;
  lines: { key: string; look: DrawnWay['look']; line: string; head: string }[];
}

/** The ways between boxes, as arrows over them, drawn anew whenever a box moves. Who listens has the ways in words. */
export function ArrowLayer({ list, ways, states }: ArrowLayerProps) {
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const draw = (): void => {
    if (list.current === null) return;
    const drawn = drawingOf(list.current, ways, states);
    setDrawing((before) => (JSON.stringify(before) === JSON.stringify(drawn) ? before : drawn));
  };
  useLayoutEffect(draw);
  useEffect(() => {
    const observed = new ResizeObserver(() => draw());
    if (list.current !== null) for (const box of [list.current, ...list.current.children]) observed.observe(box);
    return () => observed.disconnect();
  });
  if (drawing === null) return null;
  const { width, height, lines } = drawing;
  return (
    <svg className="chart-arrows" width={width} height={height} aria-hidden="true" focusable="false">
      {lines.map(({ key, look, line, head }) => (
        <g key={key} className={`way ${look}`}>
          <path d={line} />
          <path className="head" d={head} />
        </g>
      ))}
    </svg>
  );
}

function drawingOf(list: HTMLOListElement, ways: readonly DrawnWay[], states: readonly MachineState[]): Drawing {
  const origin = list.getBoundingClientRect();
  const places = new Map<string, BoxPlace>();
  for (const { name, column, row } of states) {
    const box = list.querySelector(`[data-state="${CSS.escape(name)}"]`)?.getBoundingClientRect();
    if (box === undefined) continue;
    places.set(name, {
      ...{ column, row },
      left: box.left - origin.left,
      right: box.right - origin.left,
      top: box.top - origin.top,
      bottom: box.bottom - origin.top,
    });
  }
  const known = ways.filter(({ from, to }) => places.has(from) && places.has(to));
  const corners = cornersOf(known, places);
  const lines = known.map(({ from, to, look }, index) => ({
    ...{ key: `${from} ${to}`, look },
    ...arrowThrough(corners[index] ?? []),
  }));
  return { width: origin.width, height: origin.height, lines };
}
