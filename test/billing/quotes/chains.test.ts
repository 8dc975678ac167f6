import fc from 'fast-check';
import { renewedPeriod } from '../../../billing/calendar/anchor';
import { addDays, addMonths, localDate, startOfDay } from '../../../billing/calendar/calendar';
import { type Moment, remainingFraction, type Span } from '../../../billing/calendar/day-count';
import { readableAmount } from '../../../billing/explanation/messages';
import type { Policy } from '../../../billing/facts/policy-types';
import { appendTo, differencesIn, holdPostings, orderDifferences, orderPostings } from '../../../billing/ledger/ledger';
import { compare, Exact } from '../../../billing/money/amounts';
import { exponentOf } from '../../../billing/money/currency';
import { quoteChanges } from '../../../billing/quotes/quote';
import type { QuoteLine } from '../../../billing/quotes/types';
import { problemsInSimulation } from '../../../billing/simulation/check';
import { TEXTS } from '../../../locales/texts';
import { receiptOf } from '../../../receipts/receipt';
import { SubscriptionBodySchema } from '../../../schemas/facts/documents';
import { SimulationRequestSchema } from '../../../schemas/orders/simulation';
import { answerSimulation } from '../../../server/orders/quotes/simulation';
import {
  afterTrial,
  anyPolicy,
  chainOf,
  exactPolicy,
  inputOf,
  productOf,
  type Situation,
  type Step,
  situations,
  type Wish,
  wishes,
} from './chains';

const ENGLISH = { locale: 'en', timeZone: 'UTC', texts: TEXTS.en } as const;
const RUNS = { numRuns: 300 };
const chains = (parts: { onlySeats: boolean }) => fc.array(wishes(parts), { minLength: 1, maxLength: 4 });

const unitOf = (currency: string): Exact => new Exact(10).pow(-exponentOf(currency));
const total = (amounts: readonly (string | Exact)[]): Exact =>
  amounts.reduce<Exact>((sum, amount) => sum.plus(amount), new Exact(0));
const isCredit = ({ kind }: QuoteLine): boolean => kind === 'credit';

/** The terms in force from a moment on, and how much of their whole period is left then. */
interface Stretch {
  whole: Span;
  price: Exact;
  left: Exact;
}

const share = ({ numerator, denominator }: { numerator: number; denominator: number }): Exact =>
  new Exact(numerator).div(denominator);

/** What the time up to the end of the last period costs, each hour at the price of the terms that it belongs to. */
function worthOf({ timeZone, monthly, subscription }: Situation, policy: Policy, steps: readonly Step[]): Exact {
  const priceOf = (one: { tierId: string; seats: number; frequency: 'month' | 'quarter' | 'year' }): Exact => {
    const months = { month: 1, quarter: 3, year: 10 }[one.frequency];
    const units = months * (one.tierId === 'standard' ? monthly[0] : monthly[1]) * one.seats;
    return unitOf(subscription.currency).times(units);
  };
  let worth = new Exact(0);
  let current: Stretch = { whole: subscription.period, price: priceOf(subscription), left: new Exact(1) };
  for (const { before, at, quote, after } of steps) {
    const moment: Moment = { date: localDate(at, timeZone), at, timeZone };
    const leftOf = (whole: Span): Exact => share(remainingFraction(whole, moment, 'charge', policy));
    worth = worth.plus(current.price.times(current.left.minus(leftOf(current.whole))));
    if (moment.date === before.period.end) {
      worth = worth.plus(priceOf(before).times(new Exact(1).minus(leftOf(renewedPeriod(before)))));
    }
    const [change] = quote.changes;
    const { period, periodStartsAt } = after;
    const whole: Span = periodStartsAt === undefined ? period : { ...period, startsAt: periodStartsAt };
    expect(change?.nextBillDate).toBe(after.period.end);
    current = { whole, price: priceOf(after), left: leftOf(whole) };
  }
  return worth.plus(current.price.times(current.left));
}

