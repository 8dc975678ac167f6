import { QueryClient } from '@tanstack/react-query';
import { isPassing } from './problems';

const LOOKS_AT_MOST = 3;

/**
 * What is read is asked again when that may help, and a moment old is new enough. A write is never repeated here: that is done
 * under its key, by the client.
 */
export const newQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < LOOKS_AT_MOST - 1 && isPassing(error),
        throwOnError: false,
      },
      mutations: { retry: false },
    },
  });
