import type { Schemas } from '../../shared/api/api-types';
import { isNoMoney } from '../../shared/money/money-text';
import type { Words } from '../../shared/words/words';

type Quote = Schemas['Quote'];
type Money = Schemas['Money'];

/** Between the total of a quote and what is due: what the balance gives or takes, and what is paid back. Signed, so that it adds up. */
export function settlementOf(quote: Quote, { say }: Words): { name: string; of: Money }[] {
  const { balanceUsed, toBalance, refundRequested } = quote;
  return [
    { name: say('ui.billing.change.balance_used'), of: taken(balanceUsed) },
    { name: say('ui.billing.change.to_balance', { what: whatBecomes(quote) }), of: toBalance },
    { name: say('ui.billing.change.refunded'), of: refundRequested },
  ].filter(({ of }) => !isNoMoney(of));
}

const taken = ({ amount, currency }: Money): Money => ({ amount: `-${amount}`, currency });

function whatBecomes({ toBalance, total, billedLater }: Quote): string {
  if (toBalance.amount.startsWith('-')) return billedLater ? 'later' : 'debt';
  return total.amount.startsWith('-') ? 'credit' : 'collected';
}
