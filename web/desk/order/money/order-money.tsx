import { useReading } from '../../../shared/api/api';
import type { Schemas } from '../../../shared/api/api-types';
import { isNoMoney, moneyText } from '../../../shared/money/money-text';
import { percentText } from '../../../shared/money/percent-text';
import { Amount, AmountLine, AmountLines } from '../../../shared/ui/amount';
import { Disclosure } from '../../../shared/ui/disclosure';
import { Sheet } from '../../../shared/ui/standing';
import { useWords } from '../../../shared/words/words';
import { useDesk } from '../../words/desk-words';
import { GatewayCalls } from './gateway-calls';
import './money.css';
import type { PaymentsRead } from './payments-read';
import { QuoteBefore } from './quote-before';
import { ReceiptOf } from './receipt-of';

interface OrderMoneyProps {
  order: Schemas['Order'];
  zone: string | null;
  payments: PaymentsRead;
}

/** The quote with its arithmetic, what differs from the one before it, what the gateway was asked, and what the balance moved. */
export function OrderMoney({ order, zone, payments }: OrderMoneyProps) {
  const { say } = useDesk();
  const { quote, difference } = order;
  return (
    <Sheet label={say('desk.order.amounts')}>
      <h2>{say('desk.order.amounts')}</h2>
      {quote === null ? <p className="second">{say('desk.order.amounts.none')}</p> : <QuoteLines quote={quote} />}
      {difference !== null && <QuoteBefore difference={difference} />}
      <GatewayCalls payments={payments} zone={zone} />
      <BalanceEntries order={order} />
      <ReceiptOf order={order} />
    </Sheet>
  );
}

function QuoteLines({ quote }: { quote: Schemas['Quote'] }) {
  const { say } = useDesk();
  const { language } = useWords();
  const { lines, vat, vatTreatment, balanceUsed, toBalance, dueToday, dueLater, explanation } = quote;
  const percent = percentText(vatTreatment.percent, language);
  return (
    <>
      <AmountLines>
        {lines.map(({ lineId, name, arithmetic, net }) => (
          <AmountLine key={lineId} name={name} of={net}>
            {arithmetic}
          </AmountLine>
        ))}
        <AmountLine name={say('desk.order.amounts.vat', { percent })} of={vat}>
          {explanation.tax}
        </AmountLine>
        {!isNoMoney(balanceUsed) && <AmountLine name={say('desk.order.amounts.balance_used')} of={balanceUsed} />}
        {!isNoMoney(toBalance) && <AmountLine name={say('desk.order.amounts.to_balance')} of={toBalance} />}
      </AmountLines>
      <dl className="desk-total">
        <dt>{say('desk.order.due', { isLater: String(dueLater) })}</dt>
        <dd>
          <Amount of={dueToday} />
        </dd>
      </dl>
    </>
  );
}

/** The newest entries of the account, of which those of this order are shown. */
const LOOKED_THROUGH = '100';

function BalanceEntries({ order: { accountId, changeId } }: { order: Schemas['Order'] }) {
  const { say } = useDesk();
  const { language } = useWords();
  const { data } = useReading('GET /v1/accounts/{accountId}/ledger', {
    params: { accountId },
    query: { order: 'desc', limit: LOOKED_THROUGH },
  });
  const entries = data?.items.filter((one) => one.changeId === changeId) ?? [];
  if (entries.length === 0) return null;
  return (
    <Disclosure title={say('desk.order.ledger', { count: entries.length })}>
      <AmountLines>
        {entries.map(({ sequence, text, amount, balanceAfter }) => (
          <AmountLine key={sequence} name={text} of={amount}>
            {say('desk.order.ledger.after', { balance: moneyText(balanceAfter, language) })}
          </AmountLine>
        ))}
      </AmountLines>
    </Disclosure>
  );
}
