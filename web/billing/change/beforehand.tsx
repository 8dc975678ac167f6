import { withAccount } from '../../shared/api/account';
import type { Schemas } from '../../shared/api/api-types';
import { Button, Link } from '../../shared/ui/button';
import { Notice } from '../../shared/ui/notice';
import { useWords } from '../../shared/words/words';
import { PastDue } from '../home/past-due';
import type { SubscriptionNow } from './wish';

/** What to know before anything is changed: an order that is open, a change that is agreed. */
export function Beforehand({ now, edited }: { now: SubscriptionNow; edited: Schemas['Order'] | null }) {
  const { say } = useWords();
  const { accountId, openOrder, agreedChange } = now;
  return (
    <>
      {edited !== null && (
        <Notice kind="info" title={say('ui.billing.change.edit')}>
          <p>{say('ui.billing.change.edit.text')}</p>
          {edited.agreement !== null && <p>{say('ui.billing.change.edit.agreed', { team: edited.route })}</p>}
        </Notice>
      )}
      {openOrder && edited === null && (
        <Notice kind="info" title={say('ui.billing.change.open_order')}>
          <p>
            {openOrder.headline} {say('ui.billing.change.open_order.text')}
          </p>
          <p>
            <Link href={withAccount(`/billing/orders/${openOrder.changeId}`, accountId)}>
              {say('ui.billing.change.open_order.link')}
            </Link>
          </p>
        </Notice>
      )}
      {agreedChange?.text && <Notice kind="info" title={agreedChange.text} />}
    </>
  );
}

interface BlockedProps {
  problem: Schemas['Problem'];
  /** The subscription is other than was shown. */
  onMoved(): void;
  /** Nothing is overdue any more. */
  onPaid(): void;
}

/** Why nothing can be changed at all, and what to do about it. */
export function Blocked({ problem, onMoved, onPaid }: BlockedProps) {
  const { say } = useWords();
  const { code, title, detail, next, forPeople } = problem;
  const { accountId, openChangeId } = (problem.facts ?? {}) as Record<string, string | undefined>;
  if (code === 'past_due' && accountId !== undefined) return <PastDue accountId={accountId} onPaid={onPaid} />;
  return (
    <Notice kind="wait" title={title}>
      <p>{forPeople ?? [detail, next].filter(Boolean).join(' ')}</p>
      {openChangeId !== undefined && (
        <p>
          <Link href={`/billing/orders/${openChangeId}`}>{say('ui.billing.change.open_order.link')}</Link>
        </p>
      )}
      {code === 'subscription_moved' && (
        <Button kind="plain" isSmall onPress={onMoved}>
          {say('ui.billing.change.read_again')}
        </Button>
      )}
    </Notice>
  );
}
