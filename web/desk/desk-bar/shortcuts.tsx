import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';

interface Shortcuts {
  /** Whether one key alone does something (WCAG 2.2, 2.1.4). */
  areOn: boolean;
  turn(on: boolean): void;
}

const KEPT = 'avenant.desk_one_key';

const ShortcutsContext = createContext<Shortcuts | null>(null);

/** Keeps for this browser whether one key alone does something: whoever speaks to their machine may press many by mistake. */
export function ShortcutsProvider({ children }: { children: ReactNode }) {
  const [areOn, setOn] = useState(() => localStorage.getItem(KEPT) !== 'off');
  const turn = (on: boolean): void => {
    localStorage.setItem(KEPT, on ? 'on' : 'off');
    setOn(on);
  };
  return <ShortcutsContext value={{ areOn, turn }}>{children}</ShortcutsContext>;
}

/** @throws Error outside of {@link ShortcutsProvider} */
export function useShortcuts(): Shortcuts {
  const shortcuts = useContext(ShortcutsContext);
  if (shortcuts === null) throw new Error('There are no shortcuts outside of ShortcutsProvider.');
  return shortcuts;
}

/** Does something when a key alone is pressed anywhere on the page, unless somebody is typing or has switched that off. */
export function useShortcut(key: string, act: () => void): void {
  const { areOn } = useShortcuts();
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (!areOn) return undefined;
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== key || event.defaultPrevented || isChorded(event) || isElsewhere(event.target)) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [areOn, key]);
}

/** With another key held it is a shortcut of the browser or of the machine. */
export const isChorded = ({
  ctrlKey,
  metaKey,
  altKey,
}: Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey'>): boolean => ctrlKey || metaKey || altKey;

/** Somebody types there, or chooses in what has opened above the page. */
const isElsewhere = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('input, textarea, select, [contenteditable], [role=dialog], .popover') !== null;
