import { Fragment, type ReactNode } from 'react';
import { useAccountInAddress, useShownAccount } from '../../shared/api/account';
import { useReading, useSession } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { Link } from '../../shared/ui/button';
import { Empty } from '../../shared/ui/empty';
import { Page } from '../../shared/ui/page';
import { useWords } from '../../shared/words/words';
import { SeatsWaiting } from '../seats/seats-waiting';
import { ChooseAccount } from './choose-account';

interface ForAccountProps {
  title: string;
  lead?: ReactNode;
  /** The way to the same screen, for whoever has to choose an account first. */
  path: string;
  /** Keeps the place of what is being read. */
  skeleton: ReactNode;
  children(account: Schemas['AccountView']): ReactNode;
}

/** A screen about one account: that of the address, the only one, or the one that is chosen first. */
export function ForAccount({ title, lead, path, skeleton, children }: ForAccountProps) {
  const { say } = useWords();
  const { accounts } = useSession();
  const { accountId } = useShownAccount();
  const chosen = accountId ?? '';
  const { data, error, refetch } = useReading(
    'GET /v1/accounts/{accountId}',
    { params: { accountId: chosen } },
    { enabled: accountId !== null },
  );
  useAccountInAddress(data?.accountId);
  if (accountId === null && accounts.length > 0) return <ChooseAccount path={path} />;
  if (accountId === null) {
    return (
      <Page title={title}>
        <Empty title={say('ui.billing.no_account.title')}>
          <p className="second">{say('ui.billing.no_account.text')}</p>
        </Empty>
      </Page>
    );
  }
  return (
    <Page title={title} lead={lead}>
      {data !== undefined && (
        <Fragment key={data.accountId}>
          <SeatsWaiting accountId={data.accountId} />
          {children(data)}
        </Fragment>
      )}
      {data === undefined && error === null && skeleton}
      {data === undefined && error !== null && (
        <>
          <Failure error={error} onRetry={() => void refetch()} />
          <p>
            <Link href="/billing">{say('ui.billing.to_own')}</Link>
          </p>
        </>
      )}
    </Page>
  );
}
