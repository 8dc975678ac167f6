import { addressOf, orderPage } from '../../store/facts/pages';
import type { Settings } from '../../store/facts/settings';

/**
 * Where the gateway's page sends its customer back to: the page of this very order, which then asks what came of it. A caller has no
 * say in it, so nobody is sent elsewhere.
 *
 * @returns undefined where nobody has said of any pages
 */
export function wayBack(
  { changeId, setupId }: { changeId: string; setupId: string },
  { billingCentreUrl }: Pick<Settings, 'billingCentreUrl'>,
  pagesUrl: string | undefined,
): string | undefined {
  const page = addressOf(orderPage(changeId), billingCentreUrl ?? pagesUrl);
  return page === undefined ? undefined : `${page}?${new URLSearchParams({ paymentSetup: setupId })}`;
}
