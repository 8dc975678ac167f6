import { useReading } from '../../shared/api/api';
import { Failure } from '../../shared/api/failure';
import { Sheet } from '../../shared/ui/standing';
import { LOOKS_EVERY } from '../parts/looks-every';
import { useDesk } from '../words/desk-words';
import { isUnderWay, RequestInFull, UnreadRequest } from './request-in-full';

/** A request that the address names and that waits no more: what became of it. */
export function OtherRequest({ grantId }: { grantId: string }) {
  const { say } = useDesk();
  const { data, error, refetch } = useReading(
    'GET /v1/requests/{grantId}',
    { params: { grantId } },
    { refetchInterval: (found) => (isUnderWay(found) ? LOOKS_EVERY : false) },
  );
  if (data === undefined && error !== null) return <Failure error={error} onRetry={() => void refetch()} />;
  return (
    <Sheet label={say('desk.requests.over')}>
      <h2>{data?.label ?? say('desk.requests.over')}</h2>
      {data === undefined ? <UnreadRequest /> : <RequestInFull request={data} />}
    </Sheet>
  );
}
