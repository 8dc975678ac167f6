import { addDays } from '../calendar/calendar';
import { compare, negate } from '../money/amounts';
import type { Amount } from '../money/types';
import { isZero } from '../money/zero';
import { present } from '../present';
import { takesEffectLater } from '../quotes/quote';
import type { AgreedOutcome, Quote, QuotedChange, QuoteLine } from '../quotes/types';
import {
  type MessageFacts,
  message,
  type Readership,
  readableAmount,
  readableDate,
  readablePercent,
  readableTime,
  treatmentText,
} from './messages';

/** A quote in plain words: the same sentences in the API, the mail and the receipt. */
export interface Explanation {
  /** The changes, in one sentence a subscription. */
  changes: string[];
  /** One sentence a line with its arithmetic, and one for its VAT where there is any. */
  lines: { lineId: string; text: string; vat?: string }[];
  /** From the lines to the amount due today. */
  totals: string[];
  /** The new periods and rates, legal mentions, and the rule by which it was calculated. */
  terms: string[];
  /** Facts that matter until the order is placed: what becomes of an agreed change, the other choice of anchor, the end of the quote. */
  offer: string[];
}

/**
 * Explains a quote from its lines alone; nothing is computed again.
 *
 * @throws BillingError `text_missing` when the reader's texts lack a key.
 */
export function explain(quote: Quote, reader: Readership): Explanation {
  return {
    changes: changesOf(quote, reader),
    lines: linesOf(quote, reader),
    totals: [...totalsOf(quote, reader), ...dueOf(quote, reader)],
    terms: [...staysOf(quote, reader), ...termsOf(quote, reader)],
    offer: [
      ...quote.changes.flatMap(({ agreed }) => (agreed === undefined ? [] : [agreedText(agreed, reader)])),
      ...otherAnchorOf(quote, reader),
      message(reader, 'quote.valid_until', { time: readableTime(quote.expiresAt, reader) }),
    ],
  };
}

/** What a paper of figures leaves out: what stays until a later day, pauses, and the rule by which it was calculated. */
export const conditionsOf = (quote: Quote, reader: Readership): string[] => [
  ...staysOf(quote, reader),
  ...quote.changes.flatMap((change) => pauseOf(change, quote, reader)),
  ruleText(quote, reader),
];

/** The same of an order that was made: what was charged, and nothing of what was still to come before that. */
export function explainMade(quote: Quote, reader: Readership): Omit<Explanation, 'offer'> {
  const amount = readableAmount(quote.dueToday, quote.currency, reader);
  return {
    changes: changesOf(quote, reader),
    lines: linesOf(quote, reader),
    totals: [...totalsOf(quote, reader), message(reader, 'quote.charged', { amount })],
    terms: termsOf(quote, reader),
  };
}

/** The sentences of an explanation in the order they are read, one a line. */
export const explanationText = (explanation: Explanation): string =>
  [...sentencesOf(explanation), ...explanation.offer].join('\n');

/** The same one by one, without what only matters before the order is placed. */
export function sentencesOf({ changes, lines, totals, terms }: Omit<Explanation, 'offer'>): string[] {
  const priced = lines.flatMap(({ text, vat }) => (vat === undefined ? [text] : [text, vat]));
  return [...changes, ...priced, ...totals, ...terms];
}

const changesOf = (quote: Quote, reader: Readership): string[] =>
  quote.changes.map((change) => message(reader, changeKeyOf(change), changeFacts(change, quote, reader)));

const linesOf = (quote: Quote, reader: Readership): Explanation['lines'] =>
  quote.lines.map((line) => explainLine(line, quote, reader));

function changeKeyOf({ endLifted, trialEnded }: QuotedChange): string {
  if (endLifted !== undefined) return 'quote.change.end_lifted';
  return trialEnded ? 'quote.change.trial_ended' : 'quote.change';
}

