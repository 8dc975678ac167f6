import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons';
import './sheet.css';

/** Where something stands: it waits for somebody, is stuck, is being worked on, or is done. */
export type Standing = 'wait' | 'stuck' | 'work' | 'done';

const ICON_OF: Readonly<Record<Standing, IconName>> = { wait: 'clock', stuck: 'stop', work: 'turning', done: 'check' };

/** Says where something stands, in a word with its colour and its icon. */
export function Tag({ standing, children }: { standing: Standing; children: string }) {
  return (
    <span className={`tag ${standing}`}>
      <Icon name={ICON_OF[standing]} />
      {children}
    </span>
  );
}

/** A piece of paper. Sheets do not lie on sheets. */
export function Sheet({ children, label }: { children: ReactNode; label?: string }) {
  return label === undefined ? (
    <div className="sheet">{children}</div>
  ) : (
    <section className="sheet" aria-label={label}>
      {children}
    </section>
  );
}

/** Keeps the place of words that are not there yet; that something is being read is said elsewhere, once. */
export function Skeleton({ width = '100%' }: { width?: string }) {
  return <span className="skeleton" style={{ width }} aria-hidden="true" />;
}
