import type { Schemas } from '../../shared/api/api-types';
import { Notice } from '../../shared/ui/notice';

/** What became of the order since it was shown last: why it is asked again, and what was left out of it. */
export function OrderNotices({
  order: { askAgain, dropped },
}: {
  order: Pick<Schemas['Order'], 'askAgain' | 'dropped'>;
}) {
  return (
    <>
      {askAgain !== null && <Notice kind="wait" title={askAgain.text} />}
      {dropped.map(({ change, refusal }) => (
        <Notice key={change.subscriptionId} kind="wait" title={refusal.text} />
      ))}
    </>
  );
}
