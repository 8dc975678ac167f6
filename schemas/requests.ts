import { z } from 'zod';
import { changesOf } from './change';
import { Instant } from './dates';
import { Id } from './ids';

/** Queries, path parameters and small bodies of the API. */

/** Repeated keys arrive as arrays and operators as odd names, so a strict schema refuses both. */
export const NoQuery = z.strictObject({});

export const ChangePath = z.strictObject({ changeId: Id });
export const SubscriptionPath = z.strictObject({ subscriptionId: Id });
export const SeatPath = z.strictObject({ subscriptionId: Id, userId: Id });
export const AccountPath = z.strictObject({ accountId: Id });
export const ProductPath = z.strictObject({ productId: Id });
export const NoPath = z.strictObject({});

export const WaitQuery = z.strictObject({ wait: z.literal('settled').exactOptional() });

/** A preview prices one or more changes of one account, and never has an effect. */
export const QuoteRequest = z
  .strictObject({ changes: changesOf(20), includesCart: z.boolean().default(false) })
  .meta({ id: 'QuoteRequest' });

const Limit = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(100))
  .default(25);
const Cursor = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,512}$/)
  .exactOptional();
const StateName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z.]{0,63}$/)
  .exactOptional();

/** At most one of these narrows a list: each has an index, and two of them would have none. */
const NARROWING = ['state', 'stuck', 'accountId', 'subscriptionId'] as const;

export const ChangeListQuery = z
  .strictObject({
    state: StateName,
    stuck: z.literal('true').exactOptional(),
    accountId: Id.exactOptional(),
    subscriptionId: Id.exactOptional(),
    updatedSince: Instant.exactOptional(),
    limit: Limit,
    cursor: Cursor,
  })
  .refine((query) => NARROWING.filter((name) => query[name] !== undefined).length <= 1, { path: ['state'] });

/** A page of any other list. */
export const PageQuery = z.strictObject({ limit: Limit, cursor: Cursor });

export const GatewayPath = z.strictObject({ gateway: z.string().regex(/^[a-z][a-z0-9_-]{0,31}$/) });
