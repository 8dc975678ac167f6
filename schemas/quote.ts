import { z } from 'zod';
import { FrequencyName } from './change';
import { CivilDate, Instant, Period } from './dates';
import { Id } from './ids';
import { Money, Percent } from './money';

/** A quote as the API shows it: every amount with its currency, every line with its arithmetic and its text. */

const Terms = z
  .strictObject({ tierId: Id, seats: z.int(), frequency: FrequencyName })
  .meta({ id: 'Terms', description: 'What a customer buys.' });

const QuotedChange = z
  .strictObject({
    subscriptionId: Id,
    before: Terms,
    after: Terms,
    names: z.strictObject({ product: z.string(), tierBefore: z.string(), tierAfter: z.string() }).nullable(),
    newPeriod: Period,
    nextBillDate: CivilDate,
    nextBillNet: Money,
    yearlyRateBefore: Money,
    yearlyRateAfter: Money,
    seatsAdded: z.int(),
  })
  .meta({ id: 'QuotedChange' });

const Fraction = z.strictObject({
  numerator: z.int(),
  denominator: z.int(),
  unit: z.enum(['day', 'second']),
  rounded: z
    .string()
    .exactOptional()
    .describe('What it was rounded to before it was multiplied, where that changed it.'),
});

const treatmentKind = z.enum(['domestic', 'destination', 'reverse_charge', 'out_of_scope', 'hold']);

const QuoteLine = z
  .strictObject({
    lineId: z.string(),
    kind: z.enum(['credit', 'charge', 'cart_item']),
    subscriptionId: Id.nullable(),
    text: z.string(),
    vatText: z.string().nullable(),
    period: Period.nullable(),
    /** What the fraction is taken of, positive; `net` is negative for a credit. */
    basis: Money,
    fraction: Fraction,
    net: Money,
    vatPercent: Percent,
    vat: Money,
    /** Of a credit: the treatment of the original charge, where it is known. Every other line carries the quote's. */
    vatTreatment: z
      .strictObject({
        kind: treatmentKind,
        country: z.string(),
        rule: z.string().exactOptional(),
        mention: z.string().exactOptional(),
      })
      .exactOptional(),
  })
  .meta({ id: 'QuoteLine' });

const VatTreatment = z
  .strictObject({
    rule: z.string(),
    kind: treatmentKind,
    country: z.string(),
    percent: Percent,
    mention: z.string().exactOptional(),
  })
  .meta({ id: 'VatTreatment' });

const Explanation = z.strictObject({
  changes: z.array(z.string()),
  totals: z.array(z.string()),
  terms: z.array(z.string()),
  /** Said until the order is placed: what the other choice of anchor would cost, and how long the quote is valid. */
  offer: z.array(z.string()),
});

export const NextBills = z.array(z.strictObject({ subscriptionId: Id, date: CivilDate, net: Money }));

const OtherAnchor = z
  .strictObject({
    anchor: z.enum(['kept', 'reset']),
    net: Money,
    total: Money,
    dueToday: Money,
    toBalance: Money,
    nextBills: NextBills,
  })
  .meta({ id: 'OtherAnchor', description: 'What the order would cost if the billing date did the opposite.' });

export const QuoteView = z
  .strictObject({
    quoteId: z.string(),
    version: z.int(),
    /** Sent back with PLACE_ORDER it proves which quote the customer saw. */
    hash: z.string(),
    at: Instant,
    expiresAt: Instant,
    effectiveDate: CivilDate,
    policy: z.strictObject({ name: z.string(), version: z.int() }),
    changes: z.array(QuotedChange),
    lines: z.array(QuoteLine),
    vatTreatment: VatTreatment,
    net: Money,
    vat: Money,
    total: Money,
    balanceUsed: Money,
    dueToday: Money,
    /** When that is due: today, or on the later day on which the change takes effect. */
    dueOn: CivilDate,
    toBalance: Money,
    /** What a person pays back, where the seller refunds a negative total; else nothing. */
    refundRequested: Money,
    /** True when nothing is asked today because the seller bills with the next invoice. */
    billedLater: z.boolean(),
    rateIncreases: z.boolean(),
    /** Null only for quotes that were made before it existed. */
    otherAnchor: OtherAnchor.nullable(),
    includesCart: z.boolean(),
    explanation: Explanation,
  })
  .meta({ id: 'Quote' });

const AmountDifference = z
  .strictObject({ before: Money, after: Money, difference: Money })
  .meta({ id: 'AmountDifference', description: '`difference` is after less before: positive means more to pay.' });

export const QuoteDifferenceView = z
  .strictObject({
    previousQuoteId: z.string(),
    total: AmountDifference,
    dueToday: AmountDifference,
    /** Lines that are not the same, VAT included; null where a quote has no such line. */
    lines: z.array(z.strictObject({ lineId: z.string(), before: Money.nullable(), after: Money.nullable() })),
    movedSubscriptions: z.array(Id),
    texts: z.array(z.string()),
  })
  .meta({ id: 'QuoteDifference', description: 'What a quote changed of the one before it.' });

export type QuoteDifferenceView = z.input<typeof QuoteDifferenceView>;
export type QuoteView = z.input<typeof QuoteView>;

export const RouteName = z.enum(['self_serve', 'customer_support', 'advisor']).meta({ id: 'Route' });

export const PreviewView = z.strictObject({ route: RouteName, quote: QuoteView }).meta({ id: 'Preview' });
