import { useSearch } from '@tanstack/react-router';
import { useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Link } from '../../shared/ui/button';
import { Page } from '../../shared/ui/page';
import { At } from '../parts/at';
import { List, ListRow } from '../parts/list';
import { usePersonName } from '../parts/person-name';
import { useDesk } from '../words/desk-words';
import { BulkTag, isOpen } from './bulk-tag';
import { NewBulk } from './new-bulk';
import { bulkInAddress } from './wish';

/** In milliseconds. */
const LOOKS_EVERY = 3_000;

/** One act for many orders: a new one where the address names an event, and the latest ones where it does not. */
export function Bulks() {
  const { event, ...orders } = bulkInAddress(useSearch({ strict: false }));
  return event === undefined ? <BulkList /> : <NewBulk event={event} orders={orders} />;
}

function BulkList() {
  const { say } = useDesk();
  const { data, error, refetch } = useReading(
    'GET /v1/bulk-events',
    {},
    { refetchInterval: (found) => (found?.items.some(isOpen) ? LOOKS_EVERY : false) },
  );
  return (
    <Page title={say('desk.bulk.title')} lead={say('desk.bulk.lead')}>
      <List
        label={say('desk.bulk.title')}
        read={{ items: data?.items, error, onRetry: () => void refetch() }}
        keyOf={({ bulkId }) => bulkId}
        empty={{ title: say('desk.bulk.empty.title'), text: say('desk.bulk.empty.text') }}
      >
        {(bulk) => <BulkRow bulk={bulk} />}
      </List>
    </Page>
  );
}

function BulkRow({ bulk }: { bulk: Schemas['Bulk'] }) {
  const { say } = useDesk();
  const nameOf = usePersonName();
  const { bulkId, label, total, counts, requestedBy, requestedAt, reason } = bulk;
  return (
    <ListRow
      title={
        <Link href={`/desk/bulk/${encodeURIComponent(bulkId)}`}>
          {say('desk.bulk.name', { act: label, count: total })}
        </Link>
      }
      about={
        <>
          <span>{nameOf(requestedBy)}</span>
          <At instant={requestedAt} />
          <span>{reason}</span>
        </>
      }
      side={
        <>
          <span>{say('desk.bulk.worked', { worked: total - counts.waiting, total })}</span>
          <BulkTag status={bulk.status} />
        </>
      }
    />
  );
}
