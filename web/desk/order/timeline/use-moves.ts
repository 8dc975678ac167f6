import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import type { Schemas } from '../../../shared/api/api-types';
import type { OperationName } from '../../../shared/api/client';

type Order = Pick<Schemas['Order'], 'sequence' | 'settled' | 'assignee' | 'notes'>;

const TIMELINE = 'GET /v1/changes/{changeId}/timeline' satisfies OperationName;

/** What is read beside the order and moves with it. */
const MOVES_WITH_IT: readonly OperationName[] = [
  TIMELINE,
  'GET /v1/changes/{changeId}/payments',
  'GET /v1/changes/{changeId}/tax',
  'GET /v1/accounts/{accountId}/ledger',
  'GET /v1/requests',
  'GET /v1/requests/{grantId}',
];
const HAS_NOTES: readonly OperationName[] = [TIMELINE];

/** Reads the order and everything beside it again. */
export function useReadAllAgain(): () => void {
  const client = useQueryClient();
  return useCallback(() => {
    for (const call of ['GET /v1/changes/{changeId}' as const, ...MOVES_WITH_IT]) {
      void client.invalidateQueries({ queryKey: [call] });
    }
  }, [client]);
}

/** Reads what happened and where the money is again whenever the order has moved, and its notes whenever there is another one. */
export function useMovesReadAgain({ sequence, settled, assignee, notes }: Order): void {
  useReadAgainAfter(`${sequence} ${settled} ${assignee}`, MOVES_WITH_IT);
  useReadAgainAfter(String(notes), HAS_NOTES);
}

function useReadAgainAfter(now: string, calls: readonly OperationName[]): void {
  const client = useQueryClient();
  const seen = useRef(now);
  useEffect(() => {
    if (seen.current === now) return;
    seen.current = now;
    for (const call of calls) void client.invalidateQueries({ queryKey: [call] });
  }, [client, now, calls]);
}
