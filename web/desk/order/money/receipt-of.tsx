import { Link as KitLink } from 'react-aria-components';
import { useReading } from '../../../shared/api/api';
import type { Schemas } from '../../../shared/api/api-types';
import { useWords } from '../../../shared/words/words';
import { useDesk } from '../../words/desk-words';

/** To the receipt of an order that has taken effect; it opens beside the page. */
export function ReceiptOf({ order: { accountId, changeId, done, ending } }: { order: Schemas['Order'] }) {
  const { say } = useDesk();
  const { language } = useWords();
  const { data } = useReading(
    'GET /v1/accounts/{accountId}/receipts',
    { params: { accountId }, query: { limit: '100' } },
    { enabled: done && ending === null },
  );
  const receipt = data?.items.find((one) => one.changeId === changeId);
  if (receipt === undefined) return null;
  return (
    <p>
      <KitLink
        href={`/v1/changes/${encodeURIComponent(changeId)}/receipt?lang=${language}`}
        target="_blank"
        rel="noopener"
        className="link"
      >
        {say('desk.order.receipt', { reference: receipt.reference })}
      </KitLink>
    </p>
  );
}
