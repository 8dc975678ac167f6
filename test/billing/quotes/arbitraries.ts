import fc from 'fast-check';
import { addDays, addFrequency, dayOfMonth, startOfDay } from '../../../billing/calendar/calendar';
import { FREQUENCIES, type Frequency, type Period, type Subscription } from '../../../billing/facts/types';
import { Exact, formatAmount } from '../../../billing/money/amounts';
import { exponentOf } from '../../../billing/money/currency';
import type { Amount } from '../../../billing/money/types';
import { PRESETS } from '../../../billing/policies/presets';
import type { QuoteInput } from '../../../billing/quotes/input';
import { anAccount, aPrice, aProduct, aQuoteInput, aSubscription } from '../samples';

export const currencies = fc.constantFrom('EUR', 'JPY', 'KWD', 'HUF');
const zones = fc.constantFrom('UTC', 'Europe/Paris', 'America/Los_Angeles', 'Asia/Tokyo', 'Pacific/Kiritimati');
const policies = fc.constantFrom(...PRESETS);
const frequencies = fc.constantFrom(...FREQUENCIES);

export function amounts(currency: string, max = 10_000_000): fc.Arbitrary<Amount> {
  return fc
    .integer({ min: 0, max })
    .map((units) => formatAmount(new Exact(units).div(new Exact(10).pow(exponentOf(currency))), currency));
}

function periods(frequency: Frequency): fc.Arbitrary<Period> {
  return fc.integer({ min: 0, max: 3000 }).map((days) => {
    const start = addDays('2020-01-01', days);
    return { start, end: addFrequency(start, frequency, dayOfMonth(start)) };
  });
}

/** A subscription with one to three billed lines, some of them partly credited or not paid. */
function subscriptions(currency: string): fc.Arbitrary<Subscription> {
  return frequencies.chain((frequency) =>
    fc
      .record({
        period: periods(frequency),
        seats: fc.integer({ min: 1, max: 40 }),
        lines: fc.array(
          fc.record({
            amount: amounts(currency),
            credited: fc.double({ min: 0, max: 1, noNaN: true }),
            paid: fc.boolean(),
          }),
          {
            minLength: 1,
            maxLength: 3,
          },
        ),
      })
      .map(({ period, seats, lines }) =>
        aSubscription({
          currency,
          frequency,
          period,
          seats,
          anchorDay: dayOfMonth(period.start),
          billedLines: lines.map(({ amount, credited, paid }, index) => ({
            lineId: `line-${index}`,
            period,
            amount,
            credited: formatAmount(new Exact(amount).times(credited.toFixed(4)), currency),
            paid,
            vatPercent: '19',
          })),
        }),
      ),
  );
}

/** A quote's input with any preset, currency, zone, moment and balance, of one change. */
export const quoteInputs: fc.Arbitrary<QuoteInput> = fc
  .tuple(currencies, zones, policies)
  .chain(([currency, timeZone, policy]) =>
    fc
      .record({
        subscription: subscriptions(currency),
        unitPrice: amounts(currency, 500_000),
        frequency: frequencies,
        seats: fc.integer({ min: 1, max: 40 }),
        into: fc.double({ min: 0, max: 0.999, noNaN: true }),
        balance: amounts(currency),
        vatPercent: fc.constantFrom('0', '5.5', '20', '25.5'),
        item: amounts(currency),
      })
      .map(({ subscription, unitPrice, frequency, seats, into, balance, vatPercent, item }) => {
        const account = anAccount({ currency, timeZone });
        const product = aProduct();
        for (const tier of product.tiers) {
          tier.prices = FREQUENCIES.map((each) => aPrice(unitPrice, { frequency: each, currency }));
        }
        const cart = {
          tenantId: 'tenant',
          accountId: 'account',
          currency,
          items: [{ itemId: 'item', description: 'Item', amount: item }],
          version: 1,
        };
        return aQuoteInput({
          at: momentIn(subscription.period, into, timeZone),
          policy,
          account,
          changes: [{ subscription, product, change: { subscriptionId: 'subscription', seats, frequency } }],
          cart: { cart, include: true },
          vatTreatment: { rule: 'R1', kind: 'domestic', country: 'FR', percent: vatPercent },
          balance,
        });
      }),
  );

function momentIn(period: Period, into: number, timeZone: string): string {
  const start = Date.parse(startOfDay(period.start, timeZone));
  const end = Date.parse(startOfDay(period.end, timeZone));
  return new Date(Math.floor(start + (end - start) * into)).toISOString();
}
