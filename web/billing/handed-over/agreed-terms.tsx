import type { Schemas } from '../../shared/api/api-types';
import { Notice } from '../../shared/ui/notice';
import { useWords } from '../../shared/words/words';

/** What somebody of ours has agreed to: from when, and under which purchase order. Nothing where nobody had to. */
export function AgreedTerms({ order: { agreement, route } }: { order: Pick<Schemas['Order'], 'agreement' | 'route'> }) {
  const { say } = useWords();
  if (agreement === null) return null;
  const { effective, purchaseOrder } = agreement;
  return (
    <Notice kind="done" title={say('ui.billing.accepted.title', { team: route })}>
      <p>{say('ui.billing.accepted.effective', { effective })}</p>
      {purchaseOrder !== null && <p>{say('ui.billing.accepted.purchase_order', { purchaseOrder })}</p>}
    </Notice>
  );
}
