import { explain } from '../billing/explanation/explanation';
import {
  message,
  type Readership,
  readableAmount,
  readableDate,
  readablePercent,
  readableTime,
  treatmentText,
} from '../billing/explanation/messages';
import type { Account, Instant, Locale } from '../billing/facts/types';
import { compare, negate } from '../billing/money/amounts';
import type { Amount } from '../billing/money/types';
import type { Quote, QuoteLine } from '../billing/quotes/types';

/** The sources of a receipt. Nothing is computed again: the quote that was applied is the truth. */
export interface ReceiptFacts {
  changeId: string;
  account: Pick<Account, 'accountId' | 'companyName'>;
  seller: { vatNumber: string | null };
  quote: Quote;
  purchaseOrder: string | null;
  /** The customer's VAT number, where the order has one. */
  vatNumber: string | null;
  /** VAT given back since, oldest first. */
  vatCredits: readonly { at: Instant; amount: Amount }[];
}

interface ReceiptLine {
  text: string;
  treatment: string;
  net: string;
  percent: string;
  vat: string;
}

/** A receipt in the reader's language, ready to be set as text, HTML or PDF. */
export interface Receipt {
  locale: Locale;
  title: string;
  /** Order, date, customer, VAT numbers, purchase order. */
  facts: { label: string; text: string }[];
  /** The changes, in one sentence a subscription. */
  changes: string[];
  headings: { lines: string; net: string; percent: string; vat: string; terms: string };
  lines: ReceiptLine[];
  totals: { label: string; amount: string; isDue: boolean }[];
  /** Periods, seats, rates, and how the VAT was decided, with the legal mention that goes with it. */
  terms: string[];
}

/** @throws BillingError `text_missing` when the reader's texts lack a key. */
export function receiptOf(facts: ReceiptFacts, reader: Readership): Receipt {
  const { quote } = facts;
  const { changes, lines, terms } = explain(quote, reader);
  const texts = new Map(lines.map(({ lineId, text }) => [lineId, text]));
  const label = (key: string): string => message(reader, `receipt.${key}`, {});
  return {
    locale: reader.locale,
    title: label('title'),
    facts: orderFacts(facts, reader),
    changes,
    headings: {
      lines: label('lines'),
      net: label('net'),
      percent: label('percent'),
      vat: label('vat'),
      terms: label('terms'),
    },
    lines: quote.lines.map((line) => receiptLine(line, quote, reader, texts.get(line.lineId) ?? '')),
    totals: totalsOf(facts, reader),
    terms,
  };
}

function orderFacts(facts: ReceiptFacts, reader: Readership): Receipt['facts'] {
  const { changeId, account, seller, quote, purchaseOrder, vatNumber } = facts;
  const known: [key: string, text: string | null | undefined][] = [
    ['order', changeId],
    ['date', readableDate(quote.effectiveDate, reader)],
    ['customer', account.companyName ?? account.accountId],
    ['customer_vat_number', vatNumber],
    ['seller_vat_number', seller.vatNumber],
    ['purchase_order', purchaseOrder],
    ['currency', quote.currency],
  ];
  return known.flatMap(([key, text]) => (text ? [{ label: message(reader, `receipt.${key}`, {}), text }] : []));
}

/** A credit carries the treatment of its original charge, so one receipt may show two. */
function receiptLine(line: QuoteLine, quote: Quote, reader: Readership, text: string): ReceiptLine {
  const treatment = line.kind === 'credit' ? line.vatTreatment : quote.vatTreatment;
  return {
    text,
    treatment: treatment
      ? treatmentText({ ...treatment, percent: line.vatPercent }, reader)
      : message(reader, 'receipt.as_charged', {}),
    net: readableAmount(line.net, quote.currency, reader),
    percent: readablePercent(line.vatPercent, reader),
    vat: readableAmount(line.vat, quote.currency, reader),
  };
}

function totalsOf({ quote, vatCredits }: ReceiptFacts, reader: Readership): Receipt['totals'] {
  const { currency, toBalance } = quote;
  const total = (key: string, amount: Amount, more: Record<string, string> = {}, isDue = false) => ({
    label: message(reader, `receipt.${key}`, more),
    amount: readableAmount(amount, currency, reader),
    isDue,
  });
  const isSomething = (amount: Amount | undefined): amount is Amount =>
    amount !== undefined && compare(amount, '0') !== 0;
  return [
    total('total_net', quote.net),
    total('total_vat', quote.vat),
    total('total', quote.total),
    ...(isSomething(quote.balanceUsed) ? [total('balance_used', negate(quote.balanceUsed, currency))] : []),
    ...(isSomething(toBalance) ? [total('to_balance', toBalance)] : []),
    ...(isSomething(quote.refundRequested) ? [total('refund_requested', quote.refundRequested)] : []),
    total('paid', quote.dueToday, {}, true),
    ...vatCredits
      .filter(({ amount }) => isSomething(amount))
      .map(({ at, amount }) => total('vat_credited', amount, { time: readableTime(at, reader) })),
  ];
}
