import { useSession } from '../../shared/api/api';
import { Page } from '../../shared/ui/page';
import { useWords } from '../../shared/words/words';

/** The subscriptions of whoever is signed in. */
export function BillingHome() {
  const { say, sayRich } = useWords();
  const { userId, tenantId } = useSession();
  return (
    <Page title={say('ui.billing.home.title')}>
      <p>{sayRich('ui.billing.home.signed_in', { name: userId ?? tenantId })}</p>
    </Page>
  );
}
