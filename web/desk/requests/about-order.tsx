import type { Schemas } from '../../shared/api/api-types';
import { moneyText } from '../../shared/money/money-text';
import { Link } from '../../shared/ui/button';
import { useWords } from '../../shared/words/words';

/** The order that a request is about: whose it is, how much, and the way to it. */
export function AboutOrder({ request: { order } }: { request: Pick<Schemas['OpenRequest'], 'order'> }) {
  const { language } = useWords();
  if (order === null) return null;
  const { changeId, accountId, accountName, headline, dueToday } = order;
  return (
    <>
      <span>{accountName ?? accountId}</span>
      {dueToday !== null && <span>{moneyText(dueToday, language)}</span>}
      <Link href={`/desk/orders/${encodeURIComponent(changeId)}`}>{headline}</Link>
    </>
  );
}
