import type { Schemas } from '../../shared/api/api-types';
import { dateText } from '../../shared/dates/date-text';
import { moneyText } from '../../shared/money/money-text';
import { Amount } from '../../shared/ui/amount';
import { useWords } from '../../shared/words/words';
import { OpeningLine } from './opening-line';
import { settlementOf } from './settlement';
import './quote.css';

interface QuotedProps {
  quote: Schemas['Quote'];
  isOld: boolean;
}

/** From the credit to the tax and the balance: every amount opens to how it was reckoned. */
export function QuotedLines({ quote, isOld }: QuotedProps) {
  const words = useWords();
  const { say } = words;
  const { lines, vat, explanation } = quote;
  const shortly = useShortNames(quote);
  const vatTexts = lines.flatMap(({ lineId, name, vatText }) => (vatText === null ? [] : [{ lineId, name, vatText }]));
  return (
    <div className="opening-lines">
      {lines.map(({ lineId, kind, name, net, arithmetic, vatText }) => (
        <OpeningLine key={lineId} name={shortly?.[kind] ?? name} of={net} isOld={isOld}>
          {shortly?.[kind] !== undefined && <p>{name}</p>}
          {arithmetic !== null && <p>{arithmetic}</p>}
          {vatText !== null && <p>{vatText}</p>}
        </OpeningLine>
      ))}
      <OpeningLine name={explanation.tax} of={vat} isOld={isOld}>
        {vatTexts.length === 0 && <p>{say('ui.billing.change.no_tax')}</p>}
        {vatTexts.map(({ lineId, name, vatText }) => (
          <p key={lineId}>
            {name}
            <br />
            {vatText}
          </p>
        ))}
      </OpeningLine>
      {settlementOf(quote, words).map(({ name, of }) => (
        <OpeningLine key={name} name={name} of={of} isOld={isOld}>
          {explanation.totals.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </OpeningLine>
      ))}
    </div>
  );
}

/** What is in the sentence above already need not stand in its only credit and its only charge again. */
function useShortNames({ lines, changes }: Schemas['Quote']): Partial<Record<string, string>> | undefined {
  const { say } = useWords();
  const [change] = changes;
  const kinds = lines.map(({ kind }) => kind);
  const isWhole = lines.every(({ kind, fraction }) => kind !== 'charge' || fraction.numerator === fraction.denominator);
  if (change === undefined || !isWhole || new Set(kinds).size < kinds.length) return undefined;
  const { after, names } = change;
  const facts = { seats: after.seats, tier: names?.tierAfter ?? after.tierId, frequency: after.frequency };
  return { credit: say('ui.billing.change.line.credit'), charge: say('ui.billing.change.line.charge', facts) };
}

/** What follows, for each subscription: the next bill, and what it costs a year. */
export function Later({ quote: { changes }, isOld }: QuotedProps) {
  const { say } = useWords();
  if (changes.length === 0) return null;
  return (
    <div className="later quote-later">
      <h3>{say('ui.billing.change.later')}</h3>
      {changes.map((change) => (
        <LaterOf key={change.subscriptionId} change={change} isNamed={changes.length > 1} isOld={isOld} />
      ))}
    </div>
  );
}

interface LaterOfProps {
  change: Schemas['QuotedChange'];
  /** There are others beside it. */
  isNamed: boolean;
  isOld: boolean;
}

function LaterOf({ change, isNamed, isOld }: LaterOfProps) {
  const { say, language } = useWords();
  const { subscriptionId, names, nextBillDate, nextBillNet, yearlyRateBefore, yearlyRateAfter } = change;
  return (
    <>
      {isNamed && <h4>{names?.product ?? subscriptionId}</h4>}
      <dl>
        <div>
          <dt>{say('ui.billing.change.next_bill', { date: dateText(nextBillDate, language) })}</dt>
          <dd>
            <Amount of={nextBillNet} isOld={isOld} />
          </dd>
        </div>
        <div>
          <dt>{say('ui.billing.change.yearly_rate')}</dt>
          <dd className={isOld ? 'amount old' : 'amount'}>
            {say('ui.billing.change.from_to', {
              before: moneyText(yearlyRateBefore, language),
              after: moneyText(yearlyRateAfter, language),
            })}
          </dd>
        </div>
      </dl>
    </>
  );
}
