import type { ReactNode } from 'react';
import type { Schemas } from '../../shared/api/api-types';
import { Failure } from '../../shared/api/failure';
import { Amount } from '../../shared/ui/amount';
import { Disclosure } from '../../shared/ui/disclosure';
import { Icon } from '../../shared/ui/icons';
import { Skeleton } from '../../shared/ui/standing';
import { useWords } from '../../shared/words/words';
import { OtherAnchor } from '../quote/other-anchor';
import { Later, QuotedLines } from '../quote/quoted-lines';
import { sentenceOf } from '../quote/sentence';
import { useTotalName } from '../quote/use-total-name';

type Preview = Schemas['Preview'];

/** What the summary is of: nothing yet, a price, or something that has to be put right first. */
export type Summarised =
  | { kind: 'reading' }
  | { kind: 'untouched' }
  | { kind: 'refused' }
  | { kind: 'quoted'; preview: Preview };

interface SummaryProps {
  of: Summarised;
  /** A newer answer is on its way. */
  isOld: boolean;
  trouble: Error | null;
  onRetry(): void;
  /** The button, last. */
  children: ReactNode;
}

/** The order summary. Old numbers stay, dimmed, until newer ones are there. */
export function Summary({ of, isOld, trouble, onRetry, children }: SummaryProps) {
  const { say } = useWords();
  return (
    <section className="summary" aria-labelledby="summary-title">
      <div className="summary-paper" aria-busy={isOld && of.kind !== 'refused'}>
        <h2 id="summary-title">{say('ui.billing.change.summary')}</h2>
        {trouble !== null && <Failure error={trouble} onRetry={onRetry} />}
        <Paper of={of} isOld={isOld} />
      </div>
      {children}
    </section>
  );
}

function Paper({ of, isOld }: Pick<SummaryProps, 'of' | 'isOld'>) {
  const { say } = useWords();
  switch (of.kind) {
    case 'reading':
      return <Reading />;
    case 'untouched':
      return (
        <>
          <p>{say('ui.billing.change.untouched')}</p>
          <p className="second small">{say('ui.billing.change.untouched.follows')}</p>
        </>
      );
    case 'refused':
      return <p className="second">{say('ui.billing.change.refused')}</p>;
    case 'quoted':
      return <Quoted preview={of.preview} isOld={isOld} />;
  }
}

function Quoted({ preview, isOld }: { preview: Preview; isOld: boolean }) {
  const { say } = useWords();
  const { quote, cart, missing, nextStep } = preview;
  const { agreed, other } = offersIn(quote);
  const total = useTotalName(quote);
  return (
    <>
      <Said quote={quote} isOld={isOld} />
      <QuotedLines quote={quote} isOld={isOld} />
      <dl className="total">
        <dt>{total}</dt>
        <dd>
          <Amount of={quote.dueToday} isLarge isOld={isOld} />
        </dd>
      </dl>
      <Later quote={quote} isOld={isOld} />
      {[...agreed, cart.text, ...missing.map(({ text }) => text)].map(
        (text) =>
          text !== null && (
            <p key={text} className="to-know">
              <Icon name="info" />
              <span>{text}</span>
            </p>
          ),
      )}
      <div className="more">
        {quote.otherAnchor && <OtherAnchor quote={quote} other={quote.otherAnchor} said={other} isOld={isOld} />}
        <Disclosure title={say('ui.billing.change.terms')}>
          {quote.explanation.terms.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          <p>{quote.explanation.offer.at(-1)}</p>
        </Disclosure>
      </div>
      <p className="second small">{nextStep.text}</p>
    </>
  );
}

/** The change in one sentence; of several, or of a later day, each with its subscription and from when. */
function Said({ quote: { changes, dueLater, explanation }, isOld }: { quote: Schemas['Quote']; isOld: boolean }) {
  const { sayRich } = useWords();
  const [change, ...others] = changes;
  const className = isOld ? 'second' : undefined;
  if (change !== undefined && others.length === 0 && !dueLater) {
    return <p className={className}>{sayRich(...sentenceOf(change))}</p>;
  }
  return explanation.changes.map((sentence) => (
    <p key={sentence} className={className}>
      {sentence}
    </p>
  ));
}

/** An offer says first what becomes of what was agreed, then what the other billing date would cost, then how long it holds. */
function offersIn({ changes, otherAnchor, explanation: { offer } }: Schemas['Quote']) {
  const count = changes.filter(({ agreed }) => agreed !== undefined).length;
  return { agreed: offer.slice(0, count), other: otherAnchor === null ? undefined : offer[count] };
}

/** Keeps the place of the numbers. */
function Reading() {
  const { say } = useWords();
  const line = (width: string) => (
    <div className="opening-line">
      <span className="opening-button">
        <Skeleton width={width} />
        <Skeleton width="4.5rem" />
      </span>
    </div>
  );
  return (
    <>
      <p className="aloud">{say('ui.loading')}</p>
      <p>
        <Skeleton />
        <Skeleton width="60%" />
      </p>
      <div className="opening-lines">
        {line('11rem')}
        {line('13rem')}
        {line('8rem')}
      </div>
    </>
  );
}
