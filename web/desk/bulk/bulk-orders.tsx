import { useEffect, useRef, useState } from 'react';
import { usePages } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Link } from '../../shared/ui/button';
import { Checkbox } from '../../shared/ui/fields';
import { Tag } from '../../shared/ui/standing';
import { At } from '../parts/at';
import { List, ListRow } from '../parts/list';
import { pagedList } from '../parts/paged-list';
import { useDesk } from '../words/desk-words';
import { bulkOutcomeOf, STANDING_OF, wentWrong } from './outcomes';

const A_PAGE = '50';

/** The orders of a bulk in the order of its list, which never changes, and what became of each. */
export function BulkOrderList({ bulk: { bulkId, counts } }: { bulk: Schemas['Bulk'] }) {
  const { say } = useDesk();
  const [isWrongOnly, setWrongOnly] = useState(false);
  const found = usePages('GET /v1/bulk-events/{bulkId}/orders', { params: { bulkId }, query: { limit: A_PAGE } });
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage, refetch } = found;
  const stage = JSON.stringify(counts);
  const readAt = useRef(stage);
  useEffect(() => {
    // What moves while the list is being read may be missing in it: it is read once more afterwards.
    if (isFetching) return;
    if (readAt.current !== stage) {
      readAt.current = stage;
      void refetch();
    } else if (isWrongOnly && hasNextPage && !isFetchNextPageError) {
      // What went wrong may be anywhere in the list.
      void fetchNextPage();
    }
  }, [stage, isWrongOnly, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage, refetch]);
  const read = pagedList(found);
  const items = read.items?.filter((item) => !isWrongOnly || wentWrong(bulkOutcomeOf(item)));
  const empty = { title: say('desk.bulk.orders.none.title'), text: say('desk.bulk.orders.none.text') };
  return (
    <section className="bulk-orders" aria-labelledby="bulk-orders">
      <h2 id="bulk-orders">{say('desk.bulk.orders.title')}</h2>
      <Checkbox isSelected={isWrongOnly} onChange={setWrongOnly}>
        {say('desk.bulk.orders.wrong_only')}
      </Checkbox>
      <List
        label={say('desk.bulk.orders.title')}
        read={{ ...read, items }}
        keyOf={({ changeId }) => changeId}
        empty={empty}
        more={say('desk.bulk.orders.more')}
      >
        {(item) => <OrderOfBulk item={item} />}
      </List>
    </section>
  );
}

function OrderOfBulk({ item }: { item: Schemas['BulkItem'] }) {
  const { say } = useDesk();
  const { changeId, result } = item;
  const outcome = bulkOutcomeOf(item);
  return (
    <ListRow
      title={<Link href={`/desk/orders/${encodeURIComponent(changeId)}`}>{changeId}</Link>}
      about={
        result !== null && (
          <>
            <span>{result.text}</span>
            <At instant={result.at} />
          </>
        )
      }
      side={<Tag standing={STANDING_OF[outcome]}>{say(`desk.bulk.tag.${outcome}`)}</Tag>}
    />
  );
}
