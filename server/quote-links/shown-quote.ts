import { conditionsOf, explain, lineWords, toBalanceOf } from '../../billing/explanation/explanation';
import {
  message,
  type Readership,
  readableAmount,
  readableDate,
  readableTime,
  treatmentText,
} from '../../billing/explanation/messages';
import { negate } from '../../billing/money/amounts';
import type { Amount } from '../../billing/money/types';
import { isZero } from '../../billing/money/zero';
import { takesEffectLater } from '../../billing/quotes/quote';
import type { Quote } from '../../billing/quotes/types';

/** A row of figures; the note under its name says how it was reckoned, or why it is so. */
interface Row {
  name: string;
  note: string;
  amount: string;
}

/** A quote in words and figures for somebody who only reads it. */
export interface ShownQuote {
  title: string;
  /** The seller as its customers know it; null where it has no name. */
  seller: string | null;
  /** How long it holds, with day, time and zone. */
  until: string;
  changes: string[];
  rows: Row[];
  due: Row;
  /** Next bill and yearly rate of each subscription. */
  later: Row[];
  conditions: string[];
}

/** Whose quote it is. No person, address or VAT number is among it. */
interface Parties {
  /** Null: it is not known, or a person. */
  company: string | null;
  seller: string | null;
}

/** @throws BillingError `text_missing` when the reader's texts lack a key */
export function shownQuote(quote: Quote, { company, seller }: Parties, reader: Readership): ShownQuote {
  const say = (key: string, facts: Record<string, string> = {}): string => message(reader, `quote_link.${key}`, facts);
  return {
    title: company === null ? say('title') : say('title.of', { company }),
    seller,
    until: say('until', { time: readableTime(quote.expiresAt, reader) }),
    changes: explain(quote, reader).changes,
    rows: [...linesOf(quote, reader), ...totalsOf(quote, reader)],
    due: dueOf(quote, reader),
    later: quote.changes.flatMap((change) => {
      const product = change.names?.product ?? change.subscriptionId;
      const date = readableDate(change.nextBillDate, reader);
      const row = (name: string, value: Amount): Row => ({
        name,
        note: '',
        amount: readableAmount(value, quote.currency, reader),
      });
      return [
        row(say('next_bill', { product, date }), change.nextBillNet),
        row(say('rate.before', { product }), change.yearlyRateBefore),
        row(say('rate.after', { product }), change.yearlyRateAfter),
      ];
    }),
    conditions: conditionsOf(quote, reader),
  };
}

const linesOf = (quote: Quote, reader: Readership): Row[] =>
  quote.lines.map((line) => {
    const { name, arithmetic } = lineWords(line, quote, reader);
    return { name, note: arithmetic, amount: readableAmount(line.net, quote.currency, reader) };
  });

function totalsOf(quote: Quote, reader: Readership): Row[] {
  const { currency, net, vat, total, vatTreatment, balanceUsed, refundRequested = '0' } = quote;
  const row = (key: string, value: Amount, note = ''): Row => ({
    name: message(reader, `receipt.${key}`, {}),
    note,
    amount: readableAmount(value, currency, reader),
  });
  const toBalance = toBalanceOf(quote);
  return [
    row('total_net', net),
    row('total_vat', vat, treatmentText(vatTreatment, reader)),
    row('total', total),
    ...(isZero(balanceUsed) ? [] : [row('balance_used', negate(balanceUsed, currency))]),
    ...(toBalance === undefined ? [] : [row(toBalance.key, toBalance.amount)]),
    ...(isZero(refundRequested) ? [] : [row('refund_requested', refundRequested)]),
  ];
}

function dueOf(quote: Quote, reader: Readership): Row {
  const amount = readableAmount(quote.dueToday, quote.currency, reader);
  if (!takesEffectLater(quote)) return { name: message(reader, 'quote_link.due_today', {}), note: '', amount };
  const date = readableDate(quote.effectiveDate, reader);
  return {
    name: message(reader, 'quote_link.due_on', { date }),
    note: message(reader, 'quote.nothing_due_today', {}),
    amount,
  };
}
