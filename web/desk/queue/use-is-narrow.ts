import { useSyncExternalStore } from 'react';

/** Where there is no room for columns; `queue.css` says the same. */
const NARROW = window.matchMedia('(max-width: 860px)');

export const useIsNarrow = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      NARROW.addEventListener('change', listener);
      return () => NARROW.removeEventListener('change', listener);
    },
    () => NARROW.matches,
  );
