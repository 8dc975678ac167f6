import { z } from 'zod';
import { SUBSCRIPTION_STATUSES } from '../../billing/facts/types';
import { WebAddressSchema } from '../values/addresses';
import { FrequencyNameSchema, SeatsSchema } from '../values/changes';
import { CountrySchema } from '../values/countries';
import { CivilDateSchema, InstantSchema, PeriodSchema, TimeZoneSchema } from '../values/dates';
import { formed, inForm } from '../values/forms';
import { IdSchema, LineIdSchema } from '../values/ids';
import {
  AmountSchema,
  CREDITED_WITHIN,
  CurrencySchema,
  isCreditedWithin,
  PercentSchema,
  VatKindSchema,
} from '../values/money';

/**
 * The facts that a system of record brings in with PUT. Tenant and id come from the key and the path, so a body can
 * never name somebody else's document.
 */

export const AccountPathSchema = z.strictObject({ accountId: IdSchema });
export const CartItemPathSchema = AccountPathSchema.extend({ itemId: IdSchema });
export const SubscriptionPathSchema = z.strictObject({ subscriptionId: IdSchema });
export const ProductPathSchema = z.strictObject({ productId: IdSchema });

/** Grows with every write at the system of record. */
const VersionSchema = z.int().min(1);
const lineOfText = (longest: number) => z.string().trim().min(1).max(longest).check(inForm('oneLine'));
const NameSchema = lineOfText(200);
/** Of products and tiers; each line of an order carries both. */
const TitleSchema = lineOfText(80);
const DaySchema = z.int().min(1).max(31);

/** As many as a page shows. */
const MOST_OPEN_INVOICES = 20;

const OpenInvoiceSchema = z
  .strictObject({
    reference: lineOfText(64),
    amount: AmountSchema.describe('What is still to be paid, in the currency of the account.'),
    dueOn: CivilDateSchema,
  })
  .meta({ id: 'OpenInvoice' });

export const AccountBodySchema = z
  .strictObject({
    kind: z.enum(['standard', 'corporate']),
    currency: CurrencySchema,
    timeZone: TimeZoneSchema,
    locale: z.enum(['fr', 'en']),
    country: CountrySchema,
    postalCode: z.string().trim().min(1).max(16).exactOptional(),
    billingContactIds: z.array(IdSchema).max(100),
    seatAdminIds: z.array(IdSchema).max(100),
    pastDue: z.boolean(),
    vatNumber: formed('vatNumber').exactOptional(),
    companyName: NameSchema.exactOptional(),
    street: NameSchema.exactOptional(),
    city: NameSchema.exactOptional(),
    paymentMethod: formed('token').nullable().exactOptional().meta({
      description: 'On file at the gateway. Null removes it; left out, what Avenant saved in an order stays.',
    }),
    openInvoicesUrl: WebAddressSchema.exactOptional().meta({
      description: 'Where this customer pays open invoices; the address of the settings when left out.',
    }),
    openInvoices: z.array(OpenInvoiceSchema).max(MOST_OPEN_INVOICES).exactOptional().meta({
      description: 'What this customer has to pay, the most urgent first: told to them while they are past due.',
    }),
    version: VersionSchema,
  })
  .meta({
    id: 'Account',
    example: {
      kind: 'standard',
      currency: 'EUR',
      timeZone: 'Europe/Paris',
      locale: 'fr',
      country: 'FR',
      billingContactIds: ['claire'],
      seatAdminIds: [],
      pastDue: false,
      companyName: 'Atelier Nord SARL',
      version: 1,
    },
  });

export const LineVatTreatmentSchema = z
  .strictObject({
    kind: VatKindSchema,
    country: CountrySchema,
    rule: z.string().min(1).max(8).exactOptional(),
    mention: lineOfText(100).exactOptional(),
    evidenceId: formed('evidenceId').exactOptional(),
  })
  .meta({ id: 'LineVatTreatment', description: 'How the VAT of a billed line was decided; credits carry the same.' });

/** So many can still be changed in an order that holds something else as well. */
export const MOST_BILLED_LINES = 100;

export const LINE_STARTS_AT = 'Exact start within the first day of its period, of a line that was counted in seconds.';

export const PERIOD_STARTS_AT =
  'Exact start of the period within its first day, where a change that counts in seconds began it.';

export const ENDS_ON = 'An end that is set: the first day without the subscription. Left out, none is set.';
export const PAUSES_ON = 'A pause that is set: its first day. Left out, none is set.';
export const RESUMES_ON = 'The first day after the pause; left out, nobody knows.';

