import { message, readableAmount } from '../../../billing/explanation/messages';
import { isZero } from '../../../billing/money/zero';
import type { OrderView } from '../../../workflows/contract';
import { textsOf } from '../../http/texts';
import type { QuoteReader } from '../quotes/to-api';
import { headlineOf } from './headline';

/** An answer that support may give a customer as it stands: where the order is, and where the money is. */
export function replyTo(view: OrderView, { locale, timeZone }: QuoteReader): string {
  const reader = { locale, timeZone, texts: textsOf(locale) };
  const { quote } = view.details;
  const amount = quote === null ? '' : readableAmount(quote.dueToday, quote.currency, reader);
  const money = message(reader, `reply.money.${moneyOf(view)}`, { amount });
  return `${headlineOf(view, { locale, isBuyer: true })} ${money}`;
}

type WhereTheMoneyIs = 'nothing_asked' | 'not_charged' | 'charged' | 'under_way' | 'unknown' | 'given_back';

function moneyOf({ details: { payment, quote } }: OrderView): WhereTheMoneyIs {
  switch (payment?.status) {
    case 'paid':
      return 'charged';
    case 'pending':
      return 'under_way';
    case 'unknown':
      return 'unknown';
    case 'refunded':
      return 'given_back';
    case undefined:
      return quote !== null && isZero(quote.dueToday) ? 'nothing_asked' : 'not_charged';
    default:
      return 'not_charged';
  }
}
