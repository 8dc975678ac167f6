import fc from 'fast-check';
import {
  addDays,
  addFrequency,
  addMonths,
  dayOfMonth,
  daysBetween,
  startOfDay,
} from '../../../billing/calendar/calendar';
import { POLICY_AXES, type Policy } from '../../../billing/facts/policy-types';
import { type Change, FREQUENCIES, type Subscription } from '../../../billing/facts/types';
import { Exact, formatAmount } from '../../../billing/money/amounts';
import { exponentOf } from '../../../billing/money/currency';
import { quoteChanges } from '../../../billing/quotes/quote';
import { subscriptionAfter } from '../../../billing/quotes/subscription-after';
import type { Quote } from '../../../billing/quotes/types';
import { anAccount, aPrice, aProduct, aQuoteInput, aSubscription } from '../samples';

/** Chains of changes of one subscription, under every combination of the axes of a policy. */

const choice = <Choice>(choices: readonly Choice[]): fc.Arbitrary<Choice> => fc.constantFrom(...choices);

/** Any combination of axes, those of no preset included. */
export const anyPolicy: fc.Arbitrary<Policy> = fc.record({
  name: fc.constant('own'),
  version: fc.constant(1),
  timeUnit: choice(POLICY_AXES.timeUnit),
  changeDayOwner: choice(POLICY_AXES.changeDayOwner),
  anchor: choice(POLICY_AXES.anchor),
  keptAnchor: choice(POLICY_AXES.keptAnchor),
  credit: choice(POLICY_AXES.credit),
  charge: choice(POLICY_AXES.charge),
  creditBasis: choice(POLICY_AXES.creditBasis),
  seatChange: choice(POLICY_AXES.seatChange),
  rounding: choice(POLICY_AXES.rounding),
  unpaidLines: choice(POLICY_AXES.unpaidLines),
});

/** Those that credit and charge the rest of the period, of what was billed, and give each day to one side. */
export const exactPolicy: fc.Arbitrary<Policy> = fc
  .tuple(anyPolicy, fc.constantFrom('new' as const, 'old' as const))
  .map(([policy, changeDayOwner]) => exactly({ ...policy, changeDayOwner }));

/** A policy as it would be if it gave nothing away and took nothing twice. One that charges nothing moves no period. */
export function exactly(policy: Policy): Policy {
  const changeDayOwner = policy.changeDayOwner === 'both' ? 'new' : policy.changeDayOwner;
  const exact = { ...policy, changeDayOwner, credit: 'prorated', charge: 'prorated', creditBasis: 'billed' } as const;
  return policy.charge === 'none' ? { ...exact, anchor: 'keep', keptAnchor: 'date' } : exact;
}

export interface Situation {
  currency: string;
  timeZone: string;
  vatPercent: string;
  /** Prices of a seat for a month, in the smallest unit of the currency; a year costs ten of them, a quarter three. */
  monthly: readonly [standard: number, professional: number];
  subscription: Subscription;
}

const zones = fc.constantFrom('UTC', 'Europe/Paris', 'America/Los_Angeles', 'Pacific/Kiritimati');
const MONTHLY = { month: 1, quarter: 3, year: 10 } as const;

const unitPrice = ({ currency }: Pick<Situation, 'currency'>, units: number): string =>
  formatAmount(new Exact(units).div(new Exact(10).pow(exponentOf(currency))), currency);

/** A subscription that was billed its list price or less, in one to three lines of different VAT, some of it credited. */
export const situations = (parts: { isListPrice: boolean }): fc.Arbitrary<Situation> =>
  fc
    .record({
      currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
      timeZone: zones,
      vatPercent: fc.constantFrom('0', '5.5', '20', '25.5'),
      monthly: fc.tuple(fc.integer({ min: 1, max: 9_999 }), fc.integer({ min: 1, max: 9_999 })),
      seats: fc.integer({ min: 1, max: 12 }),
      frequency: choice(FREQUENCIES),
      day: fc.integer({ min: 0, max: 1_500 }),
      anchorDay: fc.option(fc.constantFrom(29, 30, 31), { nil: undefined }),
      discounts: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 3 }),
      credited: fc.integer({ min: 0, max: 100 }),
      isPaid: fc.boolean(),
    })
    .map(
      ({ currency, timeZone, vatPercent, monthly, seats, frequency, day, anchorDay, discounts, credited, isPaid }) => {
        const given = addDays('2022-01-01', day);
        const start = anchorDay === undefined ? given : addMonths(given, 0, anchorDay);
        const ofPeriod = anchorDay ?? dayOfMonth(start);
        const period = { start, end: addFrequency(start, frequency, ofPeriod) };
        const list = MONTHLY[frequency] * monthly[0] * seats;
        const rates = [vatPercent, '0', '19'];
        const shares = parts.isListPrice ? [100] : discounts;
        const billedLines = shares.map((percent, index) => {
          const units = Math.floor((list * percent) / 100 / shares.length);
          return {
            lineId: `line-${index}`,
            period,
            amount: unitPrice({ currency }, parts.isListPrice ? list : units),
            credited: unitPrice({ currency }, parts.isListPrice ? 0 : Math.floor((units * credited) / 200)),
            paid: parts.isListPrice || isPaid || index > 0,
            vatPercent: parts.isListPrice ? vatPercent : (rates[index] ?? '0'),
          };
        });
        const subscription = aSubscription({ currency, frequency, seats, period, anchorDay: ofPeriod, billedLines });
        return { currency, timeZone, vatPercent, monthly, subscription };
      },
    );

