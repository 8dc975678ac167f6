import { z } from 'zod';
import { TERMS_FIELDS } from '../../billing/facts/types';
import { FrequencyNameSchema } from '../values/changes';
import { CivilDateSchema, InstantSchema, PeriodSchema } from '../values/dates';
import { IdSchema } from '../values/ids';
import { MoneySchema, PercentSchema, VatKindSchema } from '../values/money';

/** A quote as the API shows it: every amount with its currency, every line with its arithmetic and its text. */

export const TermsSchema = z
  .strictObject({ tierId: IdSchema, seats: z.int(), frequency: FrequencyNameSchema })
  .meta({ id: 'Terms', description: 'What a customer buys.' });

const TermsFieldSchema = z.enum(TERMS_FIELDS);

const QuotedChangeSchema = z
  .strictObject({
    subscriptionId: IdSchema,
    before: TermsSchema,
    after: TermsSchema,
    names: z.strictObject({ product: z.string(), tierBefore: z.string(), tierAfter: z.string() }).nullable(),
    newPeriod: PeriodSchema,
    /** Exact start of that within its first day, where a change that counts in seconds began it. */
    newPeriodStartsAt: InstantSchema.exactOptional(),
    endLifted: CivilDateSchema.exactOptional().describe('The end that was set and is lifted.'),
    trialEnded: z
      .literal(true)
      .exactOptional()
      .describe('The trial ends with the change; from then on it is paid for.'),
    pausesOn: CivilDateSchema.exactOptional().describe('First day of a pause that is set and stays so.'),
    resumesOn: CivilDateSchema.exactOptional().describe('First day after that pause.'),
    nextBillDate: CivilDateSchema,
    nextBillNet: MoneySchema,
    yearlyRateBefore: MoneySchema,
    yearlyRateAfter: MoneySchema,
    seatsAdded: z.int(),
    /** What becomes of a change that is agreed for later once this one is placed; with nothing kept it ends. */
    agreed: z
      .strictObject({ changeId: IdSchema, takenOut: z.array(TermsFieldSchema), kept: z.array(TermsFieldSchema) })
      .exactOptional(),
    /** People more than there will be seats: so many have to be taken off theirs before the change takes effect, or it is not made. */
    seatsToFree: z.int(),
  })
  .meta({ id: 'QuotedChange' });

const FractionSchema = z.strictObject({
  numerator: z.int(),
  denominator: z.int(),
  unit: z.enum(['day', 'second']),
  rounded: z
    .string()
    .exactOptional()
    .describe('What it was rounded to before it was multiplied, where that changed it.'),
});

const QuoteLineSchema = z
  .strictObject({
    lineId: z.string(),
    kind: z.enum(['credit', 'charge', 'cart_item']),
    subscriptionId: IdSchema.nullable(),
    text: z.string(),
    name: z.string().describe('The line in a few words, for a column beside its amount.'),
    arithmetic: z
      .string()
      .nullable()
      .describe('How its amount was reckoned; null for an item of the cart, which has none.'),
    vatText: z.string().nullable(),
    period: PeriodSchema.nullable(),
    /** Exact start within the first day of the period, where the policy counts seconds. */
    startsAt: InstantSchema.exactOptional(),
    /** Amount that the fraction is taken of, positive; `net` is negative for a credit. */
    basis: MoneySchema,
    fraction: FractionSchema,
    net: MoneySchema,
    vatPercent: PercentSchema,
    vat: MoneySchema,
    /** Of a credit: the treatment of the original charge, where it is known. Every other line carries the quote's. */
    vatTreatment: z
      .strictObject({
        kind: VatKindSchema,
        country: z.string(),
        rule: z.string().exactOptional(),
        mention: z.string().exactOptional(),
      })
      .exactOptional(),
  })
  .meta({ id: 'QuoteLine' });

export const VatTreatmentSchema = z
  .strictObject({
    rule: z.string(),
    kind: VatKindSchema,
    country: z.string(),
    percent: PercentSchema,
    mention: z.string().exactOptional(),
  })
  .meta({ id: 'VatTreatment' });

const ExplanationSchema = z.strictObject({
  changes: z.array(z.string()),
  totals: z.array(z.string()),
  tax: z.string().describe('Which VAT it is, and why.'),
  terms: z.array(z.string()),
  /** Said until the order is placed: what the other choice of anchor would cost, and how long the quote is valid. */
  offer: z.array(z.string()),
});

export const NextBillsSchema = z.array(
  z.strictObject({ subscriptionId: IdSchema, date: CivilDateSchema, net: MoneySchema }),
);

const OtherAnchorSchema = z
  .strictObject({
    anchor: z.enum(['kept', 'reset']),
    net: MoneySchema,
    total: MoneySchema,
    dueToday: MoneySchema,
    toBalance: MoneySchema,
    nextBills: NextBillsSchema,
  })
  .meta({ id: 'OtherAnchor', description: 'What the order would cost if the billing date did the opposite.' });

export const QuoteViewSchema = z
  .strictObject({
    quoteId: z.string(),
    version: z.int(),
    /** Sent back with PLACE_ORDER it proves which quote the customer saw. */
    hash: z.string(),
    at: InstantSchema,
    expiresAt: InstantSchema,
    effectiveDate: CivilDateSchema,
    policy: z.strictObject({ name: z.string(), version: z.int() }),
    changes: z.array(QuotedChangeSchema),
    lines: z.array(QuoteLineSchema),
    vatTreatment: VatTreatmentSchema,
    net: MoneySchema,
    vat: MoneySchema,
    total: MoneySchema,
    balanceUsed: MoneySchema,
    dueToday: MoneySchema,
    /** When that is due: today, or on the later day on which the change takes effect. */
    dueOn: CivilDateSchema,
    /** True on that later day: nothing is taken when the order is placed. */
    dueLater: z.boolean(),
    toBalance: MoneySchema,
    /** Amount that a person pays back where the seller refunds a negative total; else zero. */
    refundRequested: MoneySchema,
    /** True when nothing is asked today because the seller bills with the next invoice. */
    billedLater: z.boolean(),
    rateIncreases: z.boolean(),
    /** Null for a quote that was priced without it. */
    otherAnchor: OtherAnchorSchema.nullable(),
    includesCart: z.boolean(),
    explanation: ExplanationSchema,
  })
  .meta({ id: 'Quote' });

const AmountDifferenceSchema = z
  .strictObject({ before: MoneySchema, after: MoneySchema, difference: MoneySchema })
  .meta({ id: 'AmountDifference', description: '`difference` is after less before: positive means more to pay.' });

export const QuoteDifferenceViewSchema = z
  .strictObject({
    previousQuoteId: z.string(),
    total: AmountDifferenceSchema,
    dueToday: AmountDifferenceSchema,
    /** Lines that are not the same, VAT included; null where a quote has no such line. */
    lines: z.array(
      z.strictObject({ lineId: z.string(), before: MoneySchema.nullable(), after: MoneySchema.nullable() }),
    ),
    movedSubscriptions: z.array(IdSchema),
    texts: z.array(z.string()),
  })
  .meta({ id: 'QuoteDifference', description: 'What a quote changed of the one before it.' });

export type QuoteDifferenceView = z.input<typeof QuoteDifferenceViewSchema>;
export type QuoteView = z.input<typeof QuoteViewSchema>;

export const RouteNameSchema = z.enum(['self_serve', 'customer_support', 'advisor']).meta({ id: 'Route' });
