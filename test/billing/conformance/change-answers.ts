import { billingAfter } from '../../../billing/calendar/anchor';
import { type Fraction, remainingFraction } from '../../../billing/calendar/day-count';
import type { Policy } from '../../../billing/facts/policy-types';
import { Exact, formatAmount, negate, sum } from '../../../billing/money/amounts';
import type { Amount } from '../../../billing/money/types';
import { exactShare, type ProratedLine, type Proration, prorate } from '../../../billing/quotes/proration';
import { settle } from '../../../billing/quotes/settlement';
import type { CaseInputs, CaseItem } from './case';
import { type ReadChange, readChange } from './change';

export type Answers = Record<string, unknown>;

/** The engine's answers to a case that describes a change, under every name the file has for it. */
export function changeAnswers(inputs: CaseInputs, policy: Policy, openingBalance: Amount): Answers {
  const read = readChange(inputs);
  const changed = prorateItem(read, inputs.new?.unit_price ? inputs.new : undefined, true, policy);
  const added = (inputs.new?.added ?? []).map((item) => prorateItem(read, item, false, policy));
  const charges = [changed.charge, ...added.map(({ charge }) => charge)].filter((line) => line !== undefined);
  const money = (value: Exact): Amount => formatAmount(value, read.currency);
  const credit = total(changed.credits, read.currency);
  const charge = total(charges, read.currency);
  const net = sum([charge, negate(credit, read.currency)], read.currency);
  const settled = settle(net, openingBalance, read.currency);
  return {
    ...taxAnswers(changed.credits[0], inputs.tax_rate_percent, read),
    ...discountAnswers(read, credit, changed.credits[0]),
    ...roundingAnswers(read, inputs, policy, changed.credits[0]),
    credit_fraction: changed.credits[0]?.fraction ?? unusedOf(read, policy),
    charge_fraction: charges[0]?.fraction,
    fraction: (charges[0] ?? changed.credits[0])?.fraction,
    old_slice_fraction: usedOf(changed.credits[0]?.fraction),
    credit,
    charge,
    net,
    credit_exact: credit,
    charge_exact: charge,
    net_exact: net,
    credit_exact_half_up: credit,
    unused_amount_ex_tax: credit,
    subtotal: credit,
    charge_ex_tax: charge,
    charge_lines: charges.map((line) => money(line.amount)),
    charged_units: charges[0]?.seats,
    charge_for_changed_item: changed.charge && money(changed.charge.amount.minus(credit)),
    charge_for_new_item: total(
      added.flatMap((item) => item.charge ?? []),
      read.currency,
    ),
    account_balance_change: settled.toBalance,
    balance_consumed: settled.balanceUsed,
    amount_due: settled.dueToday,
    due_today: settled.dueToday,
    new_charge_period: charges[0] && `${charges[0].period.start}..${charges[0].period.end}`,
    new_period_start: charges[0]?.period.start,
    new_period_end_exclusive: charges[0]?.period.end,
    stub_slice: charges[0] && `${charges[0].period.start}..${charges[0].period.end}`,
    days_left: changed.credits[0]?.fraction.numerator,
    days_in_period: changed.credits[0]?.fraction.denominator,
    ...invoiceAnswers(inputs, credit, charge, net),
  };
}

/** The part that is left where nothing of it is given back. */
function unusedOf({ old, period, moment }: ReadChange, policy: Policy): Fraction | undefined {
  return old && remainingFraction(period, moment, 'credit', policy);
}

function prorateItem(
  read: ReadChange,
  wanted: Partial<CaseItem> | undefined,
  replacesOld: boolean,
  policy: Policy,
): Proration {
  const { moment, currency, anchored } = read;
  const old = replacesOld ? read.old : undefined;
  const next = wanted && {
    unitPrice: wanted.unit_price ?? '0',
    seats: wanted.quantity ?? 1,
    billing: billingAfter(anchored, wanted.frequency ?? anchored.frequency, { moment, policy }),
  };
  const seatsOnly =
    old !== undefined && next !== undefined && isSameUnitPrice(old.listPrice, old.seats, next.unitPrice);
  return prorate({ ...(old && { old }), ...(next && { new: next }), seatsOnly, moment, policy, currency });
}

