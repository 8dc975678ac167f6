import { useEffect, useRef } from 'react';
import { useDeskLive } from '../../live/desk-live';
import type { QueueOrder } from '../views/view';

/** Orders that are told within so many milliseconds are taken in at once: in an outage hundreds get stuck a second. */
const TOLD_EVERY = 250;

/** Hands on the orders that are written, some at a time. @param onBegin what was written before may have been missed */
export function useToldOrders(onTold: (orders: readonly QueueOrder[]) => void, onBegin: () => void): void {
  const { follow } = useDeskLive();
  const latest = useRef({ onTold, onBegin });
  latest.current = { onTold, onBegin };
  useEffect(() => {
    const waiting = new Map<string, QueueOrder>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hand = (): void => {
      timer = undefined;
      latest.current.onTold([...waiting.values()]);
      waiting.clear();
    };
    const stop = follow({
      onChange(order) {
        waiting.set(order.changeId, order);
        timer ??= setTimeout(hand, TOLD_EVERY);
      },
      onBegin: () => latest.current.onBegin(),
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [follow]);
}
