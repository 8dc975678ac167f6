import { Link } from 'react-aria-components';
import { accountName, withAccount } from '../../shared/api/account';
import { usePages } from '../../shared/api/api';
import { Failure } from '../../shared/api/failure';
import { Icon } from '../../shared/ui/icons';
import { More } from '../../shared/ui/more';
import { Page } from '../../shared/ui/page';
import { Sheet, Skeleton } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import './account.css';

/** Whoever looks after several accounts says first which one. @param path of the screen that it is chosen for */
export function ChooseAccount({ path }: { path: string }) {
  const { say } = useWords();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = usePages('GET /v1/accounts', {});
  const accounts = data?.pages.flatMap(({ items }) => items).filter(({ role }) => role !== null);
  return (
    <Page title={say('ui.billing.choose.title')} lead={say('ui.billing.choose.lead')} isNarrow>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      <Sheet>
        <ul className="rows accounts">
          {accounts === undefined &&
            ['a', 'b', 'c'].map((place) => (
              <li key={place} className="account">
                <Skeleton width="40%" />
              </li>
            ))}
          {accounts?.map((account) => (
            <li key={account.accountId}>
              <Link href={withAccount(path, account.accountId)} className="account">
                <span>
                  <b>{accountName(account)}</b>
                  <span className="second small">
                    {say(`ui.billing.standing.${account.role ?? 'billing_contact'}`)}
                    {account.name !== null && ` · ${account.accountId}`}
                  </span>
                </span>
                <Icon name="right" />
              </Link>
            </li>
          ))}
        </ul>
      </Sheet>
      <More
        hasMore={hasNextPage}
        isReading={isFetchingNextPage}
        onMore={() => void fetchNextPage()}
        aloud={say('ui.billing.choose.more')}
      />
    </Page>
  );
}
