import { z } from 'zod';
import { SUPPORT_ITEM_KINDS } from '../machines/support-items';
import { Instant } from './dates';
import { Reason, ReasonCode } from './events';
import { formed } from './forms';
import { PageQuery } from './requests';

/** What a person at support is asked to look at, as the API shows it and has it closed. */

const Key = formed('itemKey');
const Kind = z.enum(SUPPORT_ITEM_KINDS);

export const SupportItemPath = z.strictObject({ key: Key });

export const SupportItemQuery = PageQuery.extend({ kind: Kind.exactOptional() });

const SupportItemView = z
  .strictObject({
    key: Key,
    kind: Kind,
    /** The kind in words. */
    text: z.string(),
    subscriptionId: z.string(),
    /** What it is about, such as the order, an amount or a code. */
    facts: z.record(z.string(), z.union([z.string(), z.number()])),
    openedAt: Instant,
    /** Where the runbook tells what to do. */
    runbook: z.string(),
  })
  .meta({ id: 'SupportItem' });

export const SupportItemList = z
  .strictObject({ items: z.array(SupportItemView), next: z.string().nullable() })
  .meta({ id: 'SupportItemList' });
export type SupportItemList = z.input<typeof SupportItemList>;

export const ClosingItem = z.strictObject({ reasonCode: ReasonCode, reason: Reason }).meta({ id: 'ClosingItem' });

export const SupportItemClosed = z.strictObject({ key: Key, status: z.literal('closed') }).meta({
  id: 'SupportItemClosed',
});
