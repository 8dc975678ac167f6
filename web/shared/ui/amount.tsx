import type { ReactNode } from 'react';
import type { Schemas } from '../api/api-types';
import { isCredit, moneyText } from '../money/money-text';
import { useWords } from '../words/words';
import './amount.css';

interface AmountProps {
  of: Schemas['Money'];
  /** For the one number of a page. */
  isLarge?: boolean;
  /** A newer one is on its way. */
  isOld?: boolean;
  /** Where no word beside it says so already, a credit says that it is one. */
  saysCredit?: boolean;
}

/** Money, as the language writes it. A credit has a true minus, a colour, and where nothing else says it a word. */
export function Amount({ of, isLarge = false, isOld = false, saysCredit = false }: AmountProps) {
  const { say, language } = useWords();
  const credit = isCredit(of);
  const classes = ['amount', isLarge && 'large', credit && 'credit', isOld && 'old'].filter(Boolean).join(' ');
  return (
    <span className={classes}>
      {credit && saysCredit && <span className="word">{say('ui.credit')}</span>}
      {moneyText(of, language)}
    </span>
  );
}

interface AmountLineProps {
  name: ReactNode;
  of: Schemas['Money'];
  isOld?: boolean;
  /** How it was reckoned, under it. */
  children?: ReactNode;
}

/** A name with its amount at the right and its arithmetic below. Stands in {@link AmountLines}. */
export function AmountLine({ name, of, isOld = false, children }: AmountLineProps) {
  return (
    <div className="line">
      <dt>{name}</dt>
      <dd>
        <Amount of={of} isOld={isOld} />
      </dd>
      {children !== undefined && <dd className="how">{children}</dd>}
    </div>
  );
}

export function AmountLines({ children }: { children: ReactNode }) {
  return <dl className="lines">{children}</dl>;
}
