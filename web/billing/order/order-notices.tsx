import type { Schemas } from '../../shared/api/api-types';
import { Notice } from '../../shared/ui/notice';
import { RenewLink } from './renew-link';

/** What became of the order since it was shown last: why it is asked again, and what was left out of it. */
export function OrderNotices({ order }: { order: Schemas['Order'] }) {
  const { askAgain, dropped } = order;
  return (
    <>
      {askAgain !== null && (
        <Notice kind="wait" title={askAgain.text}>
          <RenewLink order={order} />
        </Notice>
      )}
      {dropped.map(({ change, refusal }) => (
        <Notice key={change.subscriptionId} kind="wait" title={refusal.text} />
      ))}
    </>
  );
}
