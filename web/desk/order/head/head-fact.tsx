import type { ReactNode } from 'react';

/** A name with its value in the head of an order. */
export function HeadFact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
