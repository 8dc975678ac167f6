import { z } from 'zod';
import { listPage, PageQuerySchema } from '../api/requests';
import { WebAddressSchema } from '../values/addresses';
import { CountrySchema } from '../values/countries';
import { CivilDateSchema, TimeZoneSchema } from '../values/dates';
import { IdSchema } from '../values/ids';
import { CurrencySchema, MoneySchema } from '../values/money';
import { StandingSchema } from '../values/standings';

/** Accounts as their people and support find them. */

const KindSchema = z.enum(['standard', 'corporate']);

export const AccountListQuerySchema = PageQuerySchema.extend({
  search: IdSchema.exactOptional().describe('The beginning of an account’s id.'),
});

const ACCOUNT = {
  accountId: IdSchema,
  name: z.string().nullable().describe('Of the company, where it was brought in.'),
  kind: KindSchema,
  locale: z.enum(['fr', 'en']),
  timeZone: TimeZoneSchema.describe('Billing days are local days of this zone.'),
  role: StandingSchema.nullable().describe('Of the caller at this account; null for staff and services.'),
};

export const AccountListSchema = listPage('AccountList', z.strictObject(ACCOUNT).meta({ id: 'AccountListItem' }));

const InvoiceToPaySchema = z
  .strictObject({ reference: z.string(), amount: MoneySchema, dueOn: CivilDateSchema })
  .meta({ id: 'InvoiceToPay' });

const AccountBillingSchema = z
  .strictObject({
    currency: CurrencySchema,
    country: CountrySchema,
    vatNumber: z.string().nullable().describe('On file, all but its country and its end masked.'),
    hasPaymentDetails: z.boolean(),
    pastDue: z.boolean().describe('An overdue invoice blocks changes.'),
    openInvoicesUrl: WebAddressSchema.nullable().describe('Where it is paid.'),
    openInvoices: z.array(InvoiceToPaySchema).describe('As they were brought in; none where they were not.'),
    /** Below zero for a debt. */
    balance: MoneySchema,
  })
  .meta({ id: 'AccountBilling' });

export const AccountViewSchema = z
  .strictObject({
    ...ACCOUNT,
    billing: AccountBillingSchema.nullable().describe('Null for who looks after seats.'),
  })
  .meta({ id: 'AccountView' });
