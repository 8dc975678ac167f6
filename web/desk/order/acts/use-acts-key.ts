import { type RefObject, useEffect, useRef } from 'react';

/** "." leads to the acts, from wherever nothing is typed. @returns of the heading that takes the focus */
export function useActsKey(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const go = (event: KeyboardEvent): void => {
      const { target } = event;
      const isTyped = target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
      if (event.key !== '.' || isTyped || event.ctrlKey || event.metaKey || event.altKey) return;
      const sheet = heading.current?.closest('section');
      const first = sheet?.querySelector<HTMLElement>('.desk-act button') ?? heading.current;
      first?.focus();
      event.preventDefault();
    };
    document.addEventListener('keydown', go);
    return () => document.removeEventListener('keydown', go);
  }, []);
  return heading;
}