function agreedText({ changeId, takenOut, kept }: AgreedOutcome, reader: Readership): string {
  if (kept.length === 0) return message(reader, 'quote.agreed.ends', { changeId });
  if (takenOut.length === 0) return message(reader, 'quote.agreed.untouched', { changeId });
  const names = takenOut.map((field) => message(reader, `quote.field.${field}`, {}));
  const fields = new Intl.ListFormat(reader.locale, { type: 'conjunction' }).format(names);
  return message(reader, 'quote.agreed.kept', { changeId, fields });
}

function explainLine(line: QuoteLine, { currency }: Quote, reader: Readership): Explanation['lines'][number] {
  const vat = {
    percent: readablePercent(line.vatPercent, reader),
    vat: readableAmount(line.vat, currency, reader),
  };
  return present({
    lineId: line.lineId,
    text: message(reader, line.textKey, lineFacts(line, currency, reader)),
    vat: isZero(line.vat) ? undefined : message(reader, 'quote.line.vat', vat),
  });
}

/** A line as a paper sets it: its name, and under it the arithmetic; empty for an item, which has none. */
export function lineWords(
  line: QuoteLine,
  { currency }: Quote,
  reader: Readership,
): { name: string; arithmetic: string } {
  const facts = lineFacts(line, currency, reader);
  const words = (part: string): string => message(reader, `${line.textKey}.${part}`, facts);
  return { name: words('name'), arithmetic: line.kind === 'cart_item' ? '' : words('arithmetic') };
}

function lineFacts(line: QuoteLine, currency: string, reader: Readership): MessageFacts {
  const { unitPrice } = line.facts;
  return present({
    ...line.facts,
    unitPrice: unitPrice === undefined ? undefined : readableAmount(String(unitPrice), currency, reader),
    ...(line.period && periodFacts(line.period, reader)),
    basis: readableAmount(line.basis, currency, reader),
    part: partOf(line, reader),
    net: readableAmount(line.net, currency, reader),
  });
}

function partOf({ fraction }: QuoteLine, reader: Readership): string {
  const { numerator, denominator, unit, rounded } = fraction;
  const part = message(reader, unit === 'second' ? 'quote.part.second' : 'quote.part', { numerator, denominator });
  return rounded === undefined ? part : message(reader, 'quote.part.rounded', { part, rounded: Number(rounded) });
}

/** People read the last day of a period, not the first day of the next one. */
function periodFacts({ start, end }: { start: string; end: string }, reader: Readership): MessageFacts {
  const last = start < end ? addDays(end, -1) : end;
  return { start: readableDate(start, reader), end: readableDate(last, reader) };
}

function totalsOf(quote: Quote, reader: Readership): string[] {
  const { currency } = quote;
  const toBalance = toBalanceOf(quote);
  const line = (key: string, amount: string) =>
    message(reader, key, { amount: readableAmount(amount, currency, reader) });
  return [
    line('quote.net', quote.net),
    line('quote.vat', quote.vat),
    line('quote.total', quote.total),
    ...(compare(quote.balanceUsed, '0') > 0 ? [line('quote.balance_used', quote.balanceUsed)] : []),
    ...(toBalance === undefined ? [] : [line(`quote.${toBalance.key}`, toBalance.amount)]),
    ...(quote.refundRequested === undefined ? [] : [line('quote.refund_requested', quote.refundRequested)]),
  ];
}

function dueOf(quote: Quote, reader: Readership): string[] {
  const amount = readableAmount(quote.dueToday, quote.currency, reader);
  if (!takesEffectLater(quote)) return [message(reader, 'quote.due_today', { amount })];
  const date = readableDate(quote.effectiveDate, reader);
  return [message(reader, 'quote.due_on', { amount, date }), message(reader, 'quote.nothing_due_today', {})];
}

/**
 * The amount put on the balance is a credit, an old debt that is collected, or a new one: billed later or too small to charge.
 * Undefined where there is none; the key is the last part of that of a text.
 */
export function toBalanceOf({
  toBalance,
  total,
  billedLater,
  currency,
}: Quote): { key: string; amount: Amount } | undefined {
  const sign = compare(toBalance, '0');
  if (sign === 0) return undefined;
  if (sign < 0)
    return { key: billedLater ? 'to_balance.later' : 'to_balance.debt', amount: negate(toBalance, currency) };
  return { key: compare(total, '0') < 0 ? 'to_balance' : 'to_balance.collected', amount: toBalance };
}

