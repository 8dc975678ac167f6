import type { ReactNode } from 'react';
import { Skeleton } from './standing';
import './facts.css';

/** Facts of one thing, each a name with its value; beside each other where there is room. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}

/** Stands in {@link Facts}. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Keeps the place of a fact that is being read: its name is known. */
export function UnreadFact({ name }: { name: string }) {
  return (
    <Fact name={name}>
      <Skeleton width="70%" />
      <br />
      <Skeleton width="50%" />
    </Fact>
  );
}