describe('a policy that credits and charges the rest of what was billed, whatever its other axes', () => {
  it('no hour and no day of a chain of changes is billed by nobody or twice', () => {
    fc.assert(
      fc.property(
        situations({ isListPrice: true }),
        exactPolicy,
        chains({ onlySeats: false }),
        fc.option(fc.nat({ max: 400 })),
        (given, policy, wanted, trial) => {
          const situation = trial === null ? given : afterTrial(given, policy, trial);
          const steps = chainOf(situation, policy, wanted);
          const lines = steps.flatMap(({ quote }) => quote.lines);
          const billed = total([
            ...situation.subscription.billedLines.map(({ amount }) => amount),
            ...lines.map(({ net }) => net),
          ]);
          const astray = billed.minus(worthOf(situation, policy, steps)).abs();
          expect(astray.div(unitOf(situation.currency)).toNumber()).toBeLessThanOrEqual(lines.length + 1);
        },
      ),
      RUNS,
    );
  });

  it('a change in the first instant after a period asks nothing more for it, whatever day the subscription is billed from', () => {
    fc.assert(
      fc.property(
        situations({ isListPrice: true }),
        exactPolicy.filter(({ changeDayOwner }) => changeDayOwner === 'new'),
        fc.nat({ max: 12 }),
        fc.nat({ max: 20 }),
        (situation, policy, monthsBefore, shorter) => {
          const { period, anchorDay, ...facts } = situation.subscription;
          const end = addDays(period.end, -shorter);
          const subscription = {
            ...{ ...facts, anchorDay, period: { ...period, end } },
            anchorDate: addMonths(period.start, -monthsBefore, anchorDay),
          };
          const change = { subscriptionId: 'subscription', seats: subscription.seats + 1 };
          const { lines } = quoteChanges(
            inputOf(situation, policy, subscription, change, startOfDay(end, situation.timeZone)),
          );
          expect(lines.filter(({ textKey }) => textKey === 'quote.line.charge.until_change')).toEqual([]);
        },
      ),
      RUNS,
    );
  });

  it('a change and its opposite at one instant give nothing away, whatever was changed before', () => {
    fc.assert(
      fc.property(
        situations({ isListPrice: false }),
        exactPolicy.filter(({ changeDayOwner, anchor }) => changeDayOwner === 'new' || anchor === 'keep'),
        fc.array(wishes({ onlySeats: false }), { maxLength: 2 }),
        wishes({ onlySeats: false }),
        (situation, policy, before, wish) => {
          const subscription = chainOf(situation, policy, before).at(-1)?.after ?? situation.subscription;
          const { tierId, seats, frequency } = subscription;
          const back: Wish = {
            tierId: tierId === 'standard' ? tierId : 'professional',
            seats,
            frequency,
            pause: 0,
            hour: 0,
          };
          const steps = chainOf({ ...situation, subscription }, policy, [wish, back]);
          // Kill Bill's day of the month may end the period sooner: then time is given back as well.
          if ((steps.at(-1)?.after.period.end ?? '') < subscription.period.end) return;
          const lines = steps.flatMap(({ quote }) => quote.lines).filter((line) => !isOfAnotherRate(line, situation));
          const paid = total(lines.flatMap(({ net, vat }) => [net, vat]));
          // A line that was itself rounded, or is split by seats, may round by a unit of net and one of VAT.
          const credits = lines.filter(isCredit).length;
          const rounded = before.length > 0 ? credits : Math.max(0, credits - 1);
          expect(paid.div(unitOf(situation.currency)).toNumber()).toBeGreaterThanOrEqual(-rounded * 2);
        },
      ),
      RUNS,
    );
  });
});

/** VAT of a credit at the rate of its day says nothing about the VAT of today. */
const isOfAnotherRate = ({ vatPercent }: QuoteLine, situation: Situation): boolean =>
  vatPercent !== situation.vatPercent;

