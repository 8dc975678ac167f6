import type { ReactNode } from 'react';

/** Lines of a 20 × 20 picture. No icon stands without a word beside it. */
const DRAWN = {
  check: <path d="M4 10.5 8 14.5 16 6" />,
  clock: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 6v4.2l2.8 1.8" />
    </>
  ),
  stop: (
    <>
      <path d="M7.1 3h5.8L17 7.1v5.8L12.9 17H7.1L3 12.9V7.1z" />
      <path d="M10 6.5v4.2M10 13.4v.1" />
    </>
  ),
  turning: <path d="M16.5 10a6.5 6.5 0 1 1-2.2-4.9M16.5 2.8v3.4h-3.4" />,
  info: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 9.4v4M10 6.6v.1" />
    </>
  ),
  question: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M7.8 8a2.2 2.2 0 1 1 3.3 1.9c-.8.4-1.1.8-1.1 1.6M10 13.9v.1" />
    </>
  ),
  circle: <circle cx="10" cy="10" r="7" />,
  down: <path d="m5 7.5 5 5 5-5" />,
  right: <path d="m7.5 5 5 5-5 5" />,
  plus: <path d="M10 4v12M4 10h12" />,
  minus: <path d="M4 10h12" />,
  close: <path d="m5 5 10 10M15 5 5 15" />,
  person: (
    <>
      <circle cx="10" cy="7" r="3.2" />
      <path d="M3.8 17c.6-3.3 3-5 6.2-5s5.6 1.7 6.2 5" />
    </>
  ),
  globe: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M3 10h14M10 3c2.4 2 3.4 4.3 3.4 7s-1 5-3.4 7c-2.4-2-3.4-4.3-3.4-7s1-5 3.4-7z" />
    </>
  ),
} as const satisfies Record<string, ReactNode>;

export type IconName = keyof typeof DRAWN;

/** A picture beside a word that says the same, so nobody reads it out. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {DRAWN[name]}
    </svg>
  );
}
