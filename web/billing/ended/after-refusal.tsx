import { withAccount } from '../../shared/api/account';
import { useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { LinkButton } from '../../shared/ui/button';
import { Notice } from '../../shared/ui/notice';
import { Sheet, Skeleton } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { NothingOverdue } from '../home/nothing-overdue';
import { PastDue } from '../home/past-due';
import { StartAgain } from './start-again';
import { type WayOn, wayAfter } from './ways-on';

/** Why the rules did not allow it, what to do about that, and the way there. */
export function AfterRefusal({ order }: { order: Schemas['Order'] }) {
  const { say } = useWords();
  const { refusal } = order;
  const way = wayAfter(refusal?.code ?? '');
  if (way === 'pay') return <AfterPaying order={order} />;
  return (
    <>
      <Notice kind="wait" title={say('ui.billing.ended.refused.why')}>
        <p>{refusal?.forPeople ?? order.headline}</p>
      </Notice>
      <Way to={way} order={order} />
    </>
  );
}

/** Once it is paid, which may be long ago, the same is asked for again. */
function AfterPaying({ order }: { order: Schemas['Order'] }) {
  const { say } = useWords();
  const { accountId } = order;
  const { data, isPending } = useReading('GET /v1/accounts/{accountId}', { params: { accountId } });
  if (isPending) return <Unread />;
  if (data?.billing?.pastDue !== false) return <PastDue accountId={accountId} />;
  return (
    <>
      <NothingOverdue goOn={say('ui.billing.past_due.paid.text')} />
      <StartAgain order={order} />
    </>
  );
}

const Unread = () => (
  <Sheet>
    <p>
      <Skeleton width="70%" />
    </p>
    <p>
      <Skeleton width="50%" />
    </p>
  </Sheet>
);

function Way({ to, order }: { to: Exclude<WayOn, 'pay'>; order: Schemas['Order'] }) {
  const { say } = useWords();
  const { accountId, changes, refusal } = order;
  const subscriptionId = changes[0]?.subscriptionId ?? '';
  const openChangeId = refusal?.facts.openChangeId;
  const link = (path: string, text: string) => (
    <div className="acts">
      <LinkButton href={withAccount(path, accountId)}>{text}</LinkButton>
    </div>
  );
  if (to === 'same_wish' || to === 'other_wish') return <StartAgain order={order} isOther={to === 'other_wish'} />;
  if (to === 'seats' && subscriptionId !== '') {
    const seats = `/billing/subscriptions/${encodeURIComponent(subscriptionId)}/seats`;
    return link(seats, say('ui.billing.change.seats.people'));
  }
  if (to === 'that_order' && openChangeId !== undefined) {
    return link(`/billing/orders/${encodeURIComponent(openChangeId)}`, say('ui.billing.change.open_order.link'));
  }
  return link('/billing', say('ui.billing.to_subscriptions'));
}
