import { useRef, useState } from 'react';
import { useReadAgain } from '../../../shared/api/api';
import type { Schemas } from '../../../shared/api/api-types';
import { LOOKS_EVERY } from '../../parts/looks-every';

type Item = Schemas['TimelineItem'];

const TIMELINE = 'GET /v1/changes/{changeId}/timeline';

/** A mail that was not taken by then is tried so seldom that nobody waits for it. */
const WAITS_AT_MOST = 5 * 60_000;

/** How often somebody has had a mail sent again here, by its key. */
export type Resent = ReadonlyMap<string, number>;

/**
 * Mails that were sent again here. The timeline is looked at, where somebody sees it, until each of them was sent or given up once
 * more, and for some minutes at most.
 */
export function useResent(): {
  resent: Resent;
  onResent(key: string): void;
  /** For the reading of the timeline, see {@link LOOKS_EVERY}. */
  looksEvery(items: readonly Item[]): number | false;
} {
  const [resent, setResent] = useState<Resent>(new Map());
  const latest = useRef(0);
  const readAgain = useReadAgain();
  const onResent = (key: string): void => {
    latest.current = Date.now();
    setResent((before) => new Map(before).set(key, (before.get(key) ?? 0) + 1));
    void readAgain(TIMELINE);
  };
  const looksEvery = (items: readonly Item[]): number | false => {
    const isAwaited = items.some(
      (item) => timesSent(resent, item) > 0 && 'status' in item && item.status === 'waiting',
    );
    return isAwaited && Date.now() - latest.current < WAITS_AT_MOST ? LOOKS_EVERY : false;
  };
  return { resent, onResent, looksEvery };
}

/** How often an entry was sent again here. */
export const timesSent = (resent: Resent, item: Item): number => ('key' in item ? (resent.get(item.key) ?? 0) : 0);
