import fc from 'fast-check';
import { addDays } from '../../../billing/calendar/calendar';
import type { Fraction } from '../../../billing/calendar/day-count';
import { ANCHOR_RESET } from '../../../billing/facts/policy-types';
import { compare, Exact, formatAmount, subtract, sum } from '../../../billing/money/amounts';
import { exponentOf } from '../../../billing/money/currency';
import { KILL_BILL, LAGO_UPGRADE, STRIPE_BILLED_PRICE } from '../../../billing/policies/presets';
import { exactShare } from '../../../billing/quotes/proration';
import { quoteChanges } from '../../../billing/quotes/quote';
import { subscriptionAfter } from '../../../billing/quotes/subscription-after';
import type { Quote } from '../../../billing/quotes/types';
import { aChange, aQuoteInput, aSubscription, NO_VAT } from '../samples';
import { amounts, currencies, quoteInputs } from './arbitraries';

describe('properties of every quote', () => {
  it('INV-B1 the lines of a quote add up to its totals', () => {
    fc.assert(
      fc.property(quoteInputs, (input) => {
        const quote = quoteChanges(input);
        const { currency } = quote;
        expect(quote.net).toBe(
          sum(
            quote.lines.map(({ net }) => net),
            currency,
          ),
        );
        expect(quote.vat).toBe(
          sum(
            quote.lines.map(({ vat }) => vat),
            currency,
          ),
        );
        expect(quote.total).toBe(sum([quote.net, quote.vat], currency));
        const settled = subtract(sum([quote.dueToday, quote.balanceUsed], currency), quote.toBalance, currency);
        expect(quote.total).toBe(settled);
        for (const amount of [quote.dueToday, quote.balanceUsed])
          expect(compare(amount, '0')).toBeGreaterThanOrEqual(0);
        expect(compare(quote.balanceUsed, input.balance)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('INV-B2 a quote never credits more than is left of what was billed, except by the list price', () => {
    fc.assert(
      fc.property(quoteInputs, (input) => {
        const { currency } = input.account;
        const credits = quoteChanges(input).lines.filter(({ kind }) => kind === 'credit');
        const lines = input.changes.flatMap(({ subscription }) => subscription.billedLines);
        const left = sum(
          lines.map(({ amount, credited }) => subtract(amount, credited, currency)),
          currency,
        );
        if (input.policy.creditBasis === 'list') return;
        const given = sum(
          credits.map(({ net }) => net),
          currency,
        );
        expect(compare(sum([given, left], currency), '0')).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('a quote prints a fraction that gives the amount, unless it says that a cap holds it', () => {
    fc.assert(
      fc.property(quoteInputs, (input) => {
        const quote = quoteChanges(input);
        if (input.policy.rounding !== 'line') return;
        for (const line of quote.lines) {
          expect(line.fraction.numerator).toBeLessThanOrEqual(line.fraction.denominator);
          if (line.textKey === 'quote.line.credit.capped') continue;
          const exact = byBigInt(line.basis, line.fraction, quote.currency);
          expect(line.net).toBe(line.kind === 'credit' ? negated(exact) : exact);
        }
      }),
    );
  });
});

describe('exactness', () => {
  it('INV-B4 every share agrees with fractions of BigInt', () => {
    const fractions = fc
      .tuple(fc.integer({ min: 1, max: 31_622_400 }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(
        ([denominator, part]): Fraction => ({ numerator: Math.floor(denominator * part), denominator, unit: 'second' }),
      );
    const priced = currencies.chain((currency) => fc.tuple(amounts(currency, 2 ** 47), fc.constant(currency)));
    fc.assert(
      fc.property(priced, fractions, ([amount, currency], fraction) => {
        const share = formatAmount(exactShare(new Exact(amount), fraction), currency);
        expect(share).toBe(byBigInt(amount, fraction, currency));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('properties of policies', () => {
  it.each([KILL_BILL, LAGO_UPGRADE, STRIPE_BILLED_PRICE])(
    'a change that changes nothing nets to zero: $name',
    (policy) => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 29 }), (days) => {
          const quote = quoteSeats(8, {
            policy: { ...policy, rounding: 'line' },
            at: `${addDays('2023-06-01', days)}T08:00:00Z`,
          });
          expect(quote.net).toBe('0.00');
        }),
      );
    },
  );

  it('a change and its change back at the same instant net to zero', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 29 }), fc.integer({ min: 1, max: 40 }), (days, seats) => {
        const at = `${addDays('2023-06-01', days)}T08:00:00Z`;
        for (const policy of [ANCHOR_RESET, LAGO_UPGRADE, STRIPE_BILLED_PRICE]) {
          const before = quoteSeats(8, { policy, at });
          const after = subscriptionAfter(aSubscription(), quoteSeats(seats, { policy, at }));
          const back = quoteSeats(8, { policy, at }, after);
          const there = quoteSeats(seats, { policy, at });
          expect(sum([there.net, back.net], 'EUR')).toBe(before.net);
        }
      }),
    );
  });

  it('a policy never asks less for more seats', () => {
    fc.assert(
      fc.property(quoteInputs, fc.integer({ min: 1, max: 40 }), (input, more) => {
        const [wanted] = input.changes;
        if (!wanted) return;
        const { seats = 1 } = wanted.change;
        const larger = [{ ...wanted, change: { ...wanted.change, seats: seats + more } }];
        const [fewer, many] = [quoteChanges(input), quoteChanges({ ...input, changes: larger })];
        expect(compare(many.net, fewer.net)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

function quoteSeats(
  seats: number,
  parts: Partial<Parameters<typeof aQuoteInput>[0]>,
  subscription = aSubscription(),
): Quote {
  const change = { subscriptionId: 'subscription', seats };
  return quoteChanges(aQuoteInput({ changes: [aChange({ subscription, change })], vatTreatment: NO_VAT, ...parts }));
}

/** The same share by integers alone: half up, on a number that is not negative. */
function byBigInt(amount: string, { numerator, denominator }: Fraction, currency: string): string {
  const exponent = exponentOf(currency);
  const [whole = '0', decimals = ''] = amount.split('.');
  const units = BigInt(whole + decimals.padEnd(exponent, '0'));
  const [top, bottom] = [units * BigInt(numerator) * 2n, BigInt(denominator)];
  const digits = String((top + bottom) / (bottom * 2n)).padStart(exponent + 1, '0');
  return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

function negated(amount: string): string {
  return /[1-9]/.test(amount) ? `-${amount}` : amount;
}
