import type { Client } from '@temporalio/client';
import { CALL_LIMITS, type TemporalClient } from './temporal';

/**
 * A client whose long calls, those in which a caller waits for a workflow, are over as soon as `impatience` is aborted,
 * as if their time had run out. Short ones go on: what was sent is still asked for, and answered as not settled yet.
 */
export function impatientClient(
  client: TemporalClient & Pick<Client, 'withAbortSignal'>,
  impatience: AbortSignal,
): TemporalClient {
  return {
    workflow: client.workflow,
    async withDeadline(deadline, call) {
      if (Number(deadline) - Date.now() <= CALL_LIMITS.acceptance) return client.withDeadline(deadline, call);
      if (impatience.aborted) return client.withDeadline(Date.now(), call);
      // A signal of its own: the client never lets go of the one that it is given.
      const ending = new AbortController();
      const end = (): void => ending.abort();
      impatience.addEventListener('abort', end);
      try {
        return await client.withDeadline(deadline, () => client.withAbortSignal(ending.signal, call));
      } finally {
        impatience.removeEventListener('abort', end);
      }
    },
  };
}
