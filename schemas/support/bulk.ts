import { z } from 'zod';
import { BULK_RESULTS, BULK_STATUSES } from '../../machines/bulk';
import { BULK_EVENTS, EVENTS_BY_TWO } from '../../machines/events';
import { LIST_BYTES, withMaxBytes } from '../api/answer-bounds';
import { listPage, PageQuerySchema } from '../api/requests';
import { anyOf, anyTriedOf, WHY } from '../orders/events';
import { ChangeFilterQuerySchema } from '../orders/filters';
import { InstantSchema } from '../values/dates';
import { IdSchema } from '../values/ids';

/** One event for many orders. */

const BULK_EFFECTS = ['left_state', 'stuck_again', 'under_way'] as const;
export type BulkEffect = (typeof BULK_EFFECTS)[number];

/** Events of two persons rest on evidence of one order, so no list of orders takes them: they are known, and refused. */
const TAKEN = [...BULK_EVENTS, ...EVENTS_BY_TWO];
const BulkEventSchema = anyOf(TAKEN);

const hasOneList = ({ changeIds, filter }: { changeIds?: unknown; filter?: unknown }): boolean =>
  (changeIds === undefined) !== (filter === undefined);

/** The orders of a bulk, and how fast. */
const LIST = {
  changeIds: z.array(IdSchema).min(1).exactOptional().meta({ description: 'The orders by name; or else `filter`.' }),
  filter: ChangeFilterQuerySchema.exactOptional().meta({
    description: 'As in `GET /v1/changes`. It is looked up once; orders that come to match later are not taken in.',
  }),
  perMinute: z.int().min(1).max(3_000).default(300).meta({ description: 'At most so many orders a minute.' }),
};
const ONE_LIST = { path: ['changeIds'], error: 'field.changeIdsOrFilter' };
const FILTER = { waits: 'stuck', code: 'PaymentGatewayUnavailable' };

export const BulkRequestSchema = z
  .strictObject({
    event: BulkEventSchema.meta({
      description:
        'What each order is sent, and why. Events that override money or VAT evidence are known and refused: evidence is ' +
        'of one order.',
    }),
    ...LIST,
  })
  .refine(hasOneList, ONE_LIST)
  .meta({
    id: 'BulkRequest',
    example: {
      event: { type: 'RETRY', reasonCode: 'outage_over', reason: 'The payment gateway answers again.' },
      filter: FILTER,
    },
  });
export type BulkRequest = z.output<typeof BulkRequestSchema>;

export const TriedBulkSchema = z
  .strictObject({
    event: anyTriedOf(TAKEN).meta({
      description: 'As in a bulk; what decides nothing may be left out, e.g. the reason.',
    }),
    ...LIST,
  })
  .refine(hasOneList, ONE_LIST)
  .meta({ id: 'TriedBulk', example: { event: { type: 'RETRY' }, filter: FILTER } });
export type TriedBulk = z.output<typeof TriedBulkSchema>;

export const BulkPathSchema = z.strictObject({ bulkId: IdSchema });
export const BulkReasonSchema = z.strictObject(WHY).meta({ id: 'BulkReason' });

const count = z.int();

export const BulkViewSchema = z
  .strictObject({
    bulkId: IdSchema,
    status: z.enum(BULK_STATUSES),
    event: z.enum(BULK_EVENTS),
    /** The event in words. */
    label: z.string(),
    reasonCode: z.string(),
    reason: z.string(),
    requestedBy: z.string(),
    approvedBy: z.string().nullable(),
    filter: z.record(z.string(), z.string()).nullable(),
    perMinute: z.int(),
    requestedAt: InstantSchema,
    /** End of the time for an approval; null where none is needed. */
    expiresAt: InstantSchema.nullable(),
    endedAt: InstantSchema.nullable(),
    total: count,
    /** `waiting`: not worked on yet. */
    counts: z.strictObject({
      waiting: count,
      done: count,
      refused: count,
      skipped: count,
      failed: count,
      /** Of those done, by their effect so far; null in the list of bulks, where they are not counted. */
      leftState: count.nullable(),
      stuckAgain: count.nullable(),
      underWay: count.nullable(),
    }),
  })
  .meta({ id: 'Bulk' });
export type BulkView = z.output<typeof BulkViewSchema>;

export const BulkListSchema = z
  .strictObject({ items: z.array(BulkViewSchema).max(50) })
  .meta({ id: 'BulkList', ...withMaxBytes(LIST_BYTES) });

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
    /**
     * Of one that was done, by where the order is at this moment: away from where it was, stuck again, there or elsewhere, or
     * still at work. Null for every other one, and for one that rests where it was.
     */
    effect: z.enum(BULK_EFFECTS).nullable(),
  })
  .meta({ id: 'BulkItem' });
export type BulkItemView = z.output<typeof BulkItemViewSchema>;

export const BulkItemListSchema = listPage('BulkItemList', BulkItemViewSchema);

export const BulkPreviewSchema = z
  .strictObject({
    event: z.enum(BULK_EVENTS),
    /** The event in words. */
    label: z.string(),
    total: count,
    /** Number of orders that were asked: the first of the list. */
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
