import type { Schemas } from '../../../shared/api/api-types';
import { isNoMoney } from '../../../shared/money/money-text';

type Order = Pick<Schemas['Order'], 'state' | 'steps' | 'quote' | 'payment' | 'done' | 'waits'>;
type Call = Pick<Schemas['PaymentCall'], 'kind' | 'status' | 'at'>;

/** Where the money of an order is. `held` is balance that is set aside for it; `taken_back` is what the bank took back for its customer. */
type MoneyPlace =
  | 'none'
  | 'at_bank'
  | 'under_way'
  | 'held'
  | 'taken'
  | 'taken_back'
  | 'giving_back'
  | 'given_back'
  | 'unknown';

/**
 * Where the money is, by the calls of the gateway, which are written down before they are made, and by the order where there are none.
 * A call that was made and not answered is money that nobody knows of, whatever the order is at.
 */
export function whereMoneyIs(order: Order, calls: readonly Call[]): MoneyPlace {
  const last = (kind: Call['kind']): Call | undefined =>
    calls.filter((call) => call.kind === kind).reduce<Call | undefined>(laterCall, undefined);
  const [charge, refund] = [last('charge'), last('refund')];
  if (order.payment?.status === 'refunded' || refund?.status === 'paid') return 'given_back';
  if (order.payment?.status === 'unknown' || isOpen(charge, order)) return 'unknown';
  if (charge?.status === 'reversed') return 'taken_back';
  if (charge?.status === 'paid' || order.payment?.status === 'paid')
    return isBeingUndone(order) ? 'giving_back' : 'taken';
  if (order.payment?.status === 'pending' || charge?.status === 'pending') return 'under_way';
  if (order.payment?.status === 'requires_action') return 'at_bank';
  return holdsBalance(order) ? 'held' : 'none';
}

const laterCall = (before: Call | undefined, call: Call): Call =>
  before === undefined || call.at >= before.at ? call : before;

/** Asked of the gateway, and not answered: in an order that is stuck, or said so itself. */
const isOpen = (charge: Call | undefined, { waits }: Order): boolean =>
  charge?.status === 'unknown' || (charge?.status === 'intended' && waits === 'stuck');

function holdsBalance({ steps, quote, done }: Order): boolean {
  if (done || quote === null || isNoMoney(quote.balanceUsed)) return false;
  return steps.some(({ step, standing }) => step === 'reserve' && standing === 'done');
}

const isBeingUndone = ({ state }: Pick<Order, 'state'>): boolean => /^(compensating|releasing)\b/.test(state);

/** Whether an order can be undone: not once its change is made, which is known by its step, nor while it is being undone. */
export function undoingOf(order: Pick<Order, 'steps' | 'state' | 'done'>): 'under_way' | 'made' | 'over' | 'before' {
  const { steps, state, done } = order;
  if (isBeingUndone(order)) return 'under_way';
  const isMade = state === 'completed' || steps.some(({ step, standing }) => step === 'apply' && standing === 'done');
  if (isMade) return 'made';
  return done ? 'over' : 'before';
}
