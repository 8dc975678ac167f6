import { z } from 'zod';
import { WAITS } from '../../machines/waits';
import { LIST_BYTES, withMaxBytes } from '../api/answer-bounds';
import { MOST_ITEMS } from '../api/requests';
import { ChangeFilterQuerySchema } from '../orders/filters';
import { OrderListItemSchema } from '../orders/order';
import { InstantSchema } from '../values/dates';
import { inForm } from '../values/forms';
import { IdSchema } from '../values/ids';

/** Counts, search and saved views. */

const count = {
  count: z.int(),
  /** False where there are more than counted. */
  exact: z.boolean(),
  /** For people: "37" or "1,000+". */
  text: z.string(),
};

/** Codes of a list that are counted, the most frequent. */
export const MOST_CODES = 20;

const CodeCountSchema = z
  .strictObject({
    /** The failure of the closed list, and the same in words. */
    code: z.string(),
    title: z.string(),
    /** Where they are stuck; null where that is not the same step for those that wait the longest. */
    step: z.string().nullable(),
    ...count,
    /** Since when the first of them waits. */
    since: InstantSchema.nullable(),
  })
  .meta({ id: 'CodeCount' });
export type CodeCount = z.input<typeof CodeCountSchema>;

const CountedSchema = z.strictObject(count).meta({ id: 'Counted' });
export type Counted = z.input<typeof CountedSchema>;

const DeskCountsSchema = z
  .strictObject({
    /** What waits for a second person. */
    requests: CountedSchema,
    /** Support items that are open. */
    items: CountedSchema,
    /** Events from outside that nobody could act on. */
    inbound: CountedSchema,
    /** Mails that were given up. */
    mails: CountedSchema,
    /** Bulks that run, rest, or wait for a second person. */
    bulks: CountedSchema,
    /** Open orders that the caller looks after. */
    mine: CountedSchema,
    /** New seats that nobody uses yet. */
    seatFollowUps: CountedSchema,
  })
  .meta({ id: 'DeskCounts', description: 'What waits for support beside the list, whatever the list is narrowed by.' });
export type DeskCounts = z.input<typeof DeskCountsSchema>;

export const ChangeCountsSchema = z
  .strictObject({
    ...count,
    /** Of the same list, by what its orders wait for; empty where these filters do not go with it. */
    waits: z.array(z.strictObject({ waits: z.enum(WAITS), ...count })),
    /** Of the same list, its stuck orders by what failed, the most frequent first; empty where these filters do not go with it. */
    codes: z.array(CodeCountSchema).max(MOST_CODES),
    /** For staff only. */
    desk: DeskCountsSchema.nullable(),
  })
  .meta({ id: 'ChangeCounts' });

export const SearchRequestSchema = z
  .strictObject({
    text: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .check(inForm('withoutNul'))
      .meta({
        description:
          'An order, its reference as printed on receipts, a workflow, a subscription, a payment or a VAT number: the whole of it. ' +
          'Or the beginning of a word of the name of a company, three letters at least, whatever its case and accents.',
      }),
  })
  .meta({ id: 'SearchRequest', example: { text: 'FR40303265045' } });

export const FOUND_BY = ['order', 'reference', 'workflow', 'subscription', 'payment', 'vat_number', 'account'] as const;

export const SearchResultSchema = z
  .strictObject({
    items: z.array(z.strictObject({ foundBy: z.enum(FOUND_BY), order: OrderListItemSchema })).max(MOST_ITEMS),
    /** There are more orders than are shown. */
    more: z.boolean(),
  })
  .meta({ id: 'SearchResult', ...withMaxBytes(LIST_BYTES) });
export type SearchResult = z.input<typeof SearchResultSchema>;

const NameSchema = z.string().trim().min(1).max(80).check(inForm('oneLine'));

export const SavedViewPathSchema = z.strictObject({ viewId: IdSchema });
export const SavedViewBodySchema = z
  .strictObject({ name: NameSchema, query: ChangeFilterQuerySchema })
  .meta({ id: 'SavedViewBody', example: { name: 'Stuck, mine', query: { waits: 'stuck', assignee: 'me' } } });
export const SavedViewListSchema = z
  .strictObject({
    items: z.array(z.strictObject({ viewId: IdSchema, name: NameSchema, query: ChangeFilterQuerySchema })).max(50),
  })
  .meta({ id: 'SavedViewList', ...withMaxBytes(LIST_BYTES) });
