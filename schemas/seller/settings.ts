import { z } from 'zod';
import { NEGATIVE_TOTALS, WHEN_TO_BILL } from '../../billing/facts/types';
import { LIST_BYTES, withMaxBytes } from '../api/answer-bounds';
import { MOST_ITEMS, NextSchema } from '../api/requests';
import { WHY } from '../orders/events';
import { BaseAddressSchema, MailAddressSchema, WebAddressSchema } from '../values/addresses';
import { CountrySchema } from '../values/countries';
import { InstantSchema } from '../values/dates';
import { formed, inForm } from '../values/forms';
import { IdSchema } from '../values/ids';
import { AmountSchema, CurrencySchema } from '../values/money';
import { MOST_GAPS, PolicyGapSchema, PresetNameSchema } from '../values/policies';

/** What the seller decides: docs/settings.md is made from here. */

const MOST_CURRENCIES = 60;
/** Characters: 12 kB in base 64. */
const MOST_LOGO = 16_384;

const told = <Schema extends z.ZodType>(schema: Schema, description: string): Schema => schema.meta({ description });
const DelaySchema = formed('delay').meta({
  id: 'Delay',
  description: 'Days, hours, minutes or seconds, 1 to 999 of one of them, as in ISO 8601.',
  examples: ['P7D', 'PT12H', 'PT15M', 'PT30S'],
});

const ThresholdSchema = z.enum(['below', 'reached']);
const WaySchema = z.enum(['local', 'http']);

const SellerSchema = z
  .strictObject({
    country: told(CountrySchema, 'Member state that the seller is established in; its VAT is the domestic one.'),
    vatNumber: told(
      z.string().trim().min(4).max(64).nullable(),
      'Its own VAT number: with it the register gives a consultation number. Null where it has none.',
    ),
    oss: told(
      z.boolean(),
      "Registered for the Union one-stop shop; also how a small seller opts in to VAT of the customer's state.",
    ),
    registrations: told(
      z.array(CountrySchema).max(40),
      'Countries where it is registered for VAT besides its own: a member state, GB, CH or NO.',
    ),
    thresholds: z
      .strictObject({
        euCrossBorder: told(
          ThresholdSchema,
          'EUR 10 000 of cross-border sales to consumers, this calendar year or the last.',
        ),
        switzerland: told(ThresholdSchema.exactOptional(), 'CHF 100 000 worldwide; taken as reached when left out.'),
        norway: told(
          ThresholdSchema.exactOptional(),
          'NOK 50 000 to Norwegian consumers in twelve months; taken as reached when left out.',
        ),
      })
      .meta({ id: 'Thresholds', description: 'Sales below a threshold are taxed as at home.' }),
  })
  .meta({ id: 'Seller', description: 'The seller before the tax rules, see docs/tax.md.' });

const FulfilmentSchema = z
  .strictObject({
    standard: told(WaySchema, 'For standard accounts.'),
    corporate: told(WaySchema, 'For corporate accounts.'),
  })
  .meta({
    id: 'Fulfilment',
    description: 'Who makes a bought change real: Avenant itself (`local`), or another system (`http`).',
  });

const BrandingSchema = z
  .strictObject({
    name: told(
      z.string().trim().min(1).max(80).check(inForm('oneLine')).nullable(),
      'Name that customers know the seller by.',
    ),
    color: told(formed('color').nullable(), 'Color of buttons and headings, e.g. "#0a5fd8".'),
    logo: told(
      z.string().max(MOST_LOGO).check(inForm('logo')).nullable(),
      'The logo itself as a data address, since receipts fetch nothing: a whole PNG (not interlaced) or JPEG of at most 12 kB and 2,000 pixels a side.',
    ),
    address: told(
      z.array(z.string().trim().min(1).max(100).check(inForm('oneLine'))).max(6),
      'Legal name and address as on invoices, line by line; empty leaves them out.',
    ),
    replyTo: told(MailAddressSchema.nullable(), 'Where customers write to; receipts name it.'),
  })
  .meta({
    id: 'Branding',
    description: 'The seller on pages and papers for customers; null leaves a part as it comes.',
  });

const SupportMailSchema = z
  .strictObject({
    address: told(MailAddressSchema, 'The address of the team.'),
    locale: told(z.enum(['fr', 'en']), 'The language that it is written to in.'),
    stuckMinutes: told(
      z.int().min(5).max(10_080).exactOptional(),
      'Minutes: an order that is stuck for longer is told of, and an event from outside that nobody could act on for longer. 60 when left out.',
    ),
    deskUrl: told(
      BaseAddressSchema.nullable(),
      'Where the pages for support are. Mails link to `/orders/{changeId}` behind it, and to itself with the filters of `GET /v1/changes` behind "?". Null: mails link to none.',
    ),
  })
  .meta({ id: 'SupportMail', description: 'Mails to the support team, see docs/mails.md.' });

