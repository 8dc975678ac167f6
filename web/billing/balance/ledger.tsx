import type { usePages } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { dayText } from '../../shared/dates/date-text';
import { moneyText } from '../../shared/money/money-text';
import { Link } from '../../shared/ui/button';
import { More } from '../../shared/ui/more';
import { Sheet, Skeleton } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';

interface LedgerProps {
  ledger: ReturnType<typeof usePages<'GET /v1/accounts/{accountId}/ledger'>>;
  timeZone: Schemas['TimeZone'];
}

/** How the balance came to be what it is, the newest movement first. */
export function Ledger({ ledger, timeZone }: LedgerProps) {
  const { say, language } = useWords();
  const entries = ledger.data?.pages.flatMap(({ items }) => items);
  return (
    <>
      <Sheet label={say('ui.billing.ledger.title')}>
        <h2>{say('ui.billing.ledger.title')}</h2>
        {entries?.length === 0 && <p className="second">{say('ui.billing.ledger.empty')}</p>}
        <ul className="rows">
          {entries === undefined && <UnreadEntries />}
          {entries?.map(({ sequence, text, changeId, amount, balanceAfter, at }) => (
            <li key={sequence} className="entry">
              <div>
                <Link href={`/billing/orders/${encodeURIComponent(changeId)}`}>{text}</Link>
                <p className="second small">
                  <time dateTime={at}>{dayText(at, timeZone, language)}</time>
                </p>
              </div>
              <div className="entry-amount">
                <b>{moneyText(amount, language)}</b>
                <p className="second small">
                  {say('ui.billing.ledger.after', { balance: moneyText(balanceAfter, language) })}
                </p>
              </div>
            </li>
          ))}
        </ul>
      </Sheet>
      <More
        hasMore={ledger.hasNextPage}
        isReading={ledger.isFetchingNextPage}
        onMore={() => void ledger.fetchNextPage()}
        aloud={say('ui.billing.ledger.more')}
      />
    </>
  );
}

function UnreadEntries() {
  return ['a', 'b', 'c', 'd'].map((place) => (
    <li key={place} className="entry">
      <div>
        <p>
          <Skeleton width="10rem" />
        </p>
        <p className="small">
          <Skeleton width="14rem" />
        </p>
      </div>
    </li>
  ));
}
