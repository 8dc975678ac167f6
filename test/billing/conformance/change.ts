import type { AnchoredSubscription } from '../../../billing/calendar/anchor';
import {
  addDays,
  addFrequency,
  dayOfMonth,
  daysBetween,
  localDate,
  startOfDay,
} from '../../../billing/calendar/calendar';
import type { Moment } from '../../../billing/calendar/day-count';
import type { BilledLine, Period } from '../../../billing/facts/types';
import { Exact, formatAmount } from '../../../billing/money/amounts';
import type { OldTerms } from '../../../billing/quotes/proration';
import type { CaseInputs, CaseItem } from './case';

const SOME_PERIOD_START = '2023-01-01';
const SOME_YEAR = '2023';
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A case read as a change: the engine's own words for the file's fields. */
export interface ReadChange {
  currency: string;
  period: Period;
  moment: Moment;
  anchored: AnchoredSubscription;
  old?: OldTerms;
}

export function readChange(inputs: CaseInputs): ReadChange {
  const timeZone = inputs.timezone ?? 'UTC';
  const currency = inputs.currency ?? 'USD';
  const period = readPeriod(inputs);
  const moment = readMoment(inputs, period, timeZone);
  const item = inputs.old ?? (inputs.unit_price && !inputs.new ? itemOf(inputs) : undefined);
  return {
    currency,
    period,
    moment,
    anchored: {
      frequency: item?.frequency ?? inputs.new?.frequency ?? 'month',
      period,
      anchorDay: inputs.anchor_day ?? inputs.new_anchor_day ?? dayOfMonth(inputs.anchor ?? period.start),
      ...(inputs.anchor && { anchorDate: inputs.anchor }),
    },
    ...(item && { old: readOld(item, inputs, period, currency) }),
  };
}

function itemOf({ unit_price = '0', frequency = 'month' }: CaseInputs): CaseItem {
  return { unit_price, quantity: 1, frequency };
}

function readOld(item: CaseItem, inputs: CaseInputs, period: Period, currency: string): OldTerms {
  const listPrice = formatAmount(new Exact(item.unit_price).times(item.quantity), currency);
  const billed = item.already_billed ?? item.billed ?? item.billed_price ?? inputs.invoice_paid ?? listPrice;
  const line: BilledLine = {
    lineId: 'billed',
    period: readSlice(/for (\S+)/.exec(billed)?.[1]) ?? period,
    amount: firstWord(billed),
    credited: creditedBefore(item),
    paid: true,
    vatPercent: inputs.tax_rate_percent ?? '0',
  };
  return { period, seats: item.quantity, listPrice, billedLines: [line] };
}

/** The amount given back of an item before: "already_adjusted", "already_credited" and the like. */
function creditedBefore(item: CaseItem): string {
  const [, credited = '0'] = Object.entries(item).find(([name]) => /adjust|credit/.test(name)) ?? [];
  return firstWord(String(credited));
}

/** Cases without dates give the length of the period and what is left of it, or only the latter. */
function readPeriod(inputs: CaseInputs): Period {
  const { period_start, period_end_exclusive, period_end_inclusive } = inputs;
  const { days_in_period = remainingPart(inputs)?.denominator ?? 30 } = inputs;
  const start = readDate(period_start ?? inputs.old_period_start ?? SOME_PERIOD_START);
  if (inputs.old_period_start)
    return { start, end: addFrequency(start, inputs.frequency ?? 'month', dayOfMonth(start)) };
  if (period_end_exclusive) return { start, end: readDate(period_end_exclusive) };
  return {
    start,
    end: period_end_inclusive ? addDays(readDate(period_end_inclusive), 1) : addDays(start, days_in_period),
  };
}

function readMoment(inputs: CaseInputs, period: Period, timeZone: string): Moment {
  const { change_at } = inputs;
  if (change_at?.includes('T')) return { date: localDate(change_at, timeZone), at: change_at, timeZone };
  const date = change_at && /\d/.test(change_at) ? readDate(change_at) : dayWithout(inputs, period);
  return { date, at: startOfDay(date, timeZone), timeZone };
}

/** Words such as "on the first day", a count of days left, or a fraction; half way where nothing is said. */
function dayWithout(inputs: CaseInputs, period: Period): string {
  if (/first/.test(inputs.change ?? inputs.change_at ?? '')) return period.start;
  const length = daysBetween(period.start, period.end);
  const { numerator, denominator } = remainingPart(inputs) ?? { numerator: 1, denominator: 2 };
  return addDays(period.end, -(inputs.days_left ?? Math.floor((length * numerator) / denominator)));
}

/** "1/3" or "0.25"; a period of as many days as the denominator is divided without a rest. */
function remainingPart({
  remaining_fraction: text,
}: CaseInputs): { numerator: number; denominator: number } | undefined {
  if (text === undefined) return undefined;
  const [numerator, denominator] = text.includes('/') ? text.split('/') : new Exact(text).toFraction().map(String);
  const count = Number(denominator);
  const times = Math.ceil(28 / count);
  return { numerator: Number(numerator) * times, denominator: count * times };
}

function readSlice(text: string | undefined): Period | undefined {
  const [start, end] = text?.split('..') ?? [];
  return start && end ? { start, end } : undefined;
}

/** "2023-05-01", an instant of which the day is meant, or "January 16" of a year that does not matter. */
function readDate(text: string): string {
  const [, month = '', day = ''] = /^([A-Z][a-z]+) (\d+)$/.exec(text) ?? [];
  const number = MONTHS.indexOf(month) + 1;
  return number ? `${SOME_YEAR}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}` : text.slice(0, 10);
}

function firstWord(text: string): string {
  return text.split(' ')[0] ?? text;
}
