import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useApi } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { isPassing } from '../../shared/api/problems';
import { keepOrder } from '../../shared/order/reading-order';
import { Link } from '../../shared/ui/button';
import { Notice } from '../../shared/ui/notice';
import { useWords } from '../../shared/words/words';
import { paymentHasFailed } from './payment-has-failed';
import { endPaymentPage } from './payment-page';

type Outcome = Schemas['PaymentSetupOutcome'];

const KIND_OF = { completed: 'done', open: 'info', expired: 'wait', cancelled: 'wait' } as const;

/**
 * What came of the page of the gateway, for whoever comes back from it: after an hour, in another tab, or twice. The address names
 * it until that is known, and then no longer.
 */
export function ComingBack({ order }: { order: Schemas['Order'] }) {
  const { say } = useWords();
  const { outcome, failure, isAsking, askAgain } = useOutcome(order.changeId);
  if (failure !== null) return <Failure error={failure} onRetry={askAgain} />;
  if (isAsking) return <Notice kind="info" title={say('ui.billing.payment.returning')} isAnnounced />;
  if (outcome === null || isOvertaken(outcome, order)) return null;
  return (
    <Notice kind={KIND_OF[outcome.status]} title={outcome.text} isAnnounced>
      {outcome.url !== null && (
        <p>
          <Link href={outcome.url}>{say('ui.billing.payment.go_on')}</Link>
        </p>
      )}
    </Notice>
  );
}

/** What was saved has not paid since. */
const isOvertaken = (outcome: Outcome, order: Schemas['Order']): boolean =>
  paymentHasFailed(order) && order.sequence > outcome.order.sequence;

function useOutcome(changeId: string) {
  const { ask } = useApi();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { paymentSetup: setupId } = useSearch({ strict: false });
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const call = 'POST /v1/changes/{changeId}/payment-setup/{setupId}';
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: [call, changeId, setupId],
    queryFn: ({ signal }) => ask(call, { params: { changeId, setupId: setupId ?? '' }, signal }),
    enabled: setupId !== undefined,
    refetchOnWindowFocus: false,
    gcTime: 0,
    staleTime: 0,
  });
  const isOver = setupId !== undefined && !isFetching && (data !== undefined || (error !== null && !isPassing(error)));
  useEffect(() => {
    if (data === undefined) return;
    setOutcome(data);
    keepOrder(client, data.order);
    if (data.status !== 'open') endPaymentPage(data.order.changeId);
  }, [data, client]);
  const [lasting, setLasting] = useState<Error | null>(null);
  useEffect(() => {
    if (!isOver) return;
    setLasting(data === undefined ? error : null);
    void navigate({
      to: '.',
      search: ({ paymentSetup: _, ...rest }) => rest,
      replace: true,
      resetScroll: false,
    });
  }, [isOver, data, error, navigate]);
  return {
    outcome,
    failure: lasting ?? (isFetching ? null : error),
    isAsking: isFetching,
    askAgain: () => void refetch(),
  };
}
