import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import type { Schemas } from '../../../shared/api/api-types';
import type { OperationName } from '../../../shared/api/client';

type Order = Pick<Schemas['Order'], 'sequence' | 'settled' | 'assignee'>;

/** What is read beside the order and moves with it. */
const MOVES_WITH_IT: readonly OperationName[] = [
  'GET /v1/changes/{changeId}/timeline',
  'GET /v1/changes/{changeId}/payments',
  'GET /v1/changes/{changeId}/tax',
  'GET /v1/accounts/{accountId}/ledger',
  'GET /v1/requests',
  'GET /v1/requests/{grantId}',
];

/** Reads the order and everything beside it again. */
export function useReadAllAgain(): () => void {
  const client = useQueryClient();
  return useCallback(() => {
    for (const call of ['GET /v1/changes/{changeId}' as const, ...MOVES_WITH_IT]) {
      void client.invalidateQueries({ queryKey: [call] });
    }
  }, [client]);
}

/** Reads what happened and where the money is again, whenever the order has moved. */
export function useMovesReadAgain({ sequence, settled, assignee }: Order): void {
  const client = useQueryClient();
  const now = `${sequence} ${settled} ${assignee}`;
  const seen = useRef(now);
  useEffect(() => {
    if (seen.current === now) return;
    seen.current = now;
    for (const call of MOVES_WITH_IT) void client.invalidateQueries({ queryKey: [call] });
  }, [client, now]);
}
