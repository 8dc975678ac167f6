import { type InfiniteData, type Query, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useApi } from '../../../shared/api/api';
import type { Schemas } from '../../../shared/api/api-types';
import type { QueueOrder, View } from '../views/view';
import { asItIs, type News, NO_NEWS, readAnew, toldOf } from './news';
import { useToldOrders } from './use-told-orders';

const CALL = 'GET /v1/changes';
/** The most that the API gives at once. */
const A_PAGE = '100';
/** A list of more rows than these is not read again when one comes back to it: what is new at its beginning is news. */
const READ_AGAIN_AT_MOST = 300;
/** What one has just been looking at is new enough, in milliseconds. */
const NEW_ENOUGH = 5_000;

type Page = Schemas['OrderList'];
type Pages = InfiniteData<Page, string | undefined>;

export interface QueueList {
  orders: readonly QueueOrder[];
  isPending: boolean;
  error: Error | null;
  hasMore: boolean;
  isReadingMore: boolean;
  readMore(): void;
  readAgain(): void;
  news: News;
  /** Shows the list as it is. */
  showNews(): void;
  /** Puts in what somebody here has just done to an order, which is no news to them. */
  put(order: QueueOrder): void;
}

/**
 * The orders of a view, read page by page as one goes on, and told of as they change: rows stay where they are, and what is new
 * waits until it is asked for.
 *
 * @param query of the view, naming people by their ids; the same object while it is the same view
 */
export function useQueueList(query: View): QueueList {
  const { ask } = useApi();
  const client = useQueryClient();
  const queryKey = useMemo(() => [CALL, { query }, 'queue'] as const, [query]);
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ signal, pageParam }) => ask(CALL, { query: askedPage(query, pageParam), signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    // What changes is told, and comparing ten thousand orders with themselves takes longer than showing them.
    structuralSharing: false,
    staleTime: NEW_ENOUGH,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    refetchOnMount: ({ state: { data } }: Query<Page, Error, Pages, typeof queryKey>) =>
      rowsOf(data).length <= READ_AGAIN_AT_MOST,
  });
  const orders = useMemo(() => rowsOf(list.data), [list.data]);
  const [news, setNews] = useState(NO_NEWS);
  const latest = useRef({ orders, news });
  latest.current = { orders, news };
  const show = ({ news: next, orders: rows }: ReturnType<typeof toldOf>): void => {
    if (rows !== latest.current.orders) client.setQueryData<Pages>(queryKey, (known) => known && inPlace(known, rows));
    latest.current = { orders: rows, news: next };
    setNews(next);
  };
  const catchUp = async (): Promise<void> => {
    // Nothing is shown yet that could have been missed.
    if (latest.current.orders.length === 0) return;
    const page = await ask(CALL, { query: askedPage(query) });
    show(readAnew(latest.current.news, latest.current.orders, page, query));
  };
  // Where nobody answers, the line says that there is no connection.
  const catchUpIfItCan = (): void => void catchUp().catch(() => undefined);
  useToldOrders((told) => show(toldOf(latest.current.news, latest.current.orders, told, query)), catchUpIfItCan);
  const atFirst = useRef(catchUpIfItCan);
  useEffect(() => {
    if (latest.current.orders.length > READ_AGAIN_AT_MOST) atFirst.current();
  }, []);
  return {
    orders,
    isPending: list.isPending,
    error: list.error,
    hasMore: list.hasNextPage,
    isReadingMore: list.isFetchingNextPage,
    readMore: () => void list.fetchNextPage(),
    readAgain: () => void list.refetch(),
    news,
    showNews() {
      const rows = asItIs(orders, news, query, list.hasNextPage);
      client.setQueryData<Pages>(queryKey, (known) => known && asOnePage(known, rows));
      setNews(NO_NEWS);
    },
    put: (order) => show({ news, orders: orders.map((one) => (one.changeId === order.changeId ? order : one)) }),
  };
}

const askedPage = (query: View, cursor?: string) => ({ ...query, limit: A_PAGE, cursor }) as View & { limit: string };

const rowsOf = (data: { pages: readonly Page[] } | undefined): readonly QueueOrder[] =>
  data?.pages.flatMap(({ items }) => items) ?? [];

/** The same rows with other facts, page by page as they were read. */
function inPlace({ pages, pageParams }: Pages, rows: readonly QueueOrder[]): Pages {
  const latest = new Map(rows.map((order) => [order.changeId, order]));
  const pagesNow = pages.map(({ items, next }) => ({
    items: items.map((order) => latest.get(order.changeId) ?? order),
    next,
  }));
  return { pageParams, pages: pagesNow };
}

/** Other rows, which go on where the last page ended. */
const asOnePage = ({ pages }: Pages, rows: readonly QueueOrder[]): Pages => ({
  pages: [{ items: [...rows], next: pages.at(-1)?.next ?? null }],
  pageParams: [undefined],
});
