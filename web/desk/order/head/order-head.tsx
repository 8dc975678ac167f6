import type { Schemas } from '../../../shared/api/api-types';
import { moneyText } from '../../../shared/money/money-text';
import { Skeleton } from '../../../shared/ui/standing';
import { useWords } from '../../../shared/words/words';
import { useDesk } from '../../words/desk-words';
import type { PaymentsRead } from '../money/payments-read';
import { OrderAssignee } from './assignee';
import { HeadFact } from './head-fact';
import './order-head.css';
import { undoingOf, whereMoneyIs } from './where-money-is';
import { WishLines } from './wish-lines';

interface OrderHeadProps {
  order: Schemas['Order'];
  account: Schemas['AccountView'] | undefined;
  payments: PaymentsRead;
}

/** What an agent asks first: whose turn it is, whose order, what it changes, what is due, where the money is, and who looks after it. */
export function OrderHead({ order, account, payments }: OrderHeadProps) {
  const { say } = useDesk();
  const { language } = useWords();
  const { quote, waits, done, settled } = order;
  const turn = done ? 'nobody' : (waits ?? (settled ? 'nobody' : 'us'));
  const calls = payments.data?.items;
  const money = calls === undefined ? 'unread' : whereMoneyIs(order, calls);
  const amount = quote === null ? '' : moneyText(quote.dueToday, language);
  const held = quote === null ? '' : moneyText(quote.balanceUsed, language);
  return (
    <dl className="desk-facts">
      <HeadFact name={say('desk.order.turn')}>{say('desk.order.turn.who', { turn })}</HeadFact>
      <HeadFact name={say('desk.order.assignee')}>
        <OrderAssignee order={order} />
      </HeadFact>
      <HeadFact name={say('desk.order.customer')}>{account?.name ?? order.accountId}</HeadFact>
      <HeadFact name={say('desk.order.change')}>
        <WishLines order={order} />
      </HeadFact>
      {quote !== null && (
        <HeadFact name={say('desk.order.due', { isLater: String(quote.dueLater) })}>{amount}</HeadFact>
      )}
      <HeadFact name={say('desk.order.money')}>
        {money === 'unread' && payments.error === null ? (
          <Skeleton width="8rem" />
        ) : (
          say('desk.order.money.where', { money, amount, held })
        )}
      </HeadFact>
      <HeadFact name={say('desk.order.undo')}>{say('desk.order.undo.how', { undoing: undoingOf(order) })}</HeadFact>
    </dl>
  );
}