export const SettingsSchema = z
  .strictObject({
    quoteValidityMinutes: told(
      z.int().min(1).max(43_200),
      'Minutes that a quote may be placed; after that it is priced anew, and shown again if it costs more or something moved.',
    ),
    policy: told(
      PresetNameSchema,
      'The proration policy, see docs/policies.md; every quote prints its name and version.',
    ),
    whenToBill: told(z.enum(WHEN_TO_BILL), 'Charge with the order, or with the next invoice of the system of record.'),
    negativeTotal: told(
      z.enum(NEGATIVE_TOTALS),
      'Credit a negative total to the account, or ask a person to refund it.',
    ),
    minimumCharges: told(
      z.record(CurrencySchema, AmountSchema).refine((charges) => Object.keys(charges).length <= MOST_CURRENCIES, {
        error: 'field.tooManyCurrencies',
      }),
      'By currency, in major units: less than this is not charged but put on the balance. None where it is not named.',
    ),
    placeOnPending: told(
      z.array(formed('word')).max(10),
      'Kinds of payment, e.g. `bank_debit`, whose order is made while the money is on its way.',
    ),
    vatPolicy: told(
      z.enum(['hold', 'charge_then_credit']),
      'While a VAT number cannot be verified: wait, or charge VAT and credit it once the number is confirmed.',
    ),
    vatConfirmationDays: told(
      z.int().min(1).max(3_650),
      'Days: a number on file that the register confirmed longer ago is asked about again at the next order.',
    ),
    vatRecheckDelays: told(
      z.array(DelaySchema).max(100),
      'Waits before each of the later checks of `charge_then_credit`.',
    ),
    seller: SellerSchema,
    customers: told(z.enum(['b2b', 'b2c']), 'Whether customers buy as businesses.'),
    customersMayDefer: told(
      z.boolean(),
      'Whether customers may let fewer seats, or a lower tier, take effect at the end of the period, see docs/deferring.md.',
    ),
    fulfilment: FulfilmentSchema,
    fulfilmentDays: told(
      z.int().min(1).max(365),
      'Days: a delivery that nobody has confirmed for so long makes its order stuck, with support.',
    ),
    sameMomentSeconds: told(
      z.int().min(0).max(60),
      'Seconds: of two changes of one subscription within this time one is refused with `change_in_progress`.',
    ),
    reminderDelays: told(
      z.array(DelaySchema).max(20),
      'How long after the purchase somebody is reminded of unassigned seats, ascending.',
    ),
    answerHours: told(
      z.int().min(1).max(720),
      'Hours within which a customer whose order is handed over is told to expect an answer; nothing happens by itself then.',
    ),
    idleDays: told(z.int().min(1).max(365), 'Days: an order that nobody touches for so long expires.'),
    branding: BrandingSchema,
    billingCentreUrl: told(
      BaseAddressSchema.nullable(),
      'Where the pages for customers are. Mails link to `/orders/{changeId}` and `/subscriptions/{subscriptionId}/seats` behind it, and banks and the gateway’s pages send customers back to the first. Null: mails link to none, and customers are sent back to the same paths behind `AVENANT_PAGES_URL`.',
    ),
    openInvoicesUrl: told(
      WebAddressSchema.nullable(),
      'Where customers pay open invoices: told with the refusal `past_due`. The `openInvoicesUrl` of an account wins over it.',
    ),
    supportMail: told(
      SupportMailSchema.nullable(),
      'Where the support team is written to when something waits for it, see docs/mails.md. Null: it is told nothing by mail.',
    ),
  })
  .meta({ id: 'Settings', description: 'What the seller decides. All of it is sent; an unknown field is refused.' });

export type SettingsBody = z.output<typeof SettingsSchema>;

/** Settings that money depends on, or where customers are sent with it: a second person approves their change. */
export const SETTINGS_BY_TWO: readonly (keyof SettingsBody)[] = [
  'policy',
  'whenToBill',
  'negativeTotal',
  'minimumCharges',
  'placeOnPending',
  'vatPolicy',
  'vatConfirmationDays',
  'vatRecheckDelays',
  'seller',
  'customers',
  'customersMayDefer',
  'fulfilment',
  'billingCentreUrl',
  'openInvoicesUrl',
];

export const SettingsInForceSchema = z
  .strictObject({
    /** Also the ETag; 0 while everything is as it comes. */
    version: z.int().min(0),
    changedAt: InstantSchema.nullable(),
    changedBy: z.string().nullable(),
    settings: SettingsSchema,
    policyGaps: z
      .array(PolicyGapSchema)
      .max(MOST_GAPS)
      .describe(
        'What the proration policy gives away or asks twice; none where each hour is billed once, as it was billed.',
      ),
  })
  .meta({ id: 'SettingsInForce' });

export const SettingsChangeSchema = z
  .strictObject({
    settings: SettingsSchema,
    ...WHY,
    grantId: IdSchema.exactOptional().meta({
      description: 'Of the request that this call approves; a first call has none.',
    }),
  })
  .meta({ id: 'SettingsChange', description: 'The settings as they are to be, all of them, and why.' });
export type SettingsChange = z.output<typeof SettingsChangeSchema>;

const SettingsVersionSchema = z
  .strictObject({
    version: z.int().min(1),
    at: InstantSchema,
    by: z.string(),
    /** Who asked for what `by` approved; null where one person was enough. */
    requestedBy: z.string().nullable(),
    reasonCode: z.string(),
    reason: z.string(),
    changes: z
      .array(
        z
          .strictObject({ field: z.string(), before: z.string(), after: z.string() })
          .meta({ id: 'SettingChange', description: 'One setting, before and after, as JSON text.' }),
      )
      .max(100),
  })
  .meta({ id: 'SettingsVersion' });

export const SettingsHistorySchema = z
  .strictObject({ items: z.array(SettingsVersionSchema).max(MOST_ITEMS), next: NextSchema })
  .meta({ id: 'SettingsHistory', ...withMaxBytes(2 * LIST_BYTES) });
