import { usePages } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { dateText } from '../../shared/dates/date-text';
import { Amount } from '../../shared/ui/amount';
import { More } from '../../shared/ui/more';
import { Sheet, Skeleton } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { ReceiptLink } from '../receipts/receipt-link';

/** The receipts of an account, the latest first. */
export function Receipts({ accountId }: { accountId: Schemas['Id'] }) {
  const { say, language } = useWords();
  const found = usePages('GET /v1/accounts/{accountId}/receipts', { params: { accountId } });
  const receipts = found.data?.pages.flatMap(({ items }) => items);
  return (
    <div>
      <Sheet label={say('ui.billing.receipts.title')}>
        <h2>{say('ui.billing.receipts.title')}</h2>
        {found.error !== null && <Failure error={found.error} onRetry={() => void found.refetch()} />}
        {receipts?.length === 0 && !found.hasNextPage && <p className="second">{say('ui.billing.receipts.empty')}</p>}
        <ul className="rows">
          {receipts === undefined && found.error === null && (
            <li className="entry">
              <Skeleton width="12rem" />
            </li>
          )}
          {receipts?.map(({ changeId, reference, date, dueToday }) => (
            <li key={changeId} className="entry">
              <div>
                <ReceiptLink changeId={changeId} aloud={reference} />
                <p className="second small">
                  {reference} · {dateText(date, language)}
                </p>
              </div>
              <Amount of={dueToday} />
            </li>
          ))}
        </ul>
      </Sheet>
      <More
        hasMore={found.hasNextPage}
        isReading={found.isFetchingNextPage}
        onMore={() => void found.fetchNextPage()}
        aloud={say('ui.billing.receipts.more')}
      />
    </div>
  );
}
