import { useParams } from '@tanstack/react-router';
import { useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { Link } from '../../shared/ui/button';
import { Fact, Facts } from '../../shared/ui/facts';
import { Page } from '../../shared/ui/page';
import { Sheet, Skeleton } from '../../shared/ui/standing';
import { At } from '../parts/at';
import { usePersonName } from '../parts/person-name';
import { useReasonText } from '../parts/reason-text';
import { useDesk } from '../words/desk-words';
import { BulkOrderList } from './bulk-orders';
import { BulkTag, isOpen } from './bulk-tag';
import { OutcomeBar } from './outcome-bar';
import { Steering } from './steering';
import { queueOf } from './wish';

type Bulk = Schemas['Bulk'];

/** In milliseconds: while it is worked on, and while somebody has to say something first. */
const WORKED_ON = 1_000;
const AT_REST = 4_000;

const looksAgainIn = (bulk: Bulk | undefined): number | false => {
  if (bulk === undefined) return false;
  if (bulk.status === 'running') return WORKED_ON;
  return isOpen(bulk) || (bulk.counts.underWay ?? 0) > 0 ? AT_REST : false;
};

/** One bulk: how far it is, what became of its orders, and what can be done with it. Loaded anew, it tells the same. */
export function BulkRun() {
  const { say } = useDesk();
  const { bulkId } = useParams({ from: '/desk/bulk/$bulkId' });
  const {
    data: bulk,
    error,
    refetch,
  } = useReading('GET /v1/bulk-events/{bulkId}', { params: { bulkId } }, { refetchInterval: looksAgainIn });
  const title =
    bulk === undefined ? say('desk.bulk.title') : say('desk.bulk.name', { act: bulk.label, count: bulk.total });
  return (
    <Page title={title} back={<Link href="/desk/bulk">{say('desk.bulk.title')}</Link>}>
      {bulk === undefined && error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {bulk === undefined && error === null && (
        <Sheet>
          <Skeleton width="60%" />
        </Sheet>
      )}
      {bulk !== undefined && (
        <>
          <Progress bulk={bulk} />
          <Steering bulk={bulk} />
          <BulkOrderList bulk={bulk} />
        </>
      )}
    </Page>
  );
}

function Progress({ bulk }: { bulk: Bulk }) {
  const { say } = useDesk();
  const { total, counts, status } = bulk;
  return (
    <Sheet label={say('desk.bulk.progress.title')}>
      <BulkTag status={status} />
      <h2>{say('desk.bulk.progress.healed', { healed: counts.leftState ?? 0, total })}</h2>
      <OutcomeBar bulk={bulk} />
      <BulkFacts bulk={bulk} />
    </Sheet>
  );
}

function BulkFacts({ bulk }: { bulk: Bulk }) {
  const { say } = useDesk();
  const nameOf = usePersonName();
  const reasonText = useReasonText(bulk.event);
  const { requestedBy, requestedAt, approvedBy, endedAt, reasonCode, reason, perMinute, filter } = bulk;
  const code = reasonText(reasonCode);
  const itsView = filter === null ? null : queueOf(filter);
  return (
    <Facts>
      <Fact name={say('desk.bulk.fact.asked_by')}>
        {nameOf(requestedBy)}
        <br />
        <span className="small">
          <At instant={requestedAt} />
        </span>
      </Fact>
      <Fact name={say('desk.bulk.fact.why')}>
        {code}
        {reason !== code && (
          <>
            <br />
            <span className="small">{reason}</span>
          </>
        )}
      </Fact>
      {approvedBy !== null && <Fact name={say('desk.bulk.fact.approved_by')}>{nameOf(approvedBy)}</Fact>}
      <Fact name={say('desk.bulk.fact.pace')}>{say('desk.bulk.per_minute', { count: perMinute })}</Fact>
      {endedAt !== null && (
        <Fact name={say('desk.bulk.fact.ended')}>
          <At instant={endedAt} />
        </Fact>
      )}
      {itsView !== null && (
        <Fact name={say('desk.bulk.fact.list')}>
          <Link href={itsView}>{say('desk.bulk.its_view')}</Link>
        </Fact>
      )}
    </Facts>
  );
}
