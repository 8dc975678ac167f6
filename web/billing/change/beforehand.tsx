import { withAccount } from '../../shared/api/account';
import type { Schemas } from '../../shared/api/api-types';
import { Button, Link } from '../../shared/ui/button';
import { Notice } from '../../shared/ui/notice';
import { useWords } from '../../shared/words/words';
import type { SubscriptionNow } from './wish';

/** What to know before anything is changed: an order that is open, a change that is agreed. */
export function Beforehand({ now: { accountId, openOrder, agreedChange } }: { now: SubscriptionNow }) {
  const { say } = useWords();
  return (
    <>
      {openOrder && (
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

/** Why nothing can be changed at all, and what to do about it. */
export function Blocked({ problem, onMoved }: { problem: Schemas['Problem']; onMoved(): void }) {
  const { say } = useWords();
  const { code, title, detail, next, forPeople } = problem;
  const { openInvoicesUrl, openChangeId } = (problem.facts ?? {}) as Record<string, string | undefined>;
  return (
    <Notice kind="wait" title={title}>
      <p>{forPeople ?? [detail, next].filter(Boolean).join(' ')}</p>
      {openInvoicesUrl !== undefined && (
        <p>
          <Link href={openInvoicesUrl}>{say('ui.billing.change.open_invoices')}</Link>
        </p>
      )}
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
