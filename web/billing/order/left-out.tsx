import type { Schemas } from '../../shared/api/api-types';
import { Notice } from '../../shared/ui/notice';
import { PastDue } from '../home/past-due';

type WhatIsLeft = Pick<Schemas['Order'], 'accountId' | 'dropped' | 'refusal'>;

/** Why the order is not as it was asked for: what was left out of it, and what was refused and how to put that right. */
export function LeftOut({ order: { accountId, dropped, refusal } }: { order: WhatIsLeft }) {
  return (
    <>
      {dropped.map(({ change, refusal: { text } }) => (
        <Notice key={change.subscriptionId} kind="wait" title={text} />
      ))}
      {refusal?.code === 'past_due' && <PastDue accountId={accountId} />}
      {refusal !== null && refusal.code !== 'past_due' && (
        <Notice kind="wait" title={refusal.text}>
          {refusal.forPeople !== refusal.text && <p>{refusal.forPeople}</p>}
        </Notice>
      )}
    </>
  );
}
