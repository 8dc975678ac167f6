import { useEffect, useRef, useState } from 'react';
import { useWords } from '../words/words';
import { followLine, type LineStanding } from './line';

/** Somebody who is back so soon finds the line still open. */
const OPEN_OUT_OF_SIGHT_FOR = 30_000;

interface LineListener {
  /** Before anything is told on a new line. */
  onOpen(): void;
  onEvent(type: string, data: string): void;
  /** Something came, if only a sign that the line is open. */
  onHeard?(): void;
}

/**
 * Keeps a line open while somebody looks: it ends half a minute after the tab is hidden and is opened anew on return. Browsers have
 * six connections a server, and each line keeps one.
 *
 * @param address null where nothing is to be followed
 */
export function useLine(address: string | null, { onOpen, onEvent, onHeard = () => {} }: LineListener): LineStanding {
  const { language } = useWords();
  const isInSight = useInSight(OPEN_OUT_OF_SIGHT_FOR);
  const [standing, setStanding] = useState<LineStanding>({ kind: 'opening' });
  const told = useRef({ onOpen, onEvent, onHeard });
  told.current = { onOpen, onEvent, onHeard };
  useEffect(() => {
    if (address === null || !isInSight) return undefined;
    const open = (): (() => void) =>
      followLine({
        address,
        language,
        onEvent: ({ type, data }) => told.current.onEvent(type, data),
        onHeard: () => told.current.onHeard(),
        onStanding: (next) => {
          if (next.kind === 'open') told.current.onOpen();
          // A line that is tried anew is still the one that was lost.
          setStanding((before) => (next.kind === 'opening' && before.kind === 'lost' ? before : next));
        },
      });
    let end = open();
    const reopen = (): void => {
      end();
      end = open();
    };
    window.addEventListener('online', reopen);
    return () => {
      window.removeEventListener('online', reopen);
      end();
    };
  }, [address, language, isInSight]);
  return standing;
}

/** Whether the tab is seen, or was a moment ago. */
function useInSight(keptFor: number): boolean {
  const [isInSight, setInSight] = useState(!document.hidden);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      clearTimeout(timer);
      if (document.hidden) timer = setTimeout(() => setInSight(false), keptFor);
      else setInSight(true);
    };
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [keptFor]);
  return isInSight;
}
