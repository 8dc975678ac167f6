import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { Schemas } from '../../../shared/api/api-types';
import type { OperationName } from '../../../shared/api/client';
import { LOOKS_EVERY } from '../../parts/looks-every';

type Item = Schemas['TimelineItem'];

const TIMELINE: OperationName = 'GET /v1/changes/{changeId}/timeline';

/** Mails that were sent again here; the timeline is read until each of them was sent, or given up once more. */
export function useResent(items: readonly Item[]): [ReadonlySet<string>, (key: string) => void] {
  const [resent, setResent] = useState<ReadonlySet<string>>(new Set());
  const client = useQueryClient();
  const readAgain = useCallback(() => void client.invalidateQueries({ queryKey: [TIMELINE] }), [client]);
  const isAwaited = items.some((item) => isOneOf(resent, item) && 'status' in item && item.status === 'waiting');
  useEffect(() => {
    if (!isAwaited) return undefined;
    const timer = setInterval(readAgain, LOOKS_EVERY);
    return () => clearInterval(timer);
  }, [isAwaited, readAgain]);
  const add = (key: string): void => {
    setResent((before) => new Set([...before, key]));
    readAgain();
  };
  return [resent, add];
}

/** Whether an entry is one of some mails, by their keys. */
export const isOneOf = (mails: ReadonlySet<string>, item: Item): boolean => 'key' in item && mails.has(item.key);
