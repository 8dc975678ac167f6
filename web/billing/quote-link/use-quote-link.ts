import { useState } from 'react';
import { useApi, useReadAgain } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { useIntention } from '../../shared/api/intention';
import { isPassing } from '../../shared/api/problems';

interface QuoteLinkDeeds {
  isUnderWay: boolean;
  /** Why the last one was not done. */
  failure: unknown;
  /** @returns whether there is a link now */
  make(): Promise<boolean>;
  /** @returns whether there is none any more */
  withdraw(): Promise<boolean>;
}

/** Makes and withdraws the link to a quote. */
export function useQuoteLink(changeId: Schemas['Id'], quoteId: string): QuoteLinkDeeds {
  const { ask } = useApi();
  const readAgain = useReadAgain();
  const intention = useIntention(`quote-link.${quoteId}`);
  const [isUnderWay, setUnderWay] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const doing = async (deed: () => Promise<unknown>): Promise<boolean> => {
    if (isUnderWay) return false;
    setUnderWay(true);
    setFailure(null);
    try {
      await deed();
      return true;
    } catch (error) {
      setFailure(error);
      return false;
    } finally {
      await readAgain('GET /v1/changes/{changeId}/quote-link');
      setUnderWay(false);
    }
  };
  const params = { changeId };
  const make = async (): Promise<void> => {
    try {
      await ask('POST /v1/changes/{changeId}/quote-link', { params, idempotencyKey: intention.key() });
      intention.end();
    } catch (error) {
      // Nobody knows whether one without an answer was made: its key is kept.
      if (!isPassing(error)) intention.end();
      throw error;
    }
  };
  return {
    isUnderWay,
    failure,
    make: () => doing(make),
    withdraw: () => doing(() => ask('DELETE /v1/changes/{changeId}/quote-link', { params })),
  };
}
