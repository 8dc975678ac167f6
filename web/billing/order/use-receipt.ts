import { useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';

/** The receipt of an order that has taken effect, from the list of the account's; undefined where there is none, or none yet. */
export function useReceipt({
  accountId,
  changeId,
  done,
  ending,
}: Pick<Schemas['Order'], 'accountId' | 'changeId' | 'done' | 'ending'>) {
  const { data } = useReading(
    'GET /v1/accounts/{accountId}/receipts',
    { params: { accountId }, query: { limit: '100' } },
    { enabled: done && ending === null },
  );
  return data?.items.find((one) => one.changeId === changeId);
}
