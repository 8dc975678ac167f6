import { z } from 'zod';
import { LIST_BYTES, ORDER_BYTES, withMaxBytes } from '../api/answer-bounds';
import { MOST_ITEMS, NextSchema } from '../api/requests';
import { InstantSchema } from '../values/dates';
import { IdSchema } from '../values/ids';
import { MoneySchema } from '../values/money';
import { CartBodySchema, SubscriptionBodySchema } from './documents';

/** Subscriptions, seats, balances and mails as the API shows them. */

export const SubscriptionViewSchema = SubscriptionBodySchema.extend({
  subscriptionId: IdSchema,
  assignedSeats: z.int(),
  freeSeats: z.int(),
}).meta({ id: 'SubscriptionView', ...withMaxBytes(ORDER_BYTES) });

const LedgerEntrySchema = z
  .strictObject({
    sequence: z.int(),
    kind: z.string(),
    reference: z.string(),
    changeId: z.string(),
    amount: MoneySchema,
    balanceAfter: MoneySchema,
    at: InstantSchema,
  })
  .meta({ id: 'LedgerEntry' });

export const LedgerPageSchema = z
  .strictObject({
    accountId: IdSchema,
    balance: MoneySchema,
    items: z.array(LedgerEntrySchema).max(MOST_ITEMS),
    next: NextSchema,
  })
  .meta({ id: 'LedgerPage', ...withMaxBytes(LIST_BYTES) });

/** Version 0: nothing was ever put aside. */
export const CartViewSchema = CartBodySchema.extend({ accountId: IdSchema, version: z.int().min(0) }).meta({
  id: 'CartView',
  ...withMaxBytes(ORDER_BYTES),
});

/** A hundred mails, each with a receipt in it as text and as a page. */
const MAIL_BYTES = 16 * LIST_BYTES;

const MailSchema = z
  .strictObject({
    key: z.string(),
    kind: z.string(),
    accountId: z.string().nullable(),
    recipientId: z.string().nullable(),
    locale: z.string(),
    subject: z.string(),
    body: z.string(),
    html: z.string().nullable(),
    status: z.string(),
    at: InstantSchema,
    sentAt: InstantSchema.nullable(),
  })
  .meta({ id: 'Mail' });

export const MailListSchema = z
  .strictObject({ items: z.array(MailSchema).max(MOST_ITEMS) })
  .meta({ id: 'MailList', ...withMaxBytes(MAIL_BYTES) });
