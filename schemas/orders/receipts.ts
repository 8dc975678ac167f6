import { z } from 'zod';
import { LangSchema, listPage } from '../api/requests';
import { CivilDateSchema, InstantSchema } from '../values/dates';
import { IdSchema } from '../values/ids';
import { MoneySchema } from '../values/money';

/** Receipts: how one is asked for, and those of an account as a list. */

export const ReceiptQuerySchema = z.strictObject({ lang: LangSchema });

export const ReceiptListSchema = listPage(
  'ReceiptList',
  z
    .strictObject({
      changeId: IdSchema,
      reference: z.string().describe('The order as people read it out.'),
      date: CivilDateSchema.describe('The day on which it took effect.'),
      writtenAt: InstantSchema.describe('When the order was last written; the list is in this order.'),
      total: MoneySchema,
      dueToday: MoneySchema,
      changes: z.array(z.string()).describe('In one sentence a subscription.'),
      href: z.string().describe('Path of the receipt.'),
    })
    .meta({ id: 'ReceiptListItem' }),
);
