import { Link } from '../../shared/ui/button';
import { Notice } from '../../shared/ui/notice';
import { useWords } from '../../shared/words/words';

/** An invoice is overdue, and until it is paid nothing can be changed. */
export function PastDue({ invoices }: { invoices: string | null }) {
  const { say } = useWords();
  return (
    <Notice kind="error" title={say('ui.billing.past_due.title')}>
      <p>{say('ui.billing.past_due.text')}</p>
      {invoices !== null && (
        <p>
          <Link href={invoices}>{say('ui.billing.past_due.way_on')}</Link>
        </p>
      )}
    </Notice>
  );
}
