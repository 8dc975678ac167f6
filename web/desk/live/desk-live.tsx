import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { Schemas } from '../../shared/api/api-types';
import type { OperationName } from '../../shared/api/client';
import type { LineStanding } from '../../shared/live/line';
import { useLine } from '../../shared/live/use-line';

type Order = Schemas['OrderListItem'];

const LINE = 'GET /v1/live/changes' satisfies OperationName;

interface Follower {
  /** An order as it was just written. */
  onChange(order: Order): void;
  /** A line begins: what was written before it may have been missed. */
  onBegin(): void;
}

interface DeskLive {
  follow(follower: Follower): () => void;
  /** When the line was last heard, in milliseconds since 1970; null while it never was. */
  heardAt(): number | null;
  /** A screen follows a line of its own; that of the desk ends meanwhile. */
  yieldTo(lostSince: number | null): () => void;
}

const LiveContext = createContext<DeskLive | null>(null);
const StandingContext = createContext<LineStanding>({ kind: 'opening' });

/** One line a tab: that of all orders, or that of the screen which has one of its own. */
export function DeskLiveProvider({ children }: { children: ReactNode }) {
  const followers = useRef(new Set<Follower>());
  const heard = useRef<number | null>(null);
  const [ofScreen, setOfScreen] = useState<{ lostSince: number | null } | null>(null);
  const line = useLine(ofScreen === null ? LINE.slice('GET '.length) : null, {
    onOpen() {
      for (const { onBegin } of followers.current) onBegin();
    },
    onHeard() {
      heard.current = Date.now();
    },
    onEvent(type, data) {
      // What was told meanwhile is not known any more.
      if (type === 'reset') for (const { onBegin } of followers.current) onBegin();
      if (type !== 'change') return;
      const order = JSON.parse(data) as Order;
      for (const { onChange } of followers.current) onChange(order);
    },
  });
  const follow = useCallback((follower: Follower) => {
    followers.current.add(follower);
    return () => void followers.current.delete(follower);
  }, []);
  const yieldTo = useCallback((lostSince: number | null) => {
    heard.current = null;
    setOfScreen({ lostSince });
    return () => setOfScreen(null);
  }, []);
  const live = useMemo(() => ({ follow, yieldTo, heardAt: () => heard.current }), [follow, yieldTo]);
  return (
    <LiveContext value={live}>
      <StandingContext value={ofScreen === null ? line : standingOf(ofScreen)}>{children}</StandingContext>
    </LiveContext>
  );
}

const standingOf = ({ lostSince }: { lostSince: number | null }): LineStanding =>
  lostSince === null ? { kind: 'open' } : { kind: 'lost', since: lostSince };

/** @throws Error outside of {@link DeskLiveProvider} */
export function useDeskLive(): DeskLive {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('There is no line outside of DeskLiveProvider.');
  return live;
}

export const useDeskStanding = (): LineStanding => useContext(StandingContext);

/**
 * Tells the bar of the line that a screen has of its own, e.g. that of one order.
 *
 * @param lostSince in milliseconds since 1970; null where it is told of what changes
 * @public for screens
 */
export function useLineOfScreen(lostSince: number | null): void {
  const { yieldTo } = useDeskLive();
  useEffect(() => yieldTo(lostSince), [yieldTo, lostSince]);
}
