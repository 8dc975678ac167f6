import { Link as KitLink } from 'react-aria-components';
import { useWords } from '../../shared/words/words';

interface ReceiptLinkProps {
  changeId: string;
  /** Which receipt it is, for whoever hears the link alone. */
  aloud?: string;
}

/** To the receipt of an order in the language of the page; it opens beside it, to be printed or kept. */
export function ReceiptLink({ changeId, aloud }: ReceiptLinkProps) {
  const { say, language } = useWords();
  const path = `/v1/changes/${encodeURIComponent(changeId)}/receipt?lang=${language}`;
  return (
    <KitLink href={path} target="_blank" rel="noopener" className="link">
      {say('ui.billing.receipt')}
      <span className="aloud">
        {aloud} {say('ui.billing.receipt.aloud')}
      </span>
    </KitLink>
  );
}