/** A wish, and how far after the one before it: at the same instant, on the same day, later, or on the end of the period. */
export interface Wish {
  seats: number;
  tierId: 'standard' | 'professional';
  frequency: 'same' | 'month' | 'quarter' | 'year';
  pause: number | 'end';
  hour: number;
}

export const wishes = (parts: { onlySeats: boolean }): fc.Arbitrary<Wish> =>
  fc.record({
    seats: fc.integer({ min: 1, max: 12 }),
    tierId: parts.onlySeats
      ? fc.constant('standard' as const)
      : fc.constantFrom('standard' as const, 'professional' as const),
    frequency: parts.onlySeats
      ? fc.constant('same' as const)
      : fc.constantFrom('same' as const, 'month' as const, 'quarter' as const, 'year' as const),
    pause: fc.oneof(fc.constantFrom(0, 0, 'end' as const), fc.integer({ min: 1, max: 400 })),
    hour: fc.constantFrom(0, 0, 7, 20),
  });

export interface Step {
  before: Subscription;
  change: Change;
  at: string;
  quote: Quote;
  after: Subscription;
}

export function productOf({ currency, monthly }: Situation) {
  const product = aProduct();
  product.tiers.forEach((tier, index) => {
    tier.minSeats = 1;
    tier.prices = FREQUENCIES.map((frequency) =>
      aPrice(unitPrice({ currency }, MONTHLY[frequency] * (monthly[index] ?? 0)), { frequency, currency }),
    );
  });
  return product;
}

export function inputOf(situation: Situation, policy: Policy, subscription: Subscription, change: Change, at: string) {
  const { currency, timeZone, vatPercent } = situation;
  return aQuoteInput({
    at,
    policy,
    account: anAccount({ currency, timeZone }),
    changes: [{ subscription, product: productOf(situation), change }],
    vatTreatment: { rule: 'R1', kind: 'domestic', country: 'FR', percent: vatPercent },
  });
}

/** The same subscription, once it was tried for some days and its trial was ended. */
export function afterTrial(situation: Situation, policy: Policy, day: number): Situation {
  const { period } = situation.subscription;
  const lasted = day % (daysBetween(period.start, period.end) + 1);
  const trial: Subscription = { ...situation.subscription, status: 'trial', billedLines: [] };
  const at = startOfDay(addDays(period.start, lasted), situation.timeZone);
  const quote = quoteChanges(inputOf(situation, policy, trial, { subscriptionId: 'subscription', endTrial: true }, at));
  return { ...situation, subscription: { ...subscriptionAfter(trial, { ...quote, quoteId: 'trial' }), version: 1 } };
}

/** Makes the wishes one after the other, as far as each lies in the period it finds. */
export function chainOf(situation: Situation, policy: Policy, wanted: readonly Wish[]): Step[] {
  const steps: Step[] = [];
  let before = situation.subscription;
  let day = before.period.start;
  let hour = 0;
  for (const { pause, hour: wantedHour, frequency, ...terms } of wanted) {
    const { start, end } = before.period;
    const next = pause === 'end' ? end : addDays(day, pause);
    hour = next === day ? Math.max(hour, wantedHour) : wantedHour;
    day = daysBetween(next, end) < 0 ? end : next;
    if (daysBetween(start, day) < 0) continue;
    const change = { subscriptionId: 'subscription', ...terms, ...(frequency !== 'same' && { frequency }) };
    const at = new Date(Date.parse(startOfDay(day, situation.timeZone)) + hour * 3_600_000).toISOString();
    const quote = quoteChanges(inputOf(situation, policy, before, change, at));
    const after = { ...subscriptionAfter(before, { ...quote, quoteId: `quote-${steps.length}` }), version: 1 };
    steps.push({ before, change, at, quote: { ...quote, quoteId: `quote-${steps.length}` }, after });
    before = after;
  }
  return steps;
}
