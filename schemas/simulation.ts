import { z } from 'zod';
import { POLICY_AXES } from '../billing/policy-axes';
import { PRESETS } from '../billing/presets';
import type { Simulation } from '../billing/simulation-types';
import { NEGATIVE_TOTALS, SUBSCRIPTION_STATUSES, WHEN_TO_BILL } from '../billing/types';
import { FrequencyName, Seats } from './change';
import { Country } from './countries';
import { CivilDate, Instant, Period, TimeZone } from './dates';
import { CartItem, ProductBody } from './documents';
import { Id } from './ids';
import { Amount, CREDITED_WITHIN, Currency, isCreditedWithin, Percent, SignedAmount } from './money';
import { NextBills, QuoteView, RouteName } from './quote';

/** What `npm run quote` and `POST /v1/quotes/simulate` are asked, and what they answer. */

const PresetName = z.enum(PRESETS.map(({ name }) => name)).meta({
  id: 'PresetName',
  description: 'A named policy of docs/policies.md.',
});

const axis = <Choice extends string>(choices: readonly Choice[]) => z.enum(choices).exactOptional();

const PolicyData = z
  .strictObject({
    name: Id.default('custom').describe('Printed on the quote.'),
    version: z.int().min(1).default(1),
    basedOn: PresetName.default('anchor-reset').describe('Where the axes left out come from.'),
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

const Policy = z
  .union([PresetName, PolicyData], { error: `a policy, or one of ${PRESETS.map(({ name }) => name).join(', ')}` })
  .meta({ id: 'Policy', description: 'A preset by its name, or data.' });

const Line = z
  .strictObject({
    lineId: Id.exactOptional(),
    period: Period.exactOptional().describe('The period of the subscription when left out.'),
    amount: Amount.describe('Net amount billed for the whole period of the line.'),
    credited: Amount.default('0').describe('Net amount of earlier credits against it.'),
    paid: z.boolean().default(true),
    vatPercent: Percent.exactOptional().describe('VAT of the original charge; that of `vat` when left out.'),
  })
  .refine(isCreditedWithin, CREDITED_WITHIN)
  .meta({ id: 'SimulatedLine', description: 'One line of the current period as it was really billed.' });

const Subscription = z
  .strictObject({
    subscriptionId: Id.default('subscription'),
    productId: Id.exactOptional().describe('Which product of `catalog`; the only one when left out.'),
    tierId: Id.default('standard'),
    seats: Seats,
    frequency: FrequencyName.default('month'),
    unitPrice: Amount.exactOptional().describe('Price per seat and period, needed where no catalogue is given.'),
    status: z.enum(SUBSCRIPTION_STATUSES).default('active'),
    currency: Currency.exactOptional().describe('That of the account when left out; another one is refused.'),
    assignedSeats: z.int().min(0).max(1_000_000).default(0),
    period: Period,
    anchorDay: z.int().min(1).max(31).exactOptional().describe('The day of `period.start` when left out.'),
    anchorDate: CivilDate.exactOptional(),
    billedLines: z.array(Line).max(200).exactOptional().describe('One paid line of the list price when left out.'),
    version: z.int().min(1).default(1),
  })
  .meta({ id: 'SimulatedSubscription' });

const Change = z
  .strictObject({
    tierId: Id.exactOptional(),
    seats: Seats.exactOptional(),
    frequency: FrequencyName.exactOptional(),
    unitPrice: Amount.exactOptional().describe('Price per seat and period of the terms wanted, without a catalogue.'),
  })
  .meta({ id: 'SimulatedChange', description: 'The terms wanted; what is left out stays as it is.' });

const AccountFacts = z
  .strictObject({
    kind: z.enum(['standard', 'corporate']).default('standard'),
    currency: Currency.default('EUR'),
    timeZone: TimeZone.default('UTC'),
    country: Country.default('FR'),
    pastDue: z.boolean().default(false),
  })
  .meta({ id: 'SimulatedAccount' });

const Vat = z
  .strictObject({
    percent: Percent.default('0'),
    kind: z.enum(['domestic', 'destination', 'reverse_charge', 'out_of_scope', 'hold']).exactOptional(),
    country: Country.exactOptional(),
    rule: Id.exactOptional(),
    mention: z.string().trim().min(1).max(200).exactOptional(),
  })
  .meta({ id: 'SimulatedVat', description: 'VAT of the new charges; a credit keeps the rate it was billed with.' });

const Product = ProductBody.extend({ productId: Id, version: z.int().min(1).default(1) }).meta({
  id: 'SimulatedProduct',
});

const Pair = z.strictObject({ subscription: Subscription, change: Change }).meta({ id: 'SimulatedPair' });

const Cart = z
  .strictObject({
    currency: Currency.exactOptional().describe('That of the account when left out; another one is refused.'),
    items: z.array(CartItem).max(100),
    include: z.boolean().default(true),
  })
  .meta({ id: 'SimulatedCart', description: 'Other products, bought with the change when `include` says so.' });

export const SimulationRequest = z
  .strictObject({
    at: Instant.describe('The instant the quote is pinned to.'),
    effectiveDate: CivilDate.exactOptional().describe(
      'The day an agreed change takes effect, such as the period end; a day of the period that is past is priced as well.',
    ),
    policy: Policy.default('anchor-reset'),
    compareWith: z.array(Policy).max(20).default([]).describe('Policies whose totals are shown beside it.'),
    account: AccountFacts.prefault({}),
    subscription: Subscription.exactOptional(),
    change: Change.exactOptional(),
    changes: z
      .array(Pair)
      .min(1)
      .max(20)
      .exactOptional()
      .describe('Instead of `subscription` and `change`, for an order of several subscriptions.'),
    catalog: z.array(Product).max(20).default([]).describe('Products with tiers and prices; or give `unitPrice`s.'),
    cart: Cart.exactOptional(),
    balance: SignedAmount.default('0').describe('Account balance, positive in the customer’s favour.'),
    minimumCharge: Amount.exactOptional().describe('Less than this is not charged; it waits on the balance.'),
    whenToBill: z.enum(WHEN_TO_BILL).exactOptional(),
    negativeTotal: z.enum(NEGATIVE_TOTALS).exactOptional(),
    vat: Vat.prefault({}),
    validForSeconds: z
      .int()
      .min(1)
      .max(366 * 86_400)
      .default(1800),
  })
  .meta({ id: 'SimulationRequest', description: 'A subscription, a change, a policy and an instant.' });

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** Compiles only while the schema reads exactly what the engine is asked. */
export const readsTheSimulation: Same<z.output<typeof SimulationRequest>, Simulation> = true;

const Comparison = QuoteView.pick({ policy: true, net: true, total: true, dueToday: true, toBalance: true }).extend({
  nextBills: NextBills,
});

export const SimulationView = z
  .strictObject({ route: RouteName, quote: QuoteView, comparisons: z.array(Comparison) })
  .meta({ id: 'Simulation' });

export type SimulationView = z.input<typeof SimulationView>;
