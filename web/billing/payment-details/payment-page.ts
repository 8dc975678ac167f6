import { useEffect, useState } from 'react';
import { useApi } from '../../shared/api/api';
import { endIntention, intentionKey } from '../../shared/api/intention';
import { isPassing } from '../../shared/api/problems';

/** One page of the gateway is open for an order at a time: a second press, or a second tab after a reload, comes to the same one. */
const intentionOf = (changeId: string): string => `payment-page.${changeId}`;

/** What was begun on it is over: the next press opens another one. */
export const endPaymentPage = (changeId: string): void => endIntention(intentionOf(changeId));

interface Opening {
  isUnderWay: boolean;
  failure: unknown;
  open(): void;
}

/** Opens the page of the gateway on which payment details are given, in this very tab. */
export function usePaymentPage(changeId: string): Opening {
  const { ask } = useApi();
  const [isUnderWay, setUnderWay] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  // Whoever comes back by the browser's button finds this page as they left it, with its button still waiting.
  useEffect(() => {
    const onShown = (event: PageTransitionEvent): void => {
      if (event.persisted) setUnderWay(false);
    };
    window.addEventListener('pageshow', onShown);
    return () => window.removeEventListener('pageshow', onShown);
  }, []);
  const open = async (): Promise<void> => {
    if (isUnderWay) return;
    setUnderWay(true);
    setFailure(null);
    try {
      const idempotencyKey = intentionKey(intentionOf(changeId));
      const { url } = await ask('POST /v1/changes/{changeId}/payment-setup', { params: { changeId }, idempotencyKey });
      window.location.assign(url);
    } catch (error) {
      if (!isPassing(error)) endPaymentPage(changeId);
      setFailure(error);
      setUnderWay(false);
    }
  };
  return { isUnderWay, failure, open: () => void open() };
}
