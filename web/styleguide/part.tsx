import type { ReactNode } from 'react';
import { type GuideKey, useGuide } from './guide-words';

export const PARTS = [
  ...(['type', 'colours', 'space', 'buttons', 'fields', 'cards', 'standing', 'faults'] as const),
  ...(['facts', 'summary', 'amounts', 'above', 'charts'] as const),
] as const satisfies readonly GuideKey[];

export type PartName = (typeof PARTS)[number];

/** One part of the page, under a heading that the index leads to. */
export function Part({ name, about, children }: { name: PartName; about?: GuideKey; children: ReactNode }) {
  const { say } = useGuide();
  return (
    <section className="part" aria-labelledby={`part-${name}`}>
      <h2 id={`part-${name}`}>{say(name)}</h2>
      {about !== undefined && <p className="part-about">{say(about)}</p>}
      <div className="part-body">{children}</div>
    </section>
  );
}

/** Some states of one component, beside each other where there is room. */
export const Row = ({ children }: { children: ReactNode }) => <div className="row">{children}</div>;
