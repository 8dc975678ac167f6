import { billingAfter } from '../../../billing/calendar/anchor';
import {
  addDays,
  addFrequency,
  addMonths,
  dayOfMonth,
  daysBetween,
  localDate,
  MONTHS_OF,
  startOfDay,
} from '../../../billing/calendar/calendar';
import { type DayUnit, type Fraction, fractionOf } from '../../../billing/calendar/day-count';
import type { Policy } from '../../../billing/facts/policy-types';
import { allocate } from '../../../billing/money/allocation';
import { Exact, formatAmount, parsePayable, subtract, sum } from '../../../billing/money/amounts';
import { exactShare, prorate } from '../../../billing/quotes/proration';
import { settle } from '../../../billing/quotes/settlement';
import type { CaseInputs, ConformanceCase } from './case';
import { readChange } from './change';
import type { Answers } from './change-answers';

type Reader = (inputs: CaseInputs, policy: Policy, expected: ConformanceCase['expected']) => Answers;

/** Readers of cases that are not one change; each answers when the fields it needs are there. */
export const READERS: Reader[] = [
  sliceAnswers,
  serviceMonthAnswers,
  partOfMonthsAnswers,
  startOfServiceAnswers,
  arrearsAnswers,
  anchorAnswers,
  zoneAnswers,
  dayCountAnswers,
  roundingTableAnswers,
  storedAnswers,
  allocationAnswers,
  pauseAnswers,
  stubAnswers,
];

function sliceAnswers({ slice_start, slice_end_exclusive, ...inputs }: CaseInputs, policy: Policy): Answers {
  if (!slice_start || !slice_end_exclusive) return {};
  const slice = { start: slice_start, end: slice_end_exclusive };
  const unit = dayUnitOf(policy);
  // Where no period is named it is the month that ends with the slice.
  const { end } = slice;
  const period = inputs.period_start ? readChange(inputs).period : { start: addMonths(end, -1, dayOfMonth(end)), end };
  const fraction = fractionOf(slice, period, unit);
  return { fraction, counted_days: fraction.numerator };
}

function serviceMonthAnswers({ service_start, service_end_inclusive, monthly_price }: CaseInputs): Answers {
  if (!service_start || !service_end_inclusive) return {};
  const slice = { start: service_start, end: addDays(service_end_inclusive, 1) };
  const price = new Exact(monthly_price ?? 0);
  const first = addMonths(slice.start, 0, 1);
  const ofMonth = (unit: DayUnit) => fractionOf(slice, { start: first, end: addMonths(first, 1, 1) }, unit);
  return {
    actual_days: text(ofMonth('local-day')),
    actual_360: text(ofMonth('actual-360')),
    strict_30_360: text(ofMonth('strict-30-360')),
    amount_5dp: exactShare(price, ofMonth('local-day')).toFixed(5),
  };
}

function partOfMonthsAnswers(
  { period, charge_start, price_per_month, frequency = 'quarter', currency = 'USD' }: CaseInputs,
  policy: Policy,
): Answers {
  const [start, last] = period?.replace(' inclusive', '').split('..') ?? [];
  if (!start || !last || !charge_start || !price_per_month) return {};
  const whole = { start, end: addDays(last, 1) };
  const fraction = fractionOf({ start: charge_start, end: whole.end }, whole, dayUnitOf(policy));
  return {
    charge: formatAmount(exactShare(new Exact(price_per_month).times(MONTHS_OF[frequency]), fraction), currency),
  };
}

function startOfServiceAnswers(inputs: CaseInputs, policy: Policy): Answers {
  const { service_start, unit_price, period_start, change_at, timezone = 'UTC', currency = 'USD' } = inputs;
  if (!service_start || !unit_price || !period_start || change_at) return {};
  const { period } = readChange(inputs);
  const start = localDate(service_start, timezone);
  const fraction = fractionOf({ start, end: period.end }, period, dayUnitOf(policy));
  const charge = formatAmount(exactShare(new Exact(unit_price), fraction), currency);
  const ended = endedOnTheSameDay(start, charge, inputs, policy);
  return { fraction, charge_fraction: fraction, charge, charge_incl_tax: taxed(charge, inputs), ...ended };
}

/** Credit when the service is ended on the day it began: its price is that of the whole period, its fee was less. */
function endedOnTheSameDay(date: string, amount: string, inputs: CaseInputs, policy: Policy): Answers {
  const { currency = 'USD', timezone: timeZone = 'UTC', unit_price: listPrice = '0' } = inputs;
  const { period } = readChange(inputs);
  const billed = { start: date, end: period.end };
  const billedLines = [{ lineId: 'start', period: billed, amount, credited: '0', paid: true, vatPercent: '0' }];
  const moment = { date, at: startOfDay(date, timeZone), timeZone };
  const old = { period, billedLines, listPrice, seats: 1 };
  const [credit] = prorate({ old, seatsOnly: false, moment, policy, currency }).credits;
  if (!credit) return {};
  const note = taxed(formatAmount(credit.amount, currency), inputs);
  return { credit_note_total_same_day: note, credit_fraction: credit.fraction };
}

function arrearsAnswers(inputs: CaseInputs): Answers {
  const { change_at, unit_price, billing, timezone = 'UTC', currency = 'USD' } = inputs;
  const { service_start = startOfDay(readChange(inputs).period.start, timezone) } = inputs;
  if (billing !== 'in_arrears' || !change_at || !unit_price) return {};
  const used = { start: localDate(service_start, timezone), end: addDays(localDate(change_at, timezone), 1) };
  const fraction = fractionOf(used, readChange(inputs).period, 'local-day');
  return { fraction, charge: formatAmount(exactShare(new Exact(unit_price), fraction), currency) };
}

