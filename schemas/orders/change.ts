import { z } from 'zod';
import { type Change, FREQUENCIES, MOST_CHANGES } from '../../billing/facts/types';
import { IdSchema } from '../values/ids';

/** Far above what any tier sells, far below where JavaScript loses count. */
const MOST_SEATS = 1_000_000;

export const SeatsSchema = z.int().min(1).max(MOST_SEATS);

export const FrequencyNameSchema = z.enum(FREQUENCIES).meta({ id: 'Frequency' });

/** The terms wanted; what is left out stays as it is. */
export const ChangeSchema = z
  .strictObject({
    subscriptionId: IdSchema,
    tierId: IdSchema.exactOptional(),
    seats: SeatsSchema.exactOptional(),
    frequency: FrequencyNameSchema.exactOptional(),
    /** What the caller believed to be the current seats; guards an absolute count sent from a stale page. */
    expectedSeats: z.int().min(0).max(MOST_SEATS).exactOptional(),
  })
  .meta({ id: 'Change', description: 'One subscription and the terms wanted; what is left out stays as it is.' });

/** Several changes in one order: each is of another subscription, or the order would say two things about one. */
export const changesOf = (most: number) =>
  z
    .array(ChangeSchema)
    .min(1)
    .max(most)
    .refine((changes) => new Set(changes.map(({ subscriptionId }) => subscriptionId)).size === changes.length, {
      error: 'field.subscriptionTwice',
    });

const ONE_CHANGE = Object.keys(ChangeSchema.shape) as (keyof typeof ChangeSchema.shape)[];

/** Starts an order: the change of one subscription, or `changes` of several that are bought with one quote and one charge. */
export const StartChangeSchema = z
  .strictObject({
    ...ChangeSchema.shape,
    subscriptionId: IdSchema.exactOptional(),
    changes: changesOf(MOST_CHANGES).exactOptional(),
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
  });

/** The changes that an order is started with. */
export function changesIn({ changes, subscriptionId = '', ...terms }: z.output<typeof StartChangeSchema>): Change[] {
  return changes ?? [{ subscriptionId, ...terms }];
}
