import type { Schemas } from '../../shared/api/api-types';
import { Link } from '../../shared/ui/button';
import { Notice } from '../../shared/ui/notice';
import { useWords } from '../../shared/words/words';

/** Why the order is not as it was asked for: what was left out of it, and what was refused and how to put that right. */
export function LeftOut({ order: { dropped, refusal } }: { order: Pick<Schemas['Order'], 'dropped' | 'refusal'> }) {
  const { say } = useWords();
  const invoices = refusal?.facts.openInvoicesUrl;
  return (
    <>
      {dropped.map(({ change, refusal: { text } }) => (
        <Notice key={change.subscriptionId} kind="wait" title={text} />
      ))}
      {refusal !== null && (
        <Notice kind="wait" title={refusal.text}>
          {refusal.forPeople !== refusal.text && <p>{refusal.forPeople}</p>}
          {typeof invoices === 'string' && (
            <p>
              <Link href={invoices}>{say('ui.billing.past_due.way_on')}</Link>
            </p>
          )}
        </Notice>
      )}
    </>
  );
}
