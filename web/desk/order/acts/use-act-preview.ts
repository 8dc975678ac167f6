import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useApi } from '../../../shared/api/api';
import type { Operations, Schemas } from '../../../shared/api/api-types';
import { useSettled } from '../../../shared/ui/use-settled';
import { hasOwnDoor, OWN_DOORS } from '../../parts/own-doors';
import { type Draft, decisiveIn, triedOf } from './act-fields';

type Tried = Operations['POST /v1/changes/{changeId}/events/preview']['body'];

/** What is typed is tried out once nothing more comes, in milliseconds. */
const TRIES_AFTER = 400;

/**
 * What an act would do to the order as it is shown, tried out whenever it moves; the answer before stays until the next one.
 *
 * @param now see {@link thisMinute}
 */
export function useActPreview(
  order: Schemas['Order'],
  { type, draft, now }: { type: Schemas['OrderActName']; draft: Draft; now: number },
): UseQueryResult<Schemas['EventPreview']> {
  const { ask } = useApi();
  const { changeId, sequence } = order;
  const settled = useSettled(decisiveIn(draft), TRIES_AFTER);
  const tried = triedOf(type, settled, { order, now });
  const call = 'POST /v1/changes/{changeId}/events/preview';
  return useQuery({
    queryKey: [call, changeId, sequence, tried],
    enabled: tried !== null,
    retry: false,
    ...(tried === null ? {} : { placeholderData: keepPreviousData }),
    queryFn: ({ signal }) =>
      hasOwnDoor(type)
        ? ask(OWN_DOORS[type].trying, { params: { changeId }, signal })
        : // Fields that only the record needs may be missing.
          ask(call, { params: { changeId }, body: tried as unknown as Tried, ifMatch: sequence, signal }),
  });
}