function termsOf(quote: Quote, reader: Readership): string[] {
  return [
    ...quote.changes.map((change) => message(reader, 'quote.period', changeFacts(change, quote, reader))),
    ...quote.changes.flatMap((change) => pauseOf(change, quote, reader)),
    ...quote.changes.map((change) => message(reader, 'quote.rate', changeFacts(change, quote, reader))),
    treatmentText(quote.vatTreatment, reader),
    ruleText(quote, reader),
  ];
}

const ruleText = (quote: Quote, reader: Readership): string => message(reader, 'quote.policy', ruleOf(quote));

/** The rule that the customer feels; the policy's name is for those who read the quote itself. */
function ruleOf({ changes, lines, effectiveDate }: Quote): MessageFacts {
  return {
    anchor: changes.some(({ newPeriod }) => newPeriod.start === effectiveDate) ? 'reset' : 'kept',
    credited: lines.some(({ kind }) => kind === 'credit') ? 'yes' : 'no',
  };
}

/** The next bill stands in the period; that a pause lies before it is for the customer to see. */
function pauseOf(change: QuotedChange, quote: Quote, reader: Readership): string[] {
  const { pausesOn, resumesOn } = change;
  if (pausesOn === undefined) return [];
  const facts = { ...changeFacts(change, quote, reader), pauseStart: readableDate(pausesOn, reader) };
  if (resumesOn === undefined) return [message(reader, 'quote.pause', facts)];
  return [message(reader, 'quote.pause.until', { ...facts, pauseEnd: readableDate(addDays(resumesOn, -1), reader) })];
}

const staysOf = (quote: Quote, reader: Readership): string[] =>
  takesEffectLater(quote) ? quote.changes.flatMap((change) => untilThenOf(change, quote, reader)) : [];

/** Until the day of a later change everything stays, and its seats have to be free by then. */
function untilThenOf(change: QuotedChange, quote: Quote, reader: Readership): string[] {
  const { seatsToFree } = change;
  const facts = changeFacts(change, quote, reader);
  const stays = message(reader, 'quote.until_then', facts);
  return seatsToFree === undefined
    ? [stays]
    : [stays, message(reader, 'quote.seats_to_free', { ...facts, seatsToFree })];
}

/** The cost of the order if the billing date stayed where it moves, or moved where it stays. */
function otherAnchorOf(quote: Quote, reader: Readership): string[] {
  const { otherAnchor, currency } = quote;
  if (otherAnchor === undefined) return [];
  const { anchor, total, dueToday } = otherAnchor;
  const amounts = {
    total: readableAmount(total, currency, reader),
    due: readableAmount(dueToday, currency, reader),
    when: takesEffectLater(quote) ? 'later' : 'today',
  };
  return [message(reader, `quote.other_anchor.${anchor}`, amounts)];
}

function changeFacts(change: QuotedChange, { effectiveDate, currency }: Quote, reader: Readership): MessageFacts {
  const { before, after, names, endLifted } = change;
  return present({
    product: names?.product ?? change.subscriptionId,
    tierBefore: names?.tierBefore ?? before.tierId,
    tierAfter: names?.tierAfter ?? after.tierId,
    seatsBefore: before.seats,
    seatsAfter: after.seats,
    frequencyBefore: before.frequency,
    frequencyAfter: after.frequency,
    date: readableDate(effectiveDate, reader),
    ...periodFacts(change.newPeriod, reader),
    nextBillDate: readableDate(change.nextBillDate, reader),
    amount: readableAmount(change.nextBillNet, currency, reader),
    before: readableAmount(change.yearlyRateBefore, currency, reader),
    after: readableAmount(change.yearlyRateAfter, currency, reader),
    lastDay: endLifted === undefined ? undefined : readableDate(addDays(endLifted, -1), reader),
  });
}
