import type { Schemas } from '../../shared/api/api-types';
import { useWords } from '../../shared/words/words';

/** What became of the customer's money so far, in a sentence. */
export function WhereTheMoneyIs({ order: { payment } }: { order: Pick<Schemas['Order'], 'payment'> }) {
  const { say } = useWords();
  return <>{say('ui.billing.money', { status: payment?.status ?? 'none' })}</>;
}
