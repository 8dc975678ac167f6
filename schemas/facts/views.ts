import { z } from 'zod';
import { LIST_BYTES, ORDER_BYTES, withMaxBytes } from '../api/answer-bounds';
import { MOST_ITEMS, NextSchema, PageQuerySchema } from '../api/requests';
import { InstantSchema } from '../values/dates';
import { IdSchema } from '../values/ids';
import { MoneySchema } from '../values/money';
import { CartBodySchema } from './documents';

/** Balances, carts and mails as the API shows them. */

export const LedgerQuerySchema = PageQuerySchema.extend({
  order: z.enum(['asc', 'desc']).default('asc').describe('`asc`: the oldest first; `desc`: the newest.'),
});

const LedgerEntrySchema = z
  .strictObject({
    sequence: z.int(),
    kind: z.string(),
    text: z.string().describe('The kind in words.'),
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
