import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useApi } from '../api/api';
import type { Schemas } from '../api/api-types';
import { type OperationName, requestAddress } from '../api/client';
import { useLine } from '../live/use-line';
import { useSettled } from '../ui/use-settled';
import { type FoundOrder, isWhole, laterOf } from './later-of';

const CALL = 'GET /v1/changes/{changeId}';
const LINE = 'GET /v1/changes/{changeId}/live' satisfies OperationName;

/** How often an order is read that nobody tells of, in milliseconds. */
const LOOKS_EVERY = 3_000;
/** An order that was written ahead of what happened is corrected within seconds, so that its end is listened beyond, in milliseconds. */
const LISTENS_ON_FOR = 15_000;

const keyOf = (changeId: string) => [CALL, { params: { changeId } }] as const;

interface ReadOrder {
  data: FoundOrder | undefined;
  error: Error | null;
  refetch(): void;
  /** Since when what is shown may be over, in milliseconds since 1970; null where it is told or read as it changes. */
  lostSince: number | null;
}

/**
 * An order as it is, from the moment that somebody looks until it is over: told by its line, or read where there is none.
 *
 * @param options `isFollowedOn`: its line is followed beyond its end, for what people may still write about it
 */
export function useReadingOrder(changeId: string, { isFollowedOn = false } = {}): ReadOrder {
  const { ask } = useApi();
  const client = useQueryClient();
  const queryKey = keyOf(changeId);
  const shown = (): FoundOrder | undefined => client.getQueryData<FoundOrder>(queryKey);
  /** What was shown when the line last told something. */
  const before = useRef<FoundOrder>(undefined);
  const isOver = useSettled(isDone(shown()), LISTENS_ON_FOR);
  const address = isOver && !isFollowedOn ? null : requestAddress(LINE.slice('GET '.length), { changeId });
  const line = useLine(address, {
    onOpen: () => {
      before.current = shown();
    },
    onEvent: (type, data) => {
      if (type !== 'order') return;
      const told = JSON.parse(data) as Schemas['Order'];
      const later = laterOf(shown(), told, before.current);
      // What is being read just now may be from before a correction.
      if (later === told) void client.cancelQueries({ queryKey, exact: true });
      client.setQueryData<FoundOrder>(queryKey, later);
      before.current = shown();
    },
  });
  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const atFirst = shown();
      return laterOf(shown(), await ask(CALL, { params: { changeId }, signal }), atFirst);
    },
    refetchInterval: ({ state }) => (line.kind === 'open' || isDone(state.data) ? false : LOOKS_EVERY),
  });
  const { data, error, refetch, dataUpdatedAt, failureCount, isPaused } = query;
  const isLost = line.kind !== 'open' && data !== undefined && (failureCount > 0 || error !== null || isPaused);
  return {
    data,
    error,
    refetch: () => void refetch(),
    lostSince: isLost ? Math.max(line.kind === 'lost' ? line.since : 0, dataUpdatedAt) : null,
  };
}

const isDone = (found: FoundOrder | undefined): boolean => isWhole(found) && found.done;

/** An order that came with an answer is shown at once, unless a newer one is. */
export function keepOrder(client: QueryClient, order: Schemas['Order']): void {
  client.setQueryData<FoundOrder>(keyOf(order.changeId), (shown) => laterOf(shown, order, undefined));
}
