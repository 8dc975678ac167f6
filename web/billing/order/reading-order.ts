import type { QueryClient, UseQueryResult } from '@tanstack/react-query';
import { useReading } from '../../shared/api/api';
import type { Operations, Schemas } from '../../shared/api/api-types';

const CALL = 'GET /v1/changes/{changeId}';

/** How often an order that moves by itself is looked at, in milliseconds. */
const LOOKS_EVERY = 3_000;

type Found = Operations[typeof CALL]['answer'];

/** The order as it is; read again while it is at work. */
export const useReadingOrder = (changeId: string): UseQueryResult<Found> =>
  useReading(
    CALL,
    { params: { changeId } },
    { refetchInterval: (found) => (found === undefined || !found.settled ? LOOKS_EVERY : false) },
  );

/** An order that came with an answer is shown at once, unless a newer one is. */
export function keepOrder(client: QueryClient, order: Schemas['Order']): void {
  client.setQueryData<Found>([CALL, { params: { changeId: order.changeId } }], (shown) =>
    shown !== undefined && 'headline' in shown && shown.sequence > order.sequence ? shown : order,
  );
}
