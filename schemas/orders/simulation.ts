import { z } from 'zod';
import { POLICY_AXES } from '../../billing/facts/policy-types';
import { NEGATIVE_TOTALS, SUBSCRIPTION_STATUSES, TIMINGS, WHEN_TO_BILL } from '../../billing/facts/types';
import { PRESETS } from '../../billing/policies/presets';
import type { Simulation } from '../../billing/simulation/types';
import { ORDER_BYTES, withMaxBytes } from '../api/answer-bounds';
import {
  CartItemSchema,
  ENDS_ON,
  LINE_STARTS_AT,
  LineVatTreatmentSchema,
  MOST_BILLED_LINES,
  PAUSES_ON,
  PERIOD_STARTS_AT,
  ProductBodySchema,
  RESUMES_ON,
} from '../facts/documents';
import { EndTrialSchema, FrequencyNameSchema, LiftEndSchema, SeatsSchema } from '../values/changes';
import { CountrySchema } from '../values/countries';
import { CivilDateSchema, InstantSchema, PeriodSchema, TimeZoneSchema } from '../values/dates';
import { inForm } from '../values/forms';
import { IdSchema, LineIdSchema } from '../values/ids';
import {
  AmountSchema,
  CREDITED_WITHIN,
  CurrencySchema,
  isCreditedWithin,
  PercentSchema,
  SignedAmountSchema,
  VatKindSchema,
} from '../values/money';
import { MOST_GAPS, PolicyGapSchema, PresetNameSchema } from '../values/policies';
import { NextBillsSchema, QuoteViewSchema, RouteNameSchema } from './quote';

/** Input and output of `npm run quote` and `POST /v1/quotes/simulate`. */

const axis = <Choice extends string>(choices: readonly Choice[]) => z.enum(choices).exactOptional();

const PolicyDataSchema = z
  .strictObject({
    name: IdSchema.default('custom').describe('Printed on the quote.'),
    version: z.int().min(1).default(1),
    basedOn: PresetNameSchema.default('anchor-reset').describe('Where the axes left out come from.'),
    timeUnit: axis(POLICY_AXES.timeUnit),
    changeDayOwner: axis(POLICY_AXES.changeDayOwner),
    anchor: axis(POLICY_AXES.anchor),
    keptAnchor: axis(POLICY_AXES.keptAnchor),
    credit: axis(POLICY_AXES.credit),
    charge: axis(POLICY_AXES.charge),
    creditBasis: axis(POLICY_AXES.creditBasis),
    seatChange: axis(POLICY_AXES.seatChange),
    rounding: axis(POLICY_AXES.rounding),
    unpaidLines: axis(POLICY_AXES.unpaidLines),
  })
  .meta({ id: 'PolicyData', description: 'A preset with some of its axes replaced.' });

const PolicySchema = z
  .union([PresetNameSchema, PolicyDataSchema], {
    error: `a policy, or one of ${PRESETS.map(({ name }) => name).join(', ')}`,
  })
  .meta({ id: 'Policy', description: 'A preset by its name, or data.' });

const LineSchema = z
  .strictObject({
    lineId: LineIdSchema.exactOptional(),
    period: PeriodSchema.exactOptional().describe('The period of the subscription when left out.'),
    startsAt: InstantSchema.exactOptional().describe(LINE_STARTS_AT),
    amount: AmountSchema.describe('Net amount billed for the whole period of the line.'),
    credited: AmountSchema.default('0').describe('Net amount of earlier credits against it.'),
    paid: z.boolean().default(true),
    vatPercent: PercentSchema.exactOptional().describe('VAT of the original charge; that of `vat` when left out.'),
    vatTreatment: LineVatTreatmentSchema.exactOptional(),
  })
  .refine(isCreditedWithin, CREDITED_WITHIN)
  .meta({ id: 'SimulatedLine', description: 'One line of the current period as it was really billed.' });

const SubscriptionSchema = z
  .strictObject({
    subscriptionId: IdSchema.default('subscription'),
    productId: IdSchema.exactOptional().describe('Which product of `catalog`; the only one when left out.'),
    tierId: IdSchema.default('standard'),
    seats: SeatsSchema,
    frequency: FrequencyNameSchema.default('month'),
    unitPrice: AmountSchema.exactOptional().describe('Price per seat and period, needed where no catalogue is given.'),
    status: z.enum(SUBSCRIPTION_STATUSES).default('active'),
    endsOn: CivilDateSchema.exactOptional().describe(ENDS_ON),
    pausesOn: CivilDateSchema.exactOptional().describe(PAUSES_ON),
    resumesOn: CivilDateSchema.exactOptional().describe(RESUMES_ON),
    currency: CurrencySchema.exactOptional().describe('That of the account when left out; another one is refused.'),
    assignedSeats: z.int().min(0).max(1_000_000).default(0),
    period: PeriodSchema,
    periodStartsAt: InstantSchema.exactOptional().describe(PERIOD_STARTS_AT),
    anchorDay: z
      .int()
      .min(1)
      .max(31)
      .exactOptional()
      .describe(
        'When left out the day of `anchorDate`, or the larger one of the days on which the period begins and ends.',
      ),
    anchorDate: CivilDateSchema.exactOptional(),
    billedLines: z
      .array(LineSchema)
      .max(MOST_BILLED_LINES)
      .exactOptional()
      .describe('One paid line of the list price when left out.'),
    version: z.int().min(1).default(1),
  })
  .meta({ id: 'SimulatedSubscription' });

