import { explain, lineWords } from '../../../billing/explanation/explanation';
import { message, type Readership, readableAmount, treatmentText } from '../../../billing/explanation/messages';
import type { LineVatTreatment } from '../../../billing/facts/types';
import { sum } from '../../../billing/money/amounts';
import type { Money } from '../../../billing/money/types';
import { present } from '../../../billing/present';
import { dueOn, takesEffectLater } from '../../../billing/quotes/quote';
import type {
  AmountDifference,
  Quote,
  QuoteDifference,
  QuotedChange,
  QuoteLine,
  QuoteOutline,
} from '../../../billing/quotes/types';
import type { QuoteDifferenceView, QuoteView } from '../../../schemas/orders/quote';
import { textsOf } from '../../http/texts';

/** Who reads a quote: their language, and the zone they count hours in. */
export type QuoteReader = Omit<Readership, 'texts'>;

/** A quote with its arithmetic; every line carries its text in the reader's language. */
export function quoteToApi(quote: Quote, { locale, timeZone }: QuoteReader): QuoteView {
  const { currency } = quote;
  const reader = { locale, timeZone, texts: textsOf(locale) };
  const { changes, lines, totals, terms, offer } = explain(quote, reader);
  const texts = new Map(lines.map((line) => [line.lineId, line]));
  const money = (amount: string): Money => ({ amount, currency });
  return {
    quoteId: quote.quoteId,
    version: quote.version,
    hash: quote.hash,
    at: quote.at,
    expiresAt: quote.expiresAt,
    effectiveDate: quote.effectiveDate,
    policy: quote.policy,
    changes: quote.changes.map((change) => quotedChangeToApi(change, money)),
    lines: quote.lines.map((line) =>
      lineToApi(line, money, { ...texts.get(line.lineId), ...lineWords(line, quote, reader) }),
    ),
    vatTreatment: treatmentToApi(quote.vatTreatment),
    net: money(quote.net),
    vat: money(quote.vat),
    total: money(quote.total),
    balanceUsed: money(quote.balanceUsed),
    dueToday: money(quote.dueToday),
    dueOn: dueOn(quote, timeZone),
    dueLater: takesEffectLater(quote),
    toBalance: money(quote.toBalance),
    refundRequested: money(quote.refundRequested ?? sum([], currency)),
    billedLater: quote.billedLater ?? false,
    rateIncreases: quote.rateIncreases,
    otherAnchor: quote.otherAnchor === undefined ? null : outlineToApi(quote.otherAnchor, money),
    includesCart: quote.includesCart,
    explanation: { changes, totals, tax: treatmentText(quote.vatTreatment, reader), terms, offer },
  };
}

/** The difference between a quote and the one before it; `texts` say it in the reader's language. */
export function differenceToApi(
  { previousQuoteId, total, dueToday, lines, movedSubscriptions }: QuoteDifference,
  currency: string,
  { locale, timeZone }: QuoteReader,
): QuoteDifferenceView {
  const money = (amount: string): Money => ({ amount, currency });
  const reader = { locale, timeZone, texts: textsOf(locale) };
  const moneyOf = ({ before, after, difference }: AmountDifference) => ({
    before: money(before),
    after: money(after),
    difference: money(difference),
  });
  const told = (key: string, { before, after }: AmountDifference): string => {
    const amounts = {
      before: readableAmount(before, currency, reader),
      after: readableAmount(after, currency, reader),
    };
    return message(reader, key, amounts);
  };
  return {
    previousQuoteId,
    total: moneyOf(total),
    dueToday: moneyOf(dueToday),
    lines: lines.map(({ lineId, before, after }) => ({
      lineId,
      before: before === null ? null : money(before),
      after: after === null ? null : money(after),
    })),
    movedSubscriptions,
    texts: [told('quote.difference.total', total), told('quote.difference.due_today', dueToday)],
  };
}

function quotedChangeToApi(change: QuotedChange, money: (amount: string) => Money) {
  const {
    subscriptionId,
    before,
    after,
    names = null,
    newPeriod,
    newPeriodStartsAt,
    endLifted,
    trialEnded,
    pausesOn,
    resumesOn,
    nextBillDate,
    seatsAdded,
    agreed,
    seatsToFree = 0,
  } = change;
  return present({
    subscriptionId,
    before,
    after,
    names,
    newPeriod,
    newPeriodStartsAt,
    endLifted,
    trialEnded,
    pausesOn,
    resumesOn,
    nextBillDate,
    nextBillNet: money(change.nextBillNet),
    yearlyRateBefore: money(change.yearlyRateBefore),
    yearlyRateAfter: money(change.yearlyRateAfter),
    seatsAdded,
    agreed: agreed && { changeId: agreed.changeId, takenOut: agreed.takenOut, kept: agreed.kept },
    seatsToFree,
  });
}

/** Which check of a number it rests on is for the audit, not for the customer. */
function treatmentToApi<Treatment extends LineVatTreatment>({ evidenceId: _, ...treatment }: Treatment) {
  return treatment;
}

/** An order beside another one: its totals, and what else is said of it. */
export const outlineToApi = <Outline extends QuoteOutline>(outline: Outline, money: (amount: string) => Money) => ({
  ...outline,
  net: money(outline.net),
  total: money(outline.total),
  dueToday: money(outline.dueToday),
  toBalance: money(outline.toBalance),
  nextBills: outline.nextBills.map((bill) => ({ ...bill, net: money(bill.net) })),
});

function lineToApi(
  line: QuoteLine,
  money: (amount: string) => Money,
  words: { text?: string; vat?: string; name: string; arithmetic: string },
) {
  const { lineId, kind, subscriptionId = null, period = null, startsAt, fraction, vatPercent, vatTreatment } = line;
  return present({
    lineId,
    kind,
    subscriptionId,
    text: words.text ?? line.textKey,
    name: words.name,
    arithmetic: words.arithmetic === '' ? null : words.arithmetic,
    vatText: words.vat ?? null,
    period,
    startsAt,
    basis: money(line.basis),
    fraction,
    net: money(line.net),
    vatPercent,
    vat: money(line.vat),
    vatTreatment: vatTreatment && treatmentToApi(vatTreatment),
  });
}
