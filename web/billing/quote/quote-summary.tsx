import type { ReactNode } from 'react';
import type { Schemas } from '../../shared/api/api-types';
import { Amount } from '../../shared/ui/amount';
import { Sheet } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { Later, QuotedLines } from './quoted-lines';
import { useTotalName } from './use-total-name';

interface QuoteSummaryProps {
  quote: Schemas['Quote'];
  /** What is done with it, last. */
  children: ReactNode;
  /** Other ways, under the sheet. */
  below?: ReactNode;
}

/** The order summary of an order: every line with its arithmetic, what is due and when, what follows, and the one button. */
export function QuoteSummary({ quote, children, below }: QuoteSummaryProps) {
  const { say } = useWords();
  const total = useTotalName(quote);
  return (
    <div className="quote-summary">
      <Sheet label={say('ui.billing.order.summary')}>
        <h2>{say('ui.billing.order.summary')}</h2>
        <QuotedLines quote={quote} isOld={false} />
        <dl className="total">
          <dt>{total}</dt>
          <dd>
            <Amount of={quote.dueToday} isLarge />
          </dd>
        </dl>
        <Later quote={quote} isOld={false} />
        {children}
      </Sheet>
      {below !== undefined && <div className="quote-below">{below}</div>}
    </div>
  );
}
