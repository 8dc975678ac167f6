import { z } from 'zod';
import { NO_BILL_REASONS, SUBSCRIPTION_STATUSES } from '../../billing/facts/types';
import { LIST_BYTES, ORDER_BYTES, withMaxBytes } from '../api/answer-bounds';
import { MOST_ITEMS, NextSchema, PageQuerySchema } from '../api/requests';
import { SubscriptionBodySchema } from '../facts/documents';
import { TermsSchema, VatTreatmentSchema } from '../orders/quote';
import { CivilDateSchema } from '../values/dates';
import { IdSchema } from '../values/ids';
import { MoneySchema } from '../values/money';

/** Subscriptions as their customers see them. */

const NextBillSchema = z
  .strictObject({
    date: CivilDateSchema,
    /** What it is for: the terms of now, or those agreed for that day. */
    terms: TermsSchema,
    net: MoneySchema,
    vat: MoneySchema.nullable().describe('Null while it is held: nobody can say yet.'),
    total: MoneySchema.nullable(),
    vatTreatment: VatTreatmentSchema,
  })
  .meta({ id: 'NextBill' });

const NoBillSchema = z
  .strictObject({ code: z.enum(NO_BILL_REASONS), text: z.string() })
  .meta({ id: 'NoBill', description: 'Why no bill comes, or why nobody can say yet.' });

const OpenOrderSchema = z
  .strictObject({ changeId: IdSchema, state: z.string(), headline: z.string() })
  .meta({ id: 'OpenOrder', description: 'The order that may be placed.' });

const AgreedChangeSchema = z
  .strictObject({
    changeId: IdSchema,
    effectiveDate: CivilDateSchema.nullable().describe('The day that it waits for; null while nobody can say.'),
    text: z.string().nullable(),
  })
  .meta({ id: 'AgreedChange', description: 'A change that is placed and waits for its day.' });

const COMMERCE = {
  nextBill: NextBillSchema.nullable().describe(
    'For this subscription alone. Null for who looks after seats, and where `noBill` says why there is none.',
  ),
  noBill: NoBillSchema.nullable(),
  openOrder: OpenOrderSchema.nullable(),
  agreedChange: AgreedChangeSchema.nullable(),
};

const { billedLines, version: _, anchorDay: __, anchorDate: ___, ...SHOWN } = SubscriptionBodySchema.shape;

const SUBSCRIPTION = {
  subscriptionId: IdSchema,
  names: z
    .strictObject({ product: z.string().nullable(), tier: z.string().nullable() })
    .describe('Of product and tier, as the catalogue calls them.'),
  statusToday: z
    .enum(SUBSCRIPTION_STATUSES)
    .describe('An end or a pause that has come counts, whether or not the system of record has said so.'),
  assignedSeats: z.int(),
  freeSeats: z.int(),
  newSeats: z.int().describe('Of the free ones those that were bought lately: they wait to be assigned to people.'),
  ...COMMERCE,
};

export const SubscriptionViewSchema = SubscriptionBodySchema.extend({
  ...SUBSCRIPTION,
  billedLines: billedLines.exactOptional(),
}).meta({ id: 'SubscriptionView', ...withMaxBytes(ORDER_BYTES) });

const SubscriptionListItemSchema = z.strictObject({ ...SHOWN, ...SUBSCRIPTION }).meta({ id: 'SubscriptionListItem' });

export const SubscriptionListQuerySchema = PageQuerySchema.extend({ accountId: IdSchema });

export const SubscriptionListSchema = z
  .strictObject({ items: z.array(SubscriptionListItemSchema).max(MOST_ITEMS), next: NextSchema })
  .meta({ id: 'SubscriptionList', ...withMaxBytes(LIST_BYTES) });
