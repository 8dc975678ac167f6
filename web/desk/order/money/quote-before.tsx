import type { Schemas } from '../../../shared/api/api-types';
import { isNoMoney, moneyText } from '../../../shared/money/money-text';
import { Notice } from '../../../shared/ui/notice';
import { useWords } from '../../../shared/words/words';
import { useDesk } from '../../words/desk-words';

/** The quote before this one, and what is other in this one; nothing where the price is the same. */
export function QuoteBefore({ difference }: { difference: Schemas['QuoteDifference'] }) {
  const { say } = useDesk();
  const { language } = useWords();
  const { dueToday, total, texts } = difference;
  if (isNoMoney(dueToday.difference) && isNoMoney(total.difference)) return null;
  const written = {
    before: moneyText(dueToday.before, language),
    after: moneyText(dueToday.after, language),
    difference: moneyText(dueToday.difference, language),
  };
  return (
    <Notice kind="info" level={3} title={say('desk.order.quote_before', written)}>
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </Notice>
  );
}
