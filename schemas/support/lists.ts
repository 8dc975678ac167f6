import { z } from 'zod';
import { WAITS } from '../../machines/waits';
import { LIST_BYTES, withMaxBytes } from '../api/answer-bounds';
import { MOST_ITEMS } from '../api/requests';
import { ChangeFilterQuerySchema } from '../orders/filters';
import { OrderListItemSchema } from '../orders/order';
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

export const ChangeCountsSchema = z
  .strictObject({
    ...count,
    /** Of the same list, by what its orders wait for; empty where these filters do not go with it. */
    waits: z.array(z.strictObject({ waits: z.enum(WAITS), ...count })),
  })
  .meta({ id: 'ChangeCounts' });

export const SearchRequestSchema = z
  .strictObject({
    text: z.string().trim().min(1).max(200).check(inForm('withoutNul')).meta({
      description:
        'An order, its reference as printed on receipts, a workflow, a subscription, a payment or a VAT number: the whole of it.',
    }),
  })
  .meta({ id: 'SearchRequest', example: { text: 'FR40303265045' } });

export const FOUND_BY = ['order', 'reference', 'workflow', 'subscription', 'payment', 'vat_number'] as const;

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
