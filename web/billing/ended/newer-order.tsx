import { withAccount } from '../../shared/api/account';
import { useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { LinkButton } from '../../shared/ui/button';
import { useWords } from '../../shared/words/words';

/** An order that has taken the place of another one is among the latest of its account. */
const LOOKED_AT = '50';

/** The way to the order that took the place of this one, or where that is long ago to all of them. */
export function NewerOrder({ order: { accountId, changeId, changes } }: { order: Schemas['Order'] }) {
  const { say } = useWords();
  const { data } = useReading('GET /v1/changes', { query: { accountId, limit: LOOKED_AT } });
  const ours = changes.map(({ subscriptionId }) => subscriptionId);
  const newer = data?.items.find(
    (one) => one.changeId !== changeId && one.subscriptionIds.some((id) => ours.includes(id)),
  );
  const path = newer === undefined ? '/billing/orders' : `/billing/orders/${encodeURIComponent(newer.changeId)}`;
  return (
    <div className="acts">
      <LinkButton href={withAccount(path, accountId)}>
        {say(newer === undefined ? 'ui.billing.ended.all_orders' : 'ui.billing.ended.newer')}
      </LinkButton>
    </div>
  );
}
