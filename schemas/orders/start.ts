import { z } from 'zod';
import { type Change, MOST_CHANGES, TIMINGS } from '../../billing/facts/types';
import { ChangeSchema, changesOf } from '../values/changes';
import { IdSchema } from '../values/ids';

const ONE_CHANGE = Object.keys(ChangeSchema.shape) as (keyof typeof ChangeSchema.shape)[];

const WISH = { subscriptionId: 'sub_atelier', tierId: 'professional', seats: 8 };

/** Starts an order: the change of one subscription, or `changes` of several that are bought with one quote and one charge. */
export const StartChangeSchema = z
  .strictObject({
    ...ChangeSchema.shape,
    subscriptionId: IdSchema.exactOptional(),
    changes: changesOf(MOST_CHANGES).exactOptional(),
    effective: z
      .enum(TIMINGS)
      .exactOptional()
      .describe('When all of it takes effect; now when left out. `period_end` where the seller lets customers defer.'),
  })
  .refine(({ changes, subscriptionId }) => changes !== undefined || subscriptionId !== undefined, {
    path: ['subscriptionId'],
    error: 'field.noSubscription',
    // Told together with what else is wrong.
    when: ({ value }) => typeof value === 'object' && value !== null,
  })
  .refine((start) => start.changes === undefined || ONE_CHANGE.every((field) => start[field] === undefined), {
    path: ['changes'],
    error: 'field.changesStandAlone',
  })
  .meta({
    id: 'StartChange',
    description: 'One subscription and the terms wanted; or `changes`, for an order of several subscriptions.',
    example: WISH,
  });

/** The changes that an order is started with. */
export function changesIn({
  changes,
  effective: _,
  subscriptionId = '',
  ...terms
}: z.output<typeof StartChangeSchema>): Change[] {
  return changes ?? [{ subscriptionId, ...terms }];
}

/** A preview takes what an order is started with, prices it, and never has an effect. */
export const QuoteRequestSchema = StartChangeSchema.safeExtend({ includesCart: z.boolean().default(false) }).meta({
  id: 'QuoteRequest',
  description: 'What an order would be started with, and whether the other items of the cart count.',
  example: WISH,
});

export const WaitQuerySchema = z.strictObject({
  wait: z.literal('settled').exactOptional(),
  after: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .exactOptional()
    .meta({ description: 'With `wait`: the sequence that the caller has seen. Only a state after it is an answer.' }),
  update: z
    .string()
    .regex(/^[\w:.~-]{1,120}$/)
    .exactOptional()
    .meta({
      description:
        'With `wait`: the event that was sent, as the `Location` of its 202 names it. Only a state after it is an answer. ' +
        'One that the order does not know, or does not remember any more, is not waited for.',
    }),
});
