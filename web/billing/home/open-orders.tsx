import { withAccount } from '../../shared/api/account';
import type { Schemas } from '../../shared/api/api-types';
import { dateText } from '../../shared/dates/date-text';
import { Link } from '../../shared/ui/button';
import { Notice } from '../../shared/ui/notice';
import { useWords } from '../../shared/words/words';

/** The order that is open and the change that is agreed, each with the way to it. */
export function OpenOrders({ subscription }: { subscription: Schemas['SubscriptionListItem'] }) {
  const { say, language } = useWords();
  const { openOrder, agreedChange, accountId } = subscription;
  const day = agreedChange?.effectiveDate ?? null;
  const title = day === null ? say('ui.billing.agreed') : say('ui.billing.agreed.on', { day: dateText(day, language) });
  return (
    <>
      {openOrder !== null && (
        <Notice kind="wait" title={openOrder.headline} level={3}>
          <WayToOrder changeId={openOrder.changeId} accountId={accountId} />
        </Notice>
      )}
      {agreedChange !== null && (
        <Notice kind="info" title={title} level={3}>
          {agreedChange.text !== null && <p>{agreedChange.text}</p>}
          <WayToOrder changeId={agreedChange.changeId} accountId={accountId} />
        </Notice>
      )}
    </>
  );
}

function WayToOrder({ changeId, accountId }: { changeId: string; accountId: string }) {
  const { say } = useWords();
  return (
    <p>
      <Link href={withAccount(`/billing/orders/${encodeURIComponent(changeId)}`, accountId)}>
        {say('ui.billing.see_order')}
      </Link>
    </p>
  );
}
