import type { Schemas } from '../../shared/api/api-types';
import { Notice } from '../../shared/ui/notice';
import { useWords } from '../../shared/words/words';
import { NothingOverdue } from '../home/nothing-overdue';
import { PastDue } from '../home/past-due';
import { useIsPaid } from './use-is-paid';

type WhatIsLeft = Pick<Schemas['Order'], 'accountId' | 'dropped' | 'refusal'>;

/** Why the order is not as it was asked for: what was left out of it, and what was refused and how to put that right. */
export function LeftOut({ order }: { order: WhatIsLeft }) {
  const { say } = useWords();
  const { accountId, dropped, refusal } = order;
  const isPaid = useIsPaid(order);
  return (
    <>
      {dropped.map(({ change, refusal: { text } }) => (
        <Notice key={change.subscriptionId} kind="wait" title={text} />
      ))}
      {isPaid && <NothingOverdue goOn={say('ui.billing.past_due.paid.order')} />}
      {refusal?.code === 'past_due' && !isPaid && <PastDue accountId={accountId} />}
      {refusal !== null && refusal.code !== 'past_due' && (
        <Notice kind="wait" title={refusal.text}>
          {refusal.forPeople !== refusal.text && <p>{refusal.forPeople}</p>}
        </Notice>
      )}
    </>
  );
}
