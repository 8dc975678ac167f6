import { z } from 'zod';
import { DESK_ACTS } from '../../machines/events';
import { bodyOf } from '../orders/events';
import { IdSchema } from '../values/ids';

/** What two persons of support agree on, on evidence that is kept elsewhere: the first asks, the second one names the request. */
export const ActOfTwoSchema = bodyOf(DESK_ACTS.END_LOST).meta({ id: 'ActOfTwo' });
export type ActOfTwo = z.output<typeof ActOfTwoSchema>;

export const ActUnderWaySchema = z
  .strictObject({ changeId: IdSchema, status: z.literal('under_way') })
  .meta({ id: 'ActUnderWay' });
