import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useApi } from '../../../shared/api/api';
import type { Operations, Schemas } from '../../../shared/api/api-types';

type Tried = Operations['POST /v1/changes/{changeId}/events/preview']['body'];

/**
 * What an event would do to the order as it is shown, tried out whenever it moves.
 *
 * @param payload null where nothing is to be tried
 */
export function useActPreview(
  { changeId, sequence }: Pick<Schemas['Order'], 'changeId' | 'sequence'>,
  payload: Record<string, unknown> | null,
): UseQueryResult<Schemas['EventPreview']> {
  const { ask } = useApi();
  const call = 'POST /v1/changes/{changeId}/events/preview';
  return useQuery({
    queryKey: [call, changeId, sequence, payload],
    enabled: payload !== null,
    retry: false,
    queryFn: ({ signal }) =>
      // Fields that only the record needs may be missing.
      ask(call, { params: { changeId }, body: payload as unknown as Tried, ifMatch: sequence, signal }),
  });
}
