import { useInfiniteQuery } from '@tanstack/react-query';
import { useApi } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';

const A_PAGE = '50';

/** The part of the trail that is asked for. */
export interface AuditQuery {
  from?: Schemas['Instant'];
  changeId?: Schemas['Id'];
}

/** The trail by the page, the latest first; each further page is asked for by its reader. */
export function useAudit(query: AuditQuery) {
  const { ask } = useApi();
  return useInfiniteQuery({
    queryKey: ['GET /v1/audit', query],
    queryFn: async ({ signal, pageParam: cursor }) => {
      const page = { ...query, order: 'desc' as const, limit: A_PAGE, ...(cursor === undefined ? {} : { cursor }) };
      // Only where a file is asked for is it answered as text.
      return (await ask('GET /v1/audit', { query: page, signal })) as Schemas['AuditPage'];
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}
