import type { Schemas } from '../../shared/api/api-types';
import { Amount } from '../../shared/ui/amount';
import { Notice } from '../../shared/ui/notice';
import { useWords } from '../../shared/words/words';

type Money = Schemas['Money'];

/** An amount as it was and as it is; null where one of them has no such line. */
interface Pair {
  name: string;
  before: Money | null;
  after: Money | null;
}

interface PriceChangedProps {
  order: Schemas['Order'];
  quote: Schemas['Quote'];
  /** What was due by the quote that was on screen when the order was placed and was not taken; else null. */
  seen: Money | null;
}

/** Why an order is asked about once more, with its amounts as they were and as they are, side by side. */
export function PriceChanged({ order, quote, seen }: PriceChangedProps) {
  const { say } = useWords();
  const { askAgain, difference } = order;
  if (askAgain?.reason === 'vat_number_refused' || (askAgain === null && seen === null)) return null;
  const title = seen === null ? askAgain?.text : undefined;
  const pairs = pairsOf(quote, seen, askAgain === null ? null : difference, {
    total: say('ui.billing.checkout.changed.total'),
    due: say('ui.billing.order.due'),
    vat: quote.explanation.tax,
  });
  return (
    <Notice kind="wait" title={title ?? say('ui.billing.checkout.changed')} isAnnounced>
      {seen !== null && askAgain !== null && <p>{askAgain.text}</p>}
      {(seen !== null || pairs.length > 0) && <p>{say('ui.billing.checkout.changed.nothing_done')}</p>}
      {pairs.length > 0 && <Compared pairs={pairs} />}
    </Notice>
  );
}

function Compared({ pairs }: { pairs: readonly Pair[] }) {
  const { say } = useWords();
  const amount = (of: Money | null) => (of === null ? say('ui.billing.checkout.changed.none') : <Amount of={of} />);
  return (
    <table className="compared">
      <thead>
        <tr>
          <th scope="col">{say('ui.billing.checkout.changed.what')}</th>
          <th scope="col">{say('ui.billing.checkout.changed.before')}</th>
          <th scope="col">{say('ui.billing.checkout.changed.now')}</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map(({ name, before, after }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{amount(before)}</td>
            <td>
              <b>{amount(after)}</b>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What is not the same, the total last. A line that is gone has no name any more, and the total tells of it. */
function pairsOf(
  quote: Schemas['Quote'],
  seen: Money | null,
  difference: Schemas['QuoteDifference'] | null,
  words: { total: string; due: string; vat: string },
): Pair[] {
  const due = { name: words.due, before: seen ?? difference?.dueToday.before ?? null, after: quote.dueToday };
  const names = new Map(quote.lines.map(({ lineId, name }) => [lineId, name]));
  const lines = (difference?.lines ?? []).flatMap(({ lineId, before, after }): Pair[] => {
    const name = names.get(lineId);
    return name === undefined ? [] : [{ name, before, after }];
  });
  const total = difference === null ? [] : [{ name: words.total, ...difference.total }];
  return [...lines, ...total, due].filter(({ before, after }) => before?.amount !== after?.amount);
}
