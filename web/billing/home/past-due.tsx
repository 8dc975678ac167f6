import { useEffect, useState } from 'react';
import { useReading } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { dateText } from '../../shared/dates/date-text';
import { AmountLine, AmountLines } from '../../shared/ui/amount';
import { Button, LinkButton } from '../../shared/ui/button';
import { Notice } from '../../shared/ui/notice';
import { useWords } from '../../shared/words/words';
import './home.css';

interface PastDueProps {
  accountId: Schemas['Id'];
  /** It is told that nothing is overdue any more. */
  onPaid?(): void;
}

/**
 * An invoice is overdue, and until it is paid nothing can be changed: which one, where it is paid, and whether it still is. The account
 * is read again by a press, and whenever one comes back to the page.
 */
export function PastDue({ accountId, onPaid }: PastDueProps) {
  const { say, sayRich, language } = useWords();
  const { data, isFetching, refetch } = useReading('GET /v1/accounts/{accountId}', { params: { accountId } });
  const [isStillSo, setStillSo] = useState(false);
  const billing = data?.billing ?? null;
  const isPaid = billing?.pastDue === false;
  const { openInvoices = [], openInvoicesUrl = null } = billing ?? {};
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, whatever is done about it
  useEffect(() => {
    if (isPaid) onPaid?.();
  }, [isPaid]);
  const check = async (): Promise<void> => {
    setStillSo(false);
    const { data: now } = await refetch();
    setStillSo(now?.billing?.pastDue === true);
  };
  return (
    <Notice kind="error" title={say('ui.billing.past_due.title')}>
      <p>{say('ui.billing.past_due.text', { isPayable: openInvoicesUrl === null ? 'no' : 'yes' })}</p>
      {openInvoices.length > 0 && (
        <div className="invoices">
          <AmountLines>
            {openInvoices.map(({ reference, amount, dueOn }) => (
              <AmountLine key={reference} name={sayRich('ui.billing.past_due.invoice', { reference })} of={amount}>
                {say('ui.billing.past_due.due_on', { day: dateText(dueOn, language) })}
              </AmountLine>
            ))}
          </AmountLines>
        </div>
      )}
      <div className="acts">
        {openInvoicesUrl !== null && (
          <LinkButton href={openInvoicesUrl}>{say('ui.billing.past_due.way_on')}</LinkButton>
        )}
        <Button kind="quiet" onPress={() => void check()} isBusy={isFetching}>
          {say('ui.billing.past_due.check')}
        </Button>
      </div>
      <p role="status" className={isStillSo ? undefined : 'aloud'}>
        {isStillSo && say('ui.billing.past_due.still_so')}
      </p>
    </Notice>
  );
}
