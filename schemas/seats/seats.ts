import { z } from 'zod';
import { MOST_ITEMS, NextSchema } from '../api/requests';
import { InstantSchema } from '../values/dates';
import { IdSchema } from '../values/ids';

/** The seats of a subscription and who has them. */

export const SeatPathSchema = z.strictObject({ subscriptionId: IdSchema, userId: IdSchema });

export const SeatListSchema = z
  .strictObject({
    bought: z.int(),
    assigned: z.int(),
    free: z.int(),
    items: z.array(z.strictObject({ userId: IdSchema, assignedAt: InstantSchema })).max(MOST_ITEMS),
    next: NextSchema,
  })
  .meta({ id: 'SeatList' });
