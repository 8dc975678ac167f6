import { useReading } from '../../../shared/api/api';

/** What waits may be told so much later, in milliseconds. */
const READ_EVERY = 15_000;

/** How much waits in all, whatever is shown: by what for, by cause, and beside the orders. */
export const useCounts = () =>
  useReading('GET /v1/change-counts', { query: {} }, { refetchInterval: () => READ_EVERY });
