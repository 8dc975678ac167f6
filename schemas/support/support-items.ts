import { z } from 'zod';
import { DESK_ACTS } from '../../machines/events';
import { SUPPORT_ITEM_KINDS } from '../../machines/support-items';
import { listPage, PageQuerySchema } from '../api/requests';
import { bodyOf } from '../orders/events';
import { InstantSchema } from '../values/dates';
import { formed } from '../values/forms';

/** Support items as the API shows and closes them. */

const KeySchema = formed('itemKey');
const KindSchema = z.enum(SUPPORT_ITEM_KINDS);

export const SupportItemPathSchema = z.strictObject({ key: KeySchema });

export const SupportItemQuerySchema = PageQuerySchema.extend({ kind: KindSchema.exactOptional() });

const SupportItemViewSchema = z
  .strictObject({
    key: KeySchema,
    kind: KindSchema,
    /** The kind in words. */
    text: z.string(),
    subscriptionId: z.string(),
    /** Its subject, such as the order, an amount or a code. */
    facts: z.record(z.string(), z.union([z.string(), z.number()])),
    openedAt: InstantSchema,
    /** Where the runbook tells what to do. */
    runbook: z.string(),
  })
  .meta({ id: 'SupportItem' });

export const SupportItemListSchema = listPage('SupportItemList', SupportItemViewSchema);
export type SupportItemList = z.input<typeof SupportItemListSchema>;

export const ClosingItemSchema = bodyOf(DESK_ACTS.CLOSE_ITEM).meta({ id: 'ClosingItem' });

export const SupportItemClosedSchema = z.strictObject({ key: KeySchema, status: z.literal('closed') }).meta({
  id: 'SupportItemClosed',
});