const BilledLineSchema = z
  .strictObject({
    lineId: LineIdSchema,
    period: PeriodSchema,
    startsAt: InstantSchema.exactOptional().describe(LINE_STARTS_AT),
    amount: AmountSchema,
    credited: AmountSchema,
    paid: z.boolean(),
    vatPercent: PercentSchema,
    vatTreatment: LineVatTreatmentSchema.exactOptional(),
    invoiceNumber: lineOfText(64).exactOptional().meta({
      description:
        'Of the invoice that the line stands on. The receipt of an order names those of the lines that it gave their ids.',
    }),
  })
  .refine(isCreditedWithin, CREDITED_WITHIN)
  .meta({ id: 'BilledLine' });

export const SubscriptionBodySchema = z
  .strictObject({
    accountId: IdSchema,
    productId: IdSchema,
    tierId: IdSchema,
    seats: SeatsSchema,
    frequency: FrequencyNameSchema,
    status: z.enum(SUBSCRIPTION_STATUSES),
    endsOn: CivilDateSchema.exactOptional().describe(ENDS_ON),
    pausesOn: CivilDateSchema.exactOptional().describe(PAUSES_ON),
    resumesOn: CivilDateSchema.exactOptional().describe(RESUMES_ON),
    currency: CurrencySchema,
    period: PeriodSchema,
    periodStartsAt: InstantSchema.exactOptional().describe(PERIOD_STARTS_AT),
    anchorDay: DaySchema,
    anchorDate: CivilDateSchema.exactOptional(),
    billedLines: z.array(BilledLineSchema).max(MOST_BILLED_LINES),
    version: VersionSchema,
  })
  .meta({
    id: 'Subscription',
    example: {
      accountId: 'acc_atelier',
      productId: 'webinar',
      tierId: 'starter',
      seats: 5,
      frequency: 'month',
      status: 'active',
      currency: 'EUR',
      period: { start: '2026-03-01', end: '2026-04-01' },
      anchorDay: 1,
      billedLines: [
        {
          lineId: 'line_1',
          period: { start: '2026-03-01', end: '2026-04-01' },
          amount: '145.00',
          credited: '0.00',
          paid: true,
          vatPercent: '20',
        },
      ],
      version: 1,
    },
  });

const PriceBandSchema = z
  .strictObject({ fromSeats: SeatsSchema, unitPrice: AmountSchema })
  .meta({ id: 'PriceBand', description: 'From this many seats on, every seat has this price.' });

const PriceSchema = z
  .strictObject({
    frequency: FrequencyNameSchema,
    currency: CurrencySchema,
    bands: z.array(PriceBandSchema).min(1).max(50),
    validFrom: CivilDateSchema,
    validTo: CivilDateSchema.exactOptional(),
  })
  .meta({ id: 'Price' });

const TierSchema = z
  .strictObject({
    tierId: IdSchema,
    name: TitleSchema,
    rank: z.int().min(0).max(1000),
    minSeats: z.int().min(0).max(1_000_000),
    maxSeats: SeatsSchema,
    prices: z.array(PriceSchema).max(200),
  })
  .refine(({ minSeats, maxSeats }) => minSeats <= maxSeats, { path: ['maxSeats'] })
  .meta({ id: 'Tier' });

export const ProductBodySchema = z
  .strictObject({ name: TitleSchema, tiers: z.array(TierSchema).min(1).max(50), version: VersionSchema })
  .meta({
    id: 'Product',
    example: {
      name: 'Webinar',
      tiers: [
        {
          tierId: 'starter',
          name: 'Starter',
          rank: 1,
          minSeats: 1,
          maxSeats: 500,
          prices: [
            {
              frequency: 'month',
              currency: 'EUR',
              bands: [{ fromSeats: 1, unitPrice: '29.00' }],
              validFrom: '2026-01-01',
            },
          ],
        },
      ],
      version: 1,
    },
  });

export const CartItemSchema = z
  .strictObject({ itemId: IdSchema, description: NameSchema, amount: AmountSchema })
  .meta({ id: 'CartItem' });

export const CartBodySchema = z
  .strictObject({
    currency: CurrencySchema,
    /** An item is bought under its id, so an id stands for one item. */
    items: z
      .array(CartItemSchema)
      .max(100)
      .refine((items) => new Set(items.map(({ itemId }) => itemId)).size === items.length, {
        error: 'field.itemTwice',
      }),
    version: VersionSchema,
  })
  .meta({
    id: 'Cart',
    example: {
      currency: 'EUR',
      items: [{ itemId: 'item_1', description: 'Onboarding session', amount: '90.00' }],
      version: 1,
    },
  });
