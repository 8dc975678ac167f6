import { useEffect, useRef, useState } from 'react';
import { useReading, useTimeZone } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { timeText } from '../../shared/dates/date-text';
import { Button } from '../../shared/ui/button';
import { Disclosure } from '../../shared/ui/disclosure';
import { useWords } from '../../shared/words/words';
import { LinkField } from './link-field';
import { useQuoteLink } from './use-quote-link';
import './quote-link.css';

/** A link to the quote for whoever approves the spend; nothing where the order has no quote on offer. */
export function ShareQuote({ order: { changeId, quote } }: { order: Pick<Schemas['Order'], 'changeId' | 'quote'> }) {
  const { say } = useWords();
  const { data } = useReading('GET /v1/changes/{changeId}/quote-link', { params: { changeId } });
  if (quote === null || !data?.mayBeMade) return null;
  const link = data.link?.quoteId === quote.quoteId ? data.link : null;
  return (
    <div className="share-quote">
      <Disclosure title={say('ui.billing.share.title')} level={2}>
        <SharedQuote key={quote.quoteId} changeId={changeId} quoteId={quote.quoteId} link={link} />
      </Disclosure>
    </div>
  );
}

interface SharedQuoteProps {
  changeId: Schemas['Id'];
  quoteId: string;
  link: Schemas['QuoteLink'] | null;
}

function SharedQuote({ changeId, quoteId, link }: SharedQuoteProps) {
  const { say, language } = useWords();
  const zone = useTimeZone();
  const { isUnderWay, failure, make, withdraw } = useQuoteLink(changeId, quoteId);
  const [told, setTold] = useState('');
  const part = useRef<HTMLDivElement>(null);
  const [isPressed, setPressed] = useState(false);
  const isMade = link !== null;
  // The button that was pressed is gone: what took its place has the focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it moves once for each link that came or went
  useEffect(() => {
    if (isPressed) part.current?.querySelector<HTMLElement>('input, button')?.focus();
  }, [isMade]);
  const press = async (deed: () => Promise<boolean>, done: string): Promise<void> => {
    setPressed(true);
    setTold('');
    if (await deed()) setTold(done);
  };
  return (
    <div className="shared-quote" ref={part}>
      <p>{say('ui.billing.share.what')}</p>
      {link !== null && <LinkField url={link.url} onTold={setTold} />}
      <p role="status" className="told">
        {told}
      </p>
      {link === null ? (
        <Button kind="quiet" isBusy={isUnderWay} onPress={() => void press(make, '')}>
          {say('ui.billing.share.make')}
        </Button>
      ) : (
        <>
          <p>{say('ui.billing.share.until', { time: timeText(link.expiresAt, zone, language) })}</p>
          <Button
            kind="plain"
            isBusy={isUnderWay}
            onPress={() => void press(withdraw, say('ui.billing.share.withdrawn'))}
          >
            {say('ui.billing.share.withdraw')}
          </Button>
        </>
      )}
      {failure !== null && <Failure error={failure} />}
    </div>
  );
}
