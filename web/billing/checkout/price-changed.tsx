import type { Schemas } from '../../shared/api/api-types';
import { Amount } from '../../shared/ui/amount';
import { Notice } from '../../shared/ui/notice';
import { useWords } from '../../shared/words/words';
import { RenewLink } from '../order/renew-link';
import { SideBySide } from '../quote/side-by-side';
import { type AmountPair, pairsOfDifference, pairsOfQuotes } from './amount-pairs';

interface PriceChangedProps {
  order: Schemas['Order'];
  quote: Schemas['Quote'];
  /** The quote that its reader has seen, where the order is no longer as it was then; else null. */
  seen: Schemas['Quote'] | null;
}

/** Why an order is asked about once more, with its amounts as they were and as they are, side by side. */
export function PriceChanged({ order, quote, seen }: PriceChangedProps) {
  const { say } = useWords();
  const { askAgain, difference } = order;
  if (askAgain?.reason === 'vat_number_refused' || (askAgain === null && seen === null)) return null;
  const names = { total: say('ui.billing.checkout.changed.total'), due: say('ui.billing.order.due') };
  const pairs = ((): AmountPair[] => {
    if (seen !== null) return pairsOfQuotes(seen, quote, names);
    // A payment that failed changes no price.
    const isAboutPrice = difference !== null && !askAgain?.reason.startsWith('payment_');
    return isAboutPrice ? pairsOfDifference(difference, quote, names) : [];
  })();
  return (
    <Notice kind="wait" title={askAgain?.text ?? say('ui.billing.checkout.changed')} isAnnounced>
      {(seen !== null || pairs.length > 0) && <p>{say('ui.billing.checkout.changed.nothing_done')}</p>}
      {pairs.length > 0 && <Compared pairs={pairs} />}
      <RenewLink order={order} />
    </Notice>
  );
}

function Compared({ pairs }: { pairs: readonly AmountPair[] }) {
  const { say } = useWords();
  const amount = (of: AmountPair['before']) =>
    of === null ? say('ui.billing.checkout.changed.none') : <Amount of={of} />;
  return (
    <SideBySide
      columns={[say('ui.billing.checkout.changed.before'), say('ui.billing.checkout.changed.now')]}
      rows={pairs.map(({ name, before, after }) => ({ name, values: [amount(before), amount(after)] }))}
    />
  );
}
