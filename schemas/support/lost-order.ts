import { z } from 'zod';
import { DESK_ACTS } from '../../machines/events';
import { bodyOf } from '../orders/events';
import { IdSchema } from '../values/ids';

/** The end of an order whose workflow is gone, on evidence that it is. */
export const EndingLostSchema = bodyOf(DESK_ACTS.END_LOST).meta({ id: 'EndingLost' });
export type EndingLost = z.output<typeof EndingLostSchema>;

export const EndingUnderWaySchema = z
  .strictObject({ changeId: IdSchema, status: z.literal('under_way') })
  .meta({ id: 'EndingUnderWay' });
