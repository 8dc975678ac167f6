import { z } from 'zod';
import { AMOUNT_BANDS } from '../../billing/money/amount-bands';
import { FAILURE_CODES, ORDER_STEPS, WHOLE_ORDER } from '../../machines/failure-codes';
import { WAITS } from '../../machines/waits';
import { CursorSchema, LimitSchema } from '../api/requests';
import { InstantSchema } from '../values/dates';
import { formed } from '../values/forms';
import { IdSchema } from '../values/ids';
import { CurrencySchema } from '../values/money';

const StateNameSchema = formed('stateName').exactOptional();

const WordSchema = formed('word').exactOptional();
const YesSchema = z.literal('true').exactOptional();

/** Filters of lists of orders; `store/orders/filters.ts` tells which of them go together. */
const ORDER_FILTERS = {
  state: StateNameSchema.meta({ description: 'First part of the path of the state, e.g. "settlingPayment".' }),
  waits: z.enum(WAITS).exactOptional().meta({ description: 'Whom or what it waits for.' }),
  stuck: YesSchema.meta({ description: 'The same as `waits=stuck`.' }),
  code: z.enum(FAILURE_CODES).exactOptional().meta({ description: 'Why it is stuck, as in docs/support-runbook.md.' }),
  step: z
    .enum([...ORDER_STEPS, ...WHOLE_ORDER])
    .exactOptional()
    .meta({ description: 'Step in which it is stuck.' }),
  country: formed('country').exactOptional(),
  currency: CurrencySchema.exactOptional(),
  amount: z
    .enum(AMOUNT_BANDS)
    .exactOptional()
    .meta({ description: 'Band of what is due today, in major units of `currency`, which goes with it.' }),
  gateway: WordSchema,
  accountId: IdSchema.exactOptional(),
  subscriptionId: IdSchema.exactOptional(),
  open: YesSchema.meta({ description: 'Not over yet.' }),
  unassigned: YesSchema.meta({ description: 'Open, and nobody at support has taken it.' }),
  assignee: IdSchema.exactOptional().meta({
    description: 'Who at support has taken it; goes with every other filter.',
  }),
  sort: z.enum(['updated', 'age', 'timer']).default('updated').meta({
    description: 'The latest first; the longest in its state first; or the next to move by itself first.',
  }),
  updatedSince: InstantSchema.exactOptional().meta({ description: 'For sort=updated.' }),
  inStateBefore: InstantSchema.exactOptional().meta({ description: 'For sort=age: in its state since before then.' }),
  timerBefore: InstantSchema.exactOptional().meta({ description: 'For sort=timer: moves by itself before then.' }),
};

type FilterWords = z.output<z.ZodObject<typeof ORDER_FILTERS>>;

const UNTIL = { updated: 'updatedSince', age: 'inStateBefore', timer: 'timerBefore' } as const;
const BOUNDS = Object.values(UNTIL);

const isOneWord = (query: FilterWords): boolean => query.waits === undefined || query.stuck === undefined;
const hasCurrency = (query: FilterWords): boolean => (query.amount === undefined) === (query.currency === undefined);
const isSortedByBound = (query: FilterWords): boolean =>
  BOUNDS.every((bound) => query[bound] === undefined || bound === UNTIL[query.sort]);

const wrongWords = [
  [isOneWord, { path: ['stuck'], error: 'field.stuckOrWaits' }],
  [hasCurrency, { path: ['amount'], error: 'field.amountWithCurrency' }],
  [isSortedByBound, { path: ['sort'], error: 'field.boundOfAnotherSort' }],
] as const;

const orderFilters = <Shape extends z.core.$ZodLooseShape>(more: Shape) =>
  wrongWords.reduce(
    (schema, [isRight, wrong]) =>
      schema.refine((query) => isRight(query as FilterWords), { ...wrong, path: [...wrong.path] }),
    z.strictObject({ ...ORDER_FILTERS, ...more }),
  );

/** Filters of a saved view and of a count. */
export const ChangeFilterQuerySchema = orderFilters({});
export type ChangeFilterQuery = z.output<typeof ChangeFilterQuerySchema>;

export const ChangeListQuerySchema = orderFilters({ limit: LimitSchema, cursor: CursorSchema });

/** Live updates: of all orders of the tenant, or of those of one account. */
export const LiveQuerySchema = z.strictObject({ accountId: IdSchema.exactOptional() });
