import type { Schemas } from '../../shared/api/api-types';
import { moneyText } from '../../shared/money/money-text';
import { Link } from '../../shared/ui/button';
import { useWords } from '../../shared/words/words';
import { Detail, Details } from '../parts/list';
import { useDesk } from '../words/desk-words';

type Facts = Schemas['SupportItem']['facts'];

/** Told by the link to the order, by the amount, or of no use to a person. */
const TOLD_OTHERWISE: ReadonlySet<string> = new Set(['changeId', 'amount', 'currency', 'minorUnits', 'occasion']);

const NAMED = [
  ...(['accountId', 'personId', 'otherContacts', 'by', 'because', 'taken', 'code', 'attempts', 'register'] as const),
  ...(['registerCode', 'reference', 'unassigned', 'gatewayReference', 'status'] as const),
] as const;
type Named = (typeof NAMED)[number];

const isNamed = (name: string): name is Named => NAMED.some((one) => one === name);

/** What a support item is about: its order, its amount, and whatever else is known, as it is known. */
export function AboutItem({ facts, subscriptionId }: { facts: Facts; subscriptionId: string }) {
  const { say } = useDesk();
  const { language } = useWords();
  const { changeId, amount, currency } = facts;
  const others = Object.entries(facts).filter(([name]) => !TOLD_OTHERWISE.has(name));
  return (
    <Details>
      {typeof changeId === 'string' && (
        <Detail name={say('desk.items.order')}>
          <Link href={`/desk/orders/${encodeURIComponent(changeId)}`}>{changeId}</Link>
        </Detail>
      )}
      {typeof amount === 'string' && typeof currency === 'string' && (
        <Detail name={say('desk.items.amount')}>{moneyText({ amount, currency }, language)}</Detail>
      )}
      {subscriptionId !== '' && <Detail name={say('desk.items.subscription')}>{subscriptionId}</Detail>}
      {others.map(([name, value]) => (
        <Detail key={name} name={isNamed(name) ? say(`desk.items.fact.${name}`) : name}>
          {value}
        </Detail>
      ))}
    </Details>
  );
}
