import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ListRead } from './list';

interface Pages<Item> {
  pages: readonly { items: readonly Item[] }[];
}

/** A list that is read by the page, as {@link List} shows it. */
export function pagedList<Item>(found: UseInfiniteQueryResult<Pages<Item>>): ListRead<Item> {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = found;
  return {
    items: data?.pages.flatMap(({ items }) => items),
    error,
    onRetry: () => void refetch(),
    rest: { hasMore: hasNextPage, isReading: isFetchingNextPage, onMore: () => void fetchNextPage() },
  };
}
