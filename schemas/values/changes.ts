import { z } from 'zod';
import { FREQUENCIES } from '../../billing/facts/types';
import { IdSchema } from './ids';

/** Far above what any tier sells, far below where JavaScript loses count. */
const MOST_SEATS = 1_000_000;

export const SeatsSchema = z.int().min(1).max(MOST_SEATS);

export const FrequencyNameSchema = z.enum(FREQUENCIES).meta({ id: 'Frequency' });

export const LiftEndSchema = z
  .literal(true)
  .describe('Lifts the end that is set, so that the subscription goes on as it is; stands alone.');

export const EndTrialSchema = z
  .literal(true)
  .describe('Ends a running trial now and charges a whole period of the terms wanted from today on.');

/** The terms wanted; what is left out stays as it is. */
export const ChangeSchema = z
  .strictObject({
    subscriptionId: IdSchema,
    tierId: IdSchema.exactOptional(),
    seats: SeatsSchema.exactOptional(),
    frequency: FrequencyNameSchema.exactOptional(),
    /** Seats that the caller saw; guards an absolute count sent from a stale page. */
    expectedSeats: z.int().min(0).max(MOST_SEATS).exactOptional(),
    liftEnd: LiftEndSchema.exactOptional(),
    endTrial: EndTrialSchema.exactOptional(),
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
