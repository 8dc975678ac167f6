import { useState } from 'react';

/** A bulk that names its orders takes so many at most: its address has to be one. */
export const SELECTED_AT_MOST = 100;

export interface Selection {
  ids: ReadonlySet<string>;
  toggle(changeId: string): void;
  add(changeIds: readonly string[]): void;
  clear(): void;
}

/** The orders that somebody has chosen out of a list, in the order in which they did. */
export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  return {
    ids,
    toggle: (changeId) =>
      setIds((before) => {
        const after = new Set(before);
        if (!after.delete(changeId)) after.add(changeId);
        return after;
      }),
    add: (changeIds) => setIds((before) => new Set([...before, ...changeIds])),
    clear: () => setIds(new Set()),
  };
}
