import { usePages } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { isCredit, isNoMoney } from '../../shared/money/money-text';
import { Amount } from '../../shared/ui/amount';
import { Sheet, Skeleton } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { ForAccount } from '../account/for-account';
import { Ledger } from './ledger';
import { Receipts } from './receipts';
import './balance.css';

/** What stands on the balance of an account, how it came there, and the receipts of its orders. */
export function Balance() {
  const { say } = useWords();
  const skeleton = (
    <Sheet>
      <p>
        <Skeleton width="12rem" />
      </p>
    </Sheet>
  );
  return (
    <ForAccount title={say('ui.billing.balance.title')} path="/billing/balance" skeleton={skeleton}>
      {(account) => <BalanceOf account={account} />}
    </ForAccount>
  );
}

function BalanceOf({ account }: { account: Schemas['AccountView'] }) {
  const { say } = useWords();
  const { accountId, timeZone } = account;
  const ledger = usePages('GET /v1/accounts/{accountId}/ledger', { params: { accountId }, query: { order: 'desc' } });
  if (account.billing === null) return <p>{say('ui.billing.balance.not_yours')}</p>;
  const balance = ledger.data?.pages[0]?.balance ?? account.billing.balance;
  return (
    <>
      <Sheet>
        <p>
          <Amount of={balance} isLarge />
        </p>
        <p className="second">{say(`ui.billing.balance.${meaningOf(balance)}`)}</p>
      </Sheet>
      <div className="balance-parts">
        <div>
          {ledger.error !== null && <Failure error={ledger.error} onRetry={() => void ledger.refetch()} />}
          <Ledger ledger={ledger} timeZone={timeZone} />
        </div>
        <Receipts accountId={accountId} />
      </div>
    </>
  );
}

/** The balance is the reader's money, unless it is below zero. */
function meaningOf(balance: Schemas['Money']): 'nothing' | 'debt' | 'yours' {
  if (isNoMoney(balance)) return 'nothing';
  return isCredit(balance) ? 'debt' : 'yours';
}