describe('a policy with any axes that does not credit the bare list price', () => {
  it('credits, net and VAT, never exceed what was billed, in one step or many', () => {
    fc.assert(
      fc.property(
        situations({ isListPrice: false }),
        anyPolicy.filter(({ creditBasis }) => creditBasis !== 'list'),
        chains({ onlySeats: false }),
        (situation, policy, wanted) => {
          const steps = chainOf(situation, policy, wanted);
          const quotes = steps.map(({ quote }) => quote);
          const billed = new Map<string, { net: Exact; vat: Exact }>();
          for (const { lineId, amount, credited, vatPercent } of situation.subscription.billedLines) {
            const net = new Exact(amount).minus(credited);
            billed.set(lineId, {
              net,
              vat: net.times(vatPercent).div(100).toDecimalPlaces(exponentOf(situation.currency)),
            });
          }
          for (const { quoteId, version, lines } of quotes) {
            for (const { lineId, net, vat } of lines.filter((line) => !isCredit(line))) {
              billed.set(`${quoteId}:${version}:${lineId}`, { net: new Exact(net), vat: new Exact(vat) });
            }
          }
          for (const [lineId, { net, vat }] of billed) {
            const credits = quotes.flatMap(({ lines }) => lines.filter(({ billedLineId }) => billedLineId === lineId));
            const left = {
              net: net.plus(total(credits.map((line) => line.net))),
              vat: vat.plus(total(credits.map((line) => line.vat))),
            };
            expect([left.net.isNegative() && !left.net.isZero(), left.vat.isNegative() && !left.vat.isZero()]).toEqual([
              false,
              false,
            ]);
          }
        },
      ),
      RUNS,
    );
  });
});

describe('what is shown as billed after a change, under any policy', () => {
  it('facts brought back in give the same next quote, in a simulation and over PUT', () => {
    fc.assert(
      fc.property(
        situations({ isListPrice: false }),
        anyPolicy,
        chains({ onlySeats: false }),
        (situation, policy, wanted) => {
          const { currency, timeZone, vatPercent } = situation;
          const last = chainOf(situation, policy, wanted).at(-1);
          if (!last) return;
          const { tenantId: _, accountId, productId, assignedSeats, ...shown } = last.after;
          const { subscriptionId: __, ...put } = shown;
          expect(SubscriptionBodySchema.parse({ ...put, accountId, productId })).toEqual({
            ...put,
            accountId,
            productId,
          });
          const change = { seats: last.after.seats + 1, tierId: last.after.tierId };
          const { tenantId: ___, ...product } = productOf(situation);
          const request = SimulationRequestSchema.parse({
            at: last.at,
            policy,
            account: { currency, timeZone },
            catalog: [product],
            subscription: { ...shown, productId, assignedSeats },
            change,
            vat: { percent: vatPercent, kind: 'domestic', rule: 'R1' },
          });
          if (problemsInSimulation(request).length > 0) {
            // Where the day of the change is the old terms', the new period begins tomorrow.
            expect(policy.changeDayOwner).not.toBe('new');
            return;
          }
          const again = answerSimulation(request);
          if (again.kind === 'refused') return;
          const next = { subscriptionId: last.after.subscriptionId, ...change };
          const { lines } = quoteChanges(inputOf(situation, policy, last.after, next, last.at));
          expect(again.quote.lines.map(({ facts: _, ...line }) => line)).toEqual(
            lines.map(({ facts: _, ...line }) => line),
          );
        },
      ),
      RUNS,
    );
  });
});

describe('a quote of any policy, once it is ordered', () => {
  it('the ledger, its reconciliation and the receipt agree with the quote', () => {
    fc.assert(
      fc.property(
        situations({ isListPrice: false }),
        anyPolicy,
        chains({ onlySeats: false }),
        (situation, policy, wanted) => {
          const { currency } = situation;
          const account = { accountId: 'account' };
          for (const { quote } of chainOf(situation, policy, wanted)) {
            const postings = [...holdPostings('order', 1, quote), ...orderPostings('order', 1, quote, quote.dueToday)];
            const entries = appendTo({ sequence: 0, balance: '0' }, postings, currency);
            expect(differencesIn(entries)).toEqual([]);
            expect(orderDifferences('order', { quote, paid: quote.dueToday }, entries)).toEqual([]);
            expect(compare(entries.at(-1)?.balanceAfter ?? '0', quote.toBalance)).toBe(0);
            const order = {
              changeId: 'order',
              account,
              seller: { vatNumber: null },
              quote,
              branding: { name: null, color: null, logo: null, address: [], replyTo: null },
              purchaseOrder: null,
              vatNumber: null,
              methodKind: null,
              invoiceNumbers: [],
            };
            const receipt = receiptOf({ ...order, vatCredits: [] }, ENGLISH);
            const shown = quote.lines.map(({ net, vat }) =>
              [net, vat].map((one) => readableAmount(one, currency, ENGLISH)),
            );
            expect(receipt.lines.map(({ net, vat }) => [net, vat])).toEqual(shown);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