function anchorAnswers(inputs: CaseInputs, _: Policy, { periods }: ConformanceCase['expected']): Answers {
  const { anchor_day, frequency, unit_price, trial_days = 0, currency = 'USD' } = inputs;
  const service_start = inputs.service_start ?? inputs.anchor;
  const timeZone = inputs.timezone ?? inputs.account_timezone ?? 'UTC';
  if (!service_start || !frequency || inputs.period_start) return {};
  const count = Array.isArray(periods) ? periods.length : 1;
  const started = service_start.includes('T') ? localDate(service_start, timeZone) : service_start;
  const first = addDays(started, trial_days);
  const anchorDay = anchor_day ?? dayOfMonth(first);
  const starts = [first];
  while (starts.length <= count) starts.push(addFrequency(starts.at(-1) ?? first, frequency, anchorDay));
  const found = starts.slice(1).map((end, index) => `${starts[index]}..${end}`);
  return {
    anchor_day: anchorDay,
    period_start: first,
    period_end_exclusive: starts[1],
    periods: found,
    first_paid_period: found[0],
    charge: formatAmount(new Exact(unit_price ?? 0), currency),
  };
}

function zoneAnswers({ instant_utc }: CaseInputs, _: Policy, expected: ConformanceCase['expected']): Answers {
  const { local_billing_day } = expected;
  if (!instant_utc || typeof local_billing_day !== 'object' || local_billing_day === null) return {};
  const days = Object.keys(local_billing_day).map((zone) => [
    zone,
    dayOfMonth(localDate(instant_utc, zone.split(' ')[0] ?? zone)),
  ]);
  return { local_billing_day: Object.fromEntries(days) };
}

function dayCountAnswers({ from, to, timezone = 'UTC' }: CaseInputs): Answers {
  if (!from || !to) return {};
  const [start, end] = [from.slice(0, 10), to.slice(0, 10)];
  return {
    days: daysBetween(localDate(startOfDay(start, timezone), timezone), localDate(startOfDay(end, timezone), timezone)),
  };
}

function roundingTableAnswers({ rows }: CaseInputs): Answers {
  return rows ? { rounded: rows.map(([amount, currency]) => formatAmount(new Exact(amount), currency)) } : {};
}

/** Whether amounts keep their value when they are read and written. */
function storedAnswers({ amounts }: CaseInputs): Answers {
  if (!amounts) return {};
  const isKept = ({ amount, currency }: { amount: string; currency: string }): boolean =>
    new Exact(formatAmount(parsePayable(amount, currency), currency)).equals(amount);
  return { stored_unchanged: amounts.every(isKept) };
}

/** One amount spread over weights by largest remainder. */
function allocationAnswers({ amount, weights, currency = 'USD' }: CaseInputs): Answers {
  if (!amount || !weights) return {};
  const parts = allocate(amount, weights.map(Number), currency);
  return { parts, allocations: parts, sum: sum(parts, currency) };
}

/** A pause gives the rest of the period back; resuming charges up to the anchor, paid from the balance first. */
function pauseAnswers(inputs: CaseInputs, policy: Policy): Answers {
  const { paused_at, resumed_at, currency = 'USD' } = inputs;
  if (!paused_at || !resumed_at || !inputs.old) return {};
  const read = readChange({ ...inputs, change_at: paused_at });
  const { moment, anchored, old } = read;
  const paused = prorate({ ...(old && { old }), seatsOnly: false, moment, policy, currency });
  const balance = formatAmount(paused.credits[0]?.amount ?? new Exact(0), currency);
  const resumed = { ...moment, date: resumed_at };
  const billing = billingAfter(anchored, inputs.old.frequency, { moment: resumed, policy });
  const next = { unitPrice: inputs.old.unit_price, seats: inputs.old.quantity, billing };
  const { charge } = prorate({ new: next, seatsOnly: false, moment: resumed, policy, currency });
  const amount = formatAmount(charge?.amount ?? new Exact(0), currency);
  const settled = settle(amount, balance, currency);
  return {
    credit_on_pause: balance,
    balance_after_pause: balance,
    charge_on_resume: amount,
    resume_charge_period: charge && `${charge.period.start}..${charge.period.end}`,
    balance_consumed_on_resume: settled.balanceUsed,
    amount_due_on_resume: settled.dueToday,
  };
}

/** A change that also moves the anchor day: the first slice, and the full period that follows it. */
function stubAnswers(inputs: CaseInputs, policy: Policy): Answers {
  const { new_anchor_day, old_period_start, frequency = 'month' } = inputs;
  if (!new_anchor_day || !old_period_start) return {};
  const { anchored, moment, period } = readChange(inputs);
  const billing = billingAfter(anchored, frequency, { moment, policy });
  const { end } = billing.period;
  const unit = dayUnitOf(policy);
  return {
    old_slice_fraction: text(fractionOf({ start: period.start, end: moment.date }, period, unit)),
    stub_slice: `${moment.date}..${end}`,
    stub_fraction_if_anchor_kept: text(fractionOf({ start: moment.date, end }, billing.period, unit)),
    next_full_period: `${end}..${addFrequency(end, frequency, new_anchor_day)}`,
  };
}

function taxed(amount: string, { tax_rate_percent = '0', currency = 'USD' }: CaseInputs): string {
  const tax = formatAmount(new Exact(amount).times(tax_rate_percent).div(100), currency);
  return subtract(amount, `-${tax}`, currency);
}

function dayUnitOf({ timeUnit }: Policy): DayUnit {
  if (timeUnit === 'second' || timeUnit === 'second-before-end') throw new Error('this case counts days');
  return timeUnit;
}

function text({ numerator, denominator }: Fraction): string {
  return `${numerator}/${denominator}`;
}

export type { Reader };
