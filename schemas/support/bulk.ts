import { z } from 'zod';
import { BULK_EVENTS, BULK_RESULTS, BULK_STATUSES } from '../../machines/bulk';
import { ChangeFilterQuerySchema, PageQuerySchema } from '../api/requests';
import { EVENT_BODIES, ReasonCodeSchema, ReasonSchema } from '../orders/events';
import { InstantSchema } from '../values/dates';
import { IdSchema } from '../values/ids';

/** One event for many orders. */

/** What one person cannot approve for a whole list: each of these needs evidence of its own order, and a second person. */
const ONE_BY_ONE = [
  EVENT_BODIES.OVERRIDE,
  EVENT_BODIES.RESOLVE_PAID,
  EVENT_BODIES.RESOLVE_NOT_PAID,
  EVENT_BODIES.ACCEPT_VAT_EVIDENCE,
] as const;

const BulkEventSchema = z.discriminatedUnion('type', [
  EVENT_BODIES.RETRY,
  EVENT_BODIES.RETRY_NEW_KEY,
  EVENT_BODIES.SKIP,
  EVENT_BODIES.ABORT,
  EVENT_BODIES.DECLINE_HANDOVER,
  EVENT_BODIES.HOLD,
  EVENT_BODIES.RELEASE,
  EVENT_BODIES.EXTEND_QUOTE,
  EVENT_BODIES.EXTEND_LINK,
  EVENT_BODIES.KEEP_OPEN,
  EVENT_BODIES.RESEND,
  ...ONE_BY_ONE,
]);

const hasOneList = ({ changeIds, filter }: { changeIds?: unknown; filter?: unknown }): boolean =>
  (changeIds === undefined) !== (filter === undefined);

export const BulkRequestSchema = z
  .strictObject({
    event: BulkEventSchema.meta({
      description:
        'What each order is sent, and why. Events that override money or VAT evidence are known and refused: evidence is ' +
        'of one order.',
    }),
    changeIds: z.array(IdSchema).min(1).exactOptional().meta({ description: 'The orders by name; or else `filter`.' }),
    filter: ChangeFilterQuerySchema.exactOptional().meta({
      description: 'As in `GET /v1/changes`. It is looked up once; orders that come to match later are not taken in.',
    }),
    perMinute: z.int().min(1).max(3_000).default(300).meta({ description: 'At most so many orders a minute.' }),
  })
  .refine(hasOneList, { path: ['changeIds'], error: 'field.changeIdsOrFilter' })
  .meta({ id: 'BulkRequest' });
export type BulkRequest = z.output<typeof BulkRequestSchema>;

export const BulkPathSchema = z.strictObject({ bulkId: IdSchema });
export const BulkReasonSchema = z
  .strictObject({ reasonCode: ReasonCodeSchema, reason: ReasonSchema })
  .meta({ id: 'BulkReason' });

const count = z.int();

export const BulkViewSchema = z
  .strictObject({
    bulkId: IdSchema,
    status: z.enum(BULK_STATUSES),
    event: z.enum(BULK_EVENTS),
    reasonCode: z.string(),
    reason: z.string(),
    requestedBy: z.string(),
    approvedBy: z.string().nullable(),
    filter: z.record(z.string(), z.string()).nullable(),
    perMinute: z.int(),
    requestedAt: InstantSchema,
    /** Nobody approves it any more after this; null where nobody has to. */
    expiresAt: InstantSchema.nullable(),
    endedAt: InstantSchema.nullable(),
    total: count,
    /** `waiting`: not worked on yet. */
    counts: z.strictObject({ waiting: count, done: count, refused: count, skipped: count, failed: count }),
  })
  .meta({ id: 'Bulk' });
export type BulkView = z.output<typeof BulkViewSchema>;

export const BulkListSchema = z.strictObject({ items: z.array(BulkViewSchema) }).meta({ id: 'BulkList' });

export const BulkItemQuerySchema = PageQuerySchema;

const BulkItemViewSchema = z
  .strictObject({
    changeId: IdSchema,
    /** Where it was when the list was made; null for an id that named no order. */
    seenState: z.string().nullable(),
    /** Null until it is worked on. */
    result: z
      .strictObject({
        status: z.enum(BULK_RESULTS),
        code: z.string().nullable(),
        text: z.string(),
        /** Where it is since, as far as it is known. */
        state: z.string().nullable(),
        at: InstantSchema,
      })
      .nullable(),
  })
  .meta({ id: 'BulkItem' });
export type BulkItemView = z.output<typeof BulkItemViewSchema>;

export const BulkItemListSchema = z
  .strictObject({ items: z.array(BulkItemViewSchema), next: z.string().nullable() })
  .meta({ id: 'BulkItemList' });

export const BulkPreviewSchema = z
  .strictObject({
    event: z.enum(BULK_EVENTS),
    total: count,
    /** How many of them were asked, the first of the list. */
    asked: count,
    needsSecondPerson: z.boolean(),
    /** The most frequent first. */
    outcomes: z.array(
      z.strictObject({
        outcome: z.enum(['accepted', 'refused', 'not_found']),
        count,
        /** Where it leads if every step does its work; where it stands, for one that would refuse. */
        state: z.string().nullable(),
        movesMoney: z.boolean(),
        text: z.string(),
      }),
    ),
  })
  .meta({ id: 'BulkPreview' });
export type BulkPreview = z.output<typeof BulkPreviewSchema>;
