import type { ReactNode } from 'react';
import { useShownAccount } from '../../shared/api/account';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { Empty } from '../../shared/ui/empty';
import { More } from '../../shared/ui/more';
import { useWords } from '../../shared/words/words';
import { ForAccount } from '../account/for-account';
import { useSubscriptions } from '../account/use-subscriptions';
import { PastDue } from './past-due';
import { SubscriptionSheet, SubscriptionSkeleton } from './subscription-sheet';
import './home.css';

/** The subscriptions of an account; whoever looks after seats finds these alone. */
export function BillingHome() {
  const { say } = useWords();
  // Asked for beside the account, which decides no more than how they are shown.
  useSubscriptions(useShownAccount().accountId);
  const skeleton = (
    <>
      <SubscriptionSkeleton />
      <SubscriptionSkeleton />
    </>
  );
  return (
    <ForAccount title={say('ui.billing.home.title')} path="/billing" skeleton={skeleton}>
      {(account) => (
        <>
          {account.billing?.pastDue === true && <PastDue accountId={account.accountId} />}
          <Subscriptions account={account} skeleton={skeleton} />
        </>
      )}
    </ForAccount>
  );
}

function Subscriptions({ account, skeleton }: { account: Schemas['AccountView']; skeleton: ReactNode }) {
  const { say } = useWords();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useSubscriptions(account.accountId);
  const subscriptions = data?.pages.flatMap(({ items }) => items);
  return (
    <>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {subscriptions === undefined && error === null && skeleton}
      {subscriptions?.length === 0 && (
        <Empty title={say('ui.billing.home.empty.title')}>
          <p className="second">{say('ui.billing.home.empty.text')}</p>
        </Empty>
      )}
      {subscriptions?.map((subscription) => (
        <SubscriptionSheet
          key={subscription.subscriptionId}
          subscription={subscription}
          isForSeats={account.role === 'seat_admin'}
        />
      ))}
      <More
        hasMore={hasNextPage}
        isReading={isFetchingNextPage}
        onMore={() => void fetchNextPage()}
        aloud={say('ui.billing.home.more')}
      />
    </>
  );
}
