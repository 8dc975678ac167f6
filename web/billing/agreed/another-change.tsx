import { withAccount } from '../../shared/api/account';
import type { Schemas } from '../../shared/api/api-types';
import { Link } from '../../shared/ui/button';
import { useWords } from '../../shared/words/words';

/** That a newer change takes of this one what both are about, and the way to one. */
export function AnotherChange({ order: { accountId, changes, names } }: { order: Schemas['Order'] }) {
  const { say } = useWords();
  const nameOf = (id: string): string => names.find(({ subscriptionId }) => subscriptionId === id)?.product ?? id;
  return (
    <div className="another">
      <p>{say('ui.billing.agreed.another')}</p>
      <ul className="ordered">
        {changes.map(({ subscriptionId }) => (
          <li key={subscriptionId}>
            <Link href={withAccount(`/billing/subscriptions/${encodeURIComponent(subscriptionId)}/change`, accountId)}>
              {say('ui.billing.agreed.another.link', { product: nameOf(subscriptionId) })}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
