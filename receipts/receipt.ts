import { explainMade, lineWords, toBalanceOf } from '../billing/explanation/explanation';
import {
  message,
  type Readership,
  readableAmount,
  readableCountry,
  readableDate,
  readablePercent,
  readableTime,
  treatmentText,
} from '../billing/explanation/messages';
import type { Account, Instant, Locale } from '../billing/facts/types';
import { compare, negate } from '../billing/money/amounts';
import type { Amount } from '../billing/money/types';
import type { Quote, QuoteLine } from '../billing/quotes/types';
import { orderReference } from './order-reference';

/** The sources of a receipt. Nothing is computed again: the quote that was applied is the truth. */
export interface ReceiptFacts {
  changeId: string;
  account: Pick<Account, 'accountId' | 'companyName'> &
    Partial<Pick<Account, 'street' | 'postalCode' | 'city' | 'country'>>;
  seller: { vatNumber: string | null };
  branding: SellerLook;
  quote: Quote;
  purchaseOrder: string | null;
  /** The customer's VAT number, where the order has one. */
  vatNumber: string | null;
  /** Kind of the payment details that were charged, as the gateway says; null where none were, or it does not say. */
  methodKind: string | null;
  /** Of the system of record, as far as they have been brought in. */
  invoiceNumbers: readonly string[];
  /** VAT given back since, oldest first. */
  vatCredits: readonly { at: Instant; amount: Amount }[];
}

/** The seller as its customers know it. */
interface SellerLook {
  /** Name that customers know it by. */
  name: string | null;
  color: string | null;
  /** A PNG or JPEG as a data address. */
  logo: string | null;
  /** Legal name and address, line by line. */
  address: readonly string[];
  replyTo: string | null;
}

interface Fact {
  label: string;
  text: string;
}

/** One side of the contract, with its name and address. */
interface Party {
  heading: string;
  lines: string[];
}

interface ReceiptLine {
  name: string;
  /** Empty for a line that was not calculated. */
  arithmetic: string;
  treatment: string;
  net: string;
  percent: string;
  vat: string;
  /** The VAT with its word, where there is no room for a column. */
  vatText: string;
}

/** A receipt in the reader's language, ready to be set as text, HTML or PDF. */
export interface Receipt {
  locale: Locale;
  title: string;
  reference: string;
  look: { name: string | null; color: string; logo: string | null };
  /** The seller, where the settings name one, and the customer. */
  parties: Party[];
  /** Reference, date, payment, purchase order, currency, invoice. */
  facts: Fact[];
  /** The changes, in one sentence a subscription. */
  changes: string[];
  headings: { lines: string; net: string; percent: string; vat: string; terms: string };
  lines: ReceiptLine[];
  totals: { label: string; amount: string; isDue: boolean }[];
  /** Periods, seats, rates, and how the VAT was decided, with the legal mention that goes with it. */
  terms: string[];
  /** Where the invoice comes from. */
  note: string;
}

/** Of a seller that names no color. */
const PLAIN_COLOR = '#0b5f59';

/** @throws BillingError `text_missing` when the reader's texts lack a key. */
export function receiptOf(facts: ReceiptFacts, reader: Readership): Receipt {
  const { quote, branding } = facts;
  const { changes, terms } = explainMade(quote, reader);
  const label = (key: string): string => message(reader, `receipt.${key}`, {});
  return {
    locale: reader.locale,
    title: label('title'),
    reference: orderReference(facts.changeId),
    look: { name: branding.name, color: branding.color ?? PLAIN_COLOR, logo: branding.logo },
    parties: partiesOf(facts, reader),
    facts: orderFacts(facts, reader),
    changes,
    headings: {
      lines: label('lines'),
      net: label('net'),
      percent: label('percent'),
      vat: label('vat'),
      terms: label('terms'),
    },
    lines: quote.lines.map((line) => receiptLine(line, quote, reader)),
    totals: totalsOf(facts, reader),
    terms,
    note: label('no_invoice'),
  };
}

