import type { ReactNode } from 'react';
import './facts.css';

/** There is nothing here yet: what would be here, and the way to it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}
