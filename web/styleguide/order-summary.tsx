import type { ReactNode } from 'react';
import { dateText } from '../shared/dates/date-text';
import { moneyText } from '../shared/money/money-text';
import { Amount, AmountLine, AmountLines } from '../shared/ui/amount';
import { Button } from '../shared/ui/button';
import { Disclosure } from '../shared/ui/disclosure';
import { Sheet, Skeleton } from '../shared/ui/standing';
import { useWords } from '../shared/words/words';
import { type GuideKey, useGuide } from './guide-words';
import { Part } from './part';

const euros = (amount: string) => ({ amount, currency: 'EUR' });

export function SummaryPart() {
  const { say } = useGuide();
  const states: readonly (readonly [title: GuideKey, shown: ReactNode])[] = [
    ['summary.now', <Summary key="now" isOld={false} />],
    ['summary.old', <Summary key="old" isOld />],
    ['summary.loading', <Loading key="loading" />],
  ];
  return (
    <Part name="summary" about="summary.about">
      <div className="columns">
        {states.map(([title, shown]) => (
          <div key={title}>
            <h3 className="state">{say(title)}</h3>
            {shown}
          </div>
        ))}
      </div>
    </Part>
  );
}

function Summary({ isOld }: { isOld: boolean }) {
  const { say, sayRich } = useGuide();
  const { language } = useWords();
  const money = (amount: string): string => moneyText(euros(amount), language);
  const day = (date: string): string => dateText(date, language);
  return (
    <Sheet>
      <p>{sayRich('summary.sentence')}</p>
      <AmountLines>
        <AmountLine name={say('summary.credit')} of={euros('-183.33')} isOld={isOld}>
          {say('summary.credit.how', { price: money('275.00'), start: day('2026-11-29'), end: day('2026-12-18') })}
        </AmountLine>
        <AmountLine name={say('summary.charge')} of={euros('4400.00')} isOld={isOld}>
          {say('summary.charge.how', { price: money('550.00'), start: day('2026-11-29'), end: day('2027-11-28') })}
        </AmountLine>
        <AmountLine name={say('summary.vat')} of={euros('843.33')} isOld={isOld}>
          <Disclosure title={say('summary.how')} level={4}>
            {say('summary.vat.how', { net: money('4216.67') })}
          </Disclosure>
        </AmountLine>
      </AmountLines>
      <dl className="total">
        <dt>{say('summary.total')}</dt>
        <dd>
          <Amount of={euros('5060.00')} isLarge isOld={isOld} />
        </dd>
      </dl>
      <dl className="later">
        <div>
          <dt>{say('summary.next', { date: day('2027-11-29') })}</dt>
          <dd>
            <Amount of={euros('5280.00')} isOld={isOld} />
          </dd>
        </div>
        <div>
          <dt>{say('summary.rate')}</dt>
          <dd>{say('summary.from_to', { before: money('3300.00'), after: money('4400.00') })}</dd>
        </div>
      </dl>
      <Button isWide isBusy={isOld}>
        {say('summary.go')}
      </Button>
      <Disclosure title={say('summary.other')} level={4}>
        {say('summary.other.text', { total: money('4929.42'), date: day('2026-12-01') })}
      </Disclosure>
    </Sheet>
  );
}

function Loading() {
  const { say } = useGuide();
  const line = (
    <div className="line">
      <dt>
        <Skeleton width="12rem" />
      </dt>
      <dd>
        <Skeleton width="4.5rem" />
      </dd>
      <dd className="how">
        <Skeleton width="15rem" />
      </dd>
    </div>
  );
  return (
    <Sheet>
      <p>
        <Skeleton />
        <Skeleton width="60%" />
      </p>
      <dl className="lines">
        {line}
        {line}
      </dl>
      <dl className="total">
        <dt>{say('summary.total')}</dt>
        <dd className="amount large">
          <Skeleton width="8rem" />
        </dd>
      </dl>
    </Sheet>
  );
}

export function AmountsPart() {
  const { say } = useGuide();
  return (
    <Part name="amounts">
      <Sheet>
        <AmountLines>
          <AmountLine name={say('amounts.paid')} of={euros('1234567.89')} />
          <div className="line">
            <dt>{say('amounts.credit')}</dt>
            <dd>
              <Amount of={euros('-28.39')} saysCredit />
            </dd>
          </div>
          <AmountLine name={say('amounts.yen')} of={{ amount: '1502', currency: 'JPY' }} />
          <AmountLine name={say('amounts.fine')} of={{ amount: '0.0135', currency: 'USD' }} />
        </AmountLines>
      </Sheet>
    </Part>
  );
}
