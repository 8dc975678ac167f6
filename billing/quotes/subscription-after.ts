import type { BilledLine, Subscription } from '../facts/types';
import { formatAmount, parsePayable, sum } from '../money/amounts';
import { BillingError, quoted } from '../money/errors';
import type { Amount } from '../money/types';
import { present } from '../present';
import { untilChangeIdOf } from './line';
import { shareOfSeats } from './proration';
import type { Quote, QuotedChange, QuoteLine } from './types';

/**
 * The subscription as an applied quote leaves it: terms, status, end, period, anchor day and the lines that later credits start
 * from.
 * `version` is not touched: the store counts it.
 *
 * @throws BillingError `no_changes` when the quote holds no change of this subscription.
 */
export function subscriptionAfter(subscription: Subscription, quote: Quote): Subscription {
  const change = quote.changes.find(({ subscriptionId }) => subscriptionId === subscription.subscriptionId);
  if (!change) {
    throw new BillingError(
      'no_changes',
      'quote.changes',
      `the quote does not change ${quoted(subscription.subscriptionId)}.`,
      'Apply the quote that was made for this subscription.',
    );
  }
  const lines = quote.lines.filter(({ subscriptionId }) => subscriptionId === subscription.subscriptionId);
  return present({
    ...subscription,
    ...change.after,
    status: change.trialEnded ? 'active' : subscription.status,
    endsOn: change.endLifted === undefined ? subscription.endsOn : undefined,
    period: change.newPeriod,
    periodStartsAt: change.newPeriodStartsAt,
    anchorDay: change.newAnchorDay,
    anchorDate: change.newAnchorDate ?? subscription.anchorDate,
    billedLines: billedLinesAfter(subscription, change, lines, quote),
  });
}

function billedLinesAfter(
  subscription: Subscription,
  change: QuotedChange,
  lines: readonly QuoteLine[],
  quote: Quote,
): BilledLine[] {
  const charged = lines
    .filter((line) => line.kind === 'charge' && !isUsedUp(line, subscription))
    .map((line) => billedLineOf(line, quote));
  const { seatDifference } = change;
  if (seatDifference !== undefined) return [...seatsKept(subscription, seatDifference), ...charged];
  // Neither credited nor charged: what was billed is still what the customer paid for this period.
  return lines.length === 0 ? subscription.billedLines : charged;
}

/** Of a line for the time before the change, or for none, nothing is left that could be credited. */
const isUsedUp = ({ lineId, period }: QuoteLine, subscription: Subscription): boolean =>
  lineId === untilChangeIdOf(subscription) || (period !== undefined && period.start >= period.end);

/** The id under which a line of an applied quote stands among the billed lines of its subscription. */
export const billedLineIdOf = (line: QuoteLine, { quoteId, version }: Quote): string =>
  `${quoteId}:${version}:${line.lineId}`;

/** An order is applied once it is paid, so its lines are. */
function billedLineOf(line: QuoteLine, quote: Quote): BilledLine {
  const { effectiveDate, vatTreatment, currency } = quote;
  const { percent: _, ...treatment } = vatTreatment;
  return present({
    lineId: billedLineIdOf(line, quote),
    period: line.period ?? { start: effectiveDate, end: effectiveDate },
    startsAt: line.startsAt,
    amount: line.net,
    credited: sum([], currency),
    paid: true,
    vatPercent: line.vatPercent,
    vatTreatment: treatment,
  });
}

/** Removed seats take their part of each billed line with them, so that it can never be credited a second time. */
function seatsKept({ billedLines, seats, currency }: Subscription, seatDifference: number): BilledLine[] {
  const removed = Math.max(0, -seatDifference);
  if (removed === 0) return billedLines;
  const keptOf = (text: Amount): Amount => {
    const amount = parsePayable(text, currency, 'billedLines.amount');
    return formatAmount(amount.minus(shareOfSeats(amount, removed, seats, currency)), currency);
  };
  return billedLines.map((line) => ({ ...line, amount: keptOf(line.amount), credited: keptOf(line.credited) }));
}