function isSameUnitPrice(listPrice: Amount, seats: number, unitPrice: Amount): boolean {
  return new Exact(unitPrice).times(seats).equals(new Exact(listPrice));
}

function total(lines: readonly ProratedLine[], currency: string): Amount {
  return formatAmount(
    lines.reduce((left, line) => left.plus(line.amount), new Exact(0)),
    currency,
  );
}

/** A credit note: VAT is rounded on the line, then added. */
function taxAnswers(credit: ProratedLine | undefined, percent = '0', { currency }: ReadChange): Answers {
  if (!credit) return {};
  const tax = formatAmount(credit.amount.times(percent).div(100), currency);
  const note = sum([formatAmount(credit.amount, currency), tax], currency);
  const exact = exactShare(credit.basis, credit.fraction);
  const taxed = exact.times(new Exact(percent).div(100).plus(1));
  return {
    tax,
    credit_note_total: note,
    credit_note_incl_tax: note,
    total_if_rounded_once: formatAmount(taxed, currency),
  };
}

function discountAnswers({ old, currency }: ReadChange, credit: Amount, line?: ProratedLine): Answers {
  if (!old || !line) return {};
  const list = new Exact(old.listPrice)
    .times(line.seats)
    .div(old.seats)
    .times(line.fraction.numerator)
    .div(line.fraction.denominator);
  const discount = list.minus(credit);
  return { credit_before_discount: formatAmount(list, currency), discount_reversed: formatAmount(discount, currency) };
}

function roundingAnswers(read: ReadChange, inputs: CaseInputs, policy: Policy, credit?: ProratedLine): Answers {
  const { currency, old, anchored, moment, period } = read;
  const wanted = inputs.new?.unit_price ? inputs.new : undefined;
  const once = prorateItem(read, wanted, true, { ...policy, rounding: 'difference' });
  const creditOnce = new Exact(total(once.credits, currency));
  // Without a cap the list price is the basis, whatever the policy.
  const uncapped = {
    ...read,
    old: old && { ...old, billedLines: old.billedLines.map((line) => ({ ...line, credited: '0' })) },
  };
  const listed = prorate({
    ...(uncapped.old && { old: { ...uncapped.old, period } }),
    seatsOnly: false,
    moment,
    policy: { ...policy, creditBasis: 'list' },
    currency,
  });
  const full = listed.credits[0]?.exact ?? new Exact(0);
  const taxed = full.times(new Exact(inputs.tax_rate_percent ?? 0).div(100).plus(1));
  return {
    ...(credit && { exact_unrounded: exactShare(credit.basis, credit.fraction).toFixed() }),
    net_if_difference_rounded_once: formatAmount((once.charge?.amount ?? new Exact(0)).minus(creditOnce), currency),
    uncapped_credit: formatAmount(full, currency),
    credit_note_if_not_capped: formatAmount(taxed, currency),
    period_start: anchored.period.start,
  };
}

/** The total of an invoice that also bills a whole period at the old or the new price. */
function invoiceAnswers(inputs: CaseInputs, credit: Amount, charge: Amount, net: Amount): Answers {
  const { currency = 'USD' } = inputs;
  const [oldPrice, newPrice] = [inputs.old?.unit_price ?? '0', inputs.new?.unit_price ?? '0'];
  return {
    lines: [oldPrice, negate(credit, currency), charge].map((amount) => new Exact(amount).toFixed()),
    net_total: new Exact(sum([oldPrice, net], currency)).toFixed(),
    next_invoice_total: sum([newPrice, net], currency),
  };
}

function usedOf(unused: Fraction | undefined): Fraction | undefined {
  return unused && { ...unused, numerator: unused.denominator - unused.numerator };
}