function partiesOf({ account, seller, branding, vatNumber }: ReceiptFacts, reader: Readership): Party[] {
  const { companyName, accountId, street, postalCode, city, country } = account;
  const place = [postalCode, city].filter((part) => part !== undefined).join(' ');
  const address = [street, place, country && readableCountry(country, reader)];
  const party = (key: string, lines: readonly (string | null | undefined)[], number: string | null): Party => ({
    heading: message(reader, `receipt.${key}`, {}),
    lines: [...lines, number === null ? '' : message(reader, 'receipt.vat_number', { number })].flatMap((line) =>
      line ? [line] : [],
    ),
  });
  const name = branding.address.length > 0 ? branding.address : [branding.name];
  const ours = party('seller', [...name, branding.replyTo], seller.vatNumber);
  const theirs = party('customer', [companyName ?? accountId, ...address], vatNumber);
  return [ours, theirs].filter(({ lines }) => lines.length > 0);
}

function orderFacts(facts: ReceiptFacts, reader: Readership): Fact[] {
  const { changeId, quote, purchaseOrder, invoiceNumbers } = facts;
  const known: [key: string, text: string | null][] = [
    ['reference', orderReference(changeId)],
    ['date', readableDate(quote.effectiveDate, reader)],
    ['paid_with', paidWith(facts, reader)],
    ['purchase_order', purchaseOrder],
    ['currency', quote.currency],
    ['invoice', invoiceNumbers.join(', ')],
  ];
  return known.flatMap(([key, text]) => (text ? [{ label: message(reader, `receipt.${key}`, {}), text }] : []));
}

function paidWith({ quote, methodKind }: ReceiptFacts, reader: Readership): string {
  const means = [
    ...(isSomething(quote.dueToday) ? [KINDS.find((kind) => kind === methodKind) ?? 'on_file'] : []),
    ...(isSomething(quote.balanceUsed) ? ['balance'] : []),
  ];
  if (means.length === 0) means.push(quote.billedLater ? 'later' : 'nothing');
  const words = means.map((one) => message(reader, `receipt.paid_with.${one}`, {}));
  const [first = '', ...others] = new Intl.ListFormat(reader.locale, { type: 'conjunction' }).format(words);
  return first.toLocaleUpperCase(reader.locale) + others.join('');
}

const KINDS: readonly string[] = ['card', 'bank_debit'];

/** A credit carries the treatment of its original charge, so one receipt may show two. */
function receiptLine(line: QuoteLine, quote: Quote, reader: Readership): ReceiptLine {
  const treatment = line.kind === 'credit' ? line.vatTreatment : quote.vatTreatment;
  const vat = readableAmount(line.vat, quote.currency, reader);
  return {
    ...lineWords(line, quote, reader),
    treatment: treatment
      ? treatmentText({ ...treatment, percent: line.vatPercent }, reader)
      : message(reader, 'receipt.as_charged', {}),
    net: readableAmount(line.net, quote.currency, reader),
    percent: readablePercent(line.vatPercent, reader),
    vat,
    vatText: message(reader, 'quote.vat', { amount: vat }),
  };
}

function totalsOf({ quote, vatCredits }: ReceiptFacts, reader: Readership): Receipt['totals'] {
  const { currency } = quote;
  const toBalance = toBalanceOf(quote);
  const total = (key: string, amount: Amount, more: Record<string, string> = {}, isDue = false) => ({
    label: message(reader, `receipt.${key}`, more),
    amount: readableAmount(amount, currency, reader),
    isDue,
  });
  return [
    total('total_net', quote.net),
    total('total_vat', quote.vat),
    total('total', quote.total),
    ...(isSomething(quote.balanceUsed) ? [total('balance_used', negate(quote.balanceUsed, currency))] : []),
    ...(toBalance === undefined ? [] : [total(toBalance.key, toBalance.amount)]),
    ...(isSomething(quote.refundRequested) ? [total('refund_requested', quote.refundRequested)] : []),
    total('paid', quote.dueToday, {}, true),
    ...vatCredits
      .filter(({ amount }) => isSomething(amount))
      .map(({ at, amount }) => total('vat_credited', amount, { time: readableTime(at, reader) })),
  ];
}

const isSomething = (amount: Amount | undefined): amount is Amount =>
  amount !== undefined && compare(amount, '0') !== 0;
