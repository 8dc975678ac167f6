import { useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';

type Stopped = Pick<Schemas['Order'], 'accountId' | 'refusal'>;

/** Whether what was overdue when the order was refused is paid by now; an older answer on the account says nothing of that. */
export function useIsPaid({ accountId, refusal }: Stopped): boolean {
  const isAsked = refusal?.code === 'past_due';
  const { data, isFetchedAfterMount } = useReading(
    'GET /v1/accounts/{accountId}',
    { params: { accountId } },
    { enabled: isAsked },
  );
  return isAsked && isFetchedAfterMount && data?.billing?.pastDue === false;
}
