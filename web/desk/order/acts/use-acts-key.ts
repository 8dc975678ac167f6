import { type RefObject, useRef } from 'react';
import { useShortcut } from '../../desk-bar/shortcuts';

/** "." leads to the acts. @returns of the heading that takes the focus where there are none */
export function useActsKey(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useShortcut('.', () => {
    const first = heading.current?.closest('section')?.querySelector<HTMLElement>('.desk-act button');
    (first ?? heading.current)?.focus();
  });
  return heading;
}