const ChangeSchema = z
  .strictObject({
    tierId: IdSchema.exactOptional(),
    seats: SeatsSchema.exactOptional(),
    frequency: FrequencyNameSchema.exactOptional(),
    unitPrice: AmountSchema.exactOptional().describe(
      'Price per seat and period of the terms wanted, without a catalogue.',
    ),
    liftEnd: LiftEndSchema.exactOptional(),
    endTrial: EndTrialSchema.exactOptional(),
  })
  .meta({ id: 'SimulatedChange', description: 'The terms wanted; what is left out stays as it is.' });

const AccountFactsSchema = z
  .strictObject({
    kind: z.enum(['standard', 'corporate']).default('standard'),
    currency: CurrencySchema.default('EUR'),
    timeZone: TimeZoneSchema.default('UTC'),
    country: CountrySchema.default('FR'),
    pastDue: z.boolean().default(false),
  })
  .meta({ id: 'SimulatedAccount' });

const VatSchema = z
  .strictObject({
    percent: PercentSchema.default('0'),
    kind: VatKindSchema.exactOptional(),
    country: CountrySchema.exactOptional(),
    rule: IdSchema.exactOptional(),
    mention: z.string().trim().min(1).max(100).check(inForm('oneLine')).exactOptional(),
  })
  .meta({ id: 'SimulatedVat', description: 'VAT of the new charges; a credit keeps the rate it was billed with.' });

const ProductSchema = ProductBodySchema.extend({ productId: IdSchema, version: z.int().min(1).default(1) }).meta({
  id: 'SimulatedProduct',
});

const PairSchema = z
  .strictObject({ subscription: SubscriptionSchema, change: ChangeSchema })
  .meta({ id: 'SimulatedPair' });

const CartSchema = z
  .strictObject({
    currency: CurrencySchema.exactOptional().describe('That of the account when left out; another one is refused.'),
    items: z.array(CartItemSchema).max(100),
    include: z.boolean().default(true),
  })
  .meta({ id: 'SimulatedCart', description: 'Other products, bought with the change when `include` says so.' });

/** Each change is priced once for each policy, and once with the other anchor: so often in one request, at most. */
const MOST_PRICED = 100;

export const SimulationRequestSchema = z
  .strictObject({
    at: InstantSchema.describe('The instant the quote is pinned to.'),
    effectiveDate: CivilDateSchema.exactOptional().describe(
      'The day an agreed change takes effect, such as the period end; a day of the period that is past is priced as well.',
    ),
    effective: z
      .enum(TIMINGS)
      .exactOptional()
      .describe(
        'Instead of `effectiveDate`: `period_end` is the day on which the period ends, of several the earliest.',
      ),
    policy: PolicySchema.default('anchor-reset'),
    compareWith: z.array(PolicySchema).max(20).default([]).describe('Policies whose totals are shown beside it.'),
    account: AccountFactsSchema.prefault({}),
    subscription: SubscriptionSchema.exactOptional(),
    change: ChangeSchema.exactOptional(),
    changes: z
      .array(PairSchema)
      .min(1)
      .max(20)
      .exactOptional()
      .describe('Instead of `subscription` and `change`, for an order of several subscriptions.'),
    catalog: z
      .array(ProductSchema)
      .max(20)
      .default([])
      .describe('Products with tiers and prices; or give `unitPrice`s.'),
    cart: CartSchema.exactOptional(),
    balance: SignedAmountSchema.default('0').describe('Account balance, positive in the customer’s favour.'),
    minimumCharge: AmountSchema.exactOptional().describe('Less than this is not charged; it waits on the balance.'),
    whenToBill: z.enum(WHEN_TO_BILL).exactOptional(),
    negativeTotal: z.enum(NEGATIVE_TOTALS).exactOptional(),
    vat: VatSchema.prefault({}),
    validForSeconds: z
      .int()
      .min(1)
      .max(366 * 86_400)
      .default(1800),
  })
  .refine(({ changes = [], compareWith }) => Math.max(1, changes.length) * (compareWith.length + 2) <= MOST_PRICED, {
    path: ['compareWith'],
    error: 'field.tooManyCompared',
  })
  .meta({
    id: 'SimulationRequest',
    description: 'A subscription, a change, a policy and an instant.',
    example: {
      at: '2026-03-12T09:30:00Z',
      subscription: {
        seats: 5,
        frequency: 'month',
        period: { start: '2026-03-01', end: '2026-04-01' },
        unitPrice: '29.00',
      },
      change: { seats: 8 },
    },
  });

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** Compiles only while the schema reads exactly what the engine is asked. */
true satisfies Same<z.output<typeof SimulationRequestSchema>, Simulation>;

const ComparisonSchema = QuoteViewSchema.pick({
  policy: true,
  net: true,
  total: true,
  dueToday: true,
  toBalance: true,
}).extend({
  nextBills: NextBillsSchema,
});

export const SimulationViewSchema = z
  .strictObject({
    route: RouteNameSchema,
    quote: QuoteViewSchema,
    gaps: z.array(PolicyGapSchema).max(MOST_GAPS).describe('What the policy gives away or asks twice.'),
    comparisons: z.array(ComparisonSchema).max(20),
  })
  .meta({ id: 'Simulation', ...withMaxBytes(ORDER_BYTES) });

export type SimulationView = z.input<typeof SimulationViewSchema>;
