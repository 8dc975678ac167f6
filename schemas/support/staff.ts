import { z } from 'zod';
import { ROLES } from '../../machines/events';
import { IdSchema } from '../values/ids';

/** People of ours, e.g. to give an order to. */

export const MOST_STAFF = 200;

const StaffSchema = z
  .strictObject({
    userId: IdSchema,
    /** Null where nobody has told it. */
    name: z.string().nullable(),
    role: z.enum(ROLES),
  })
  .meta({ id: 'Staff' });
export type StaffView = z.input<typeof StaffSchema>;

export const StaffListSchema = z
  .strictObject({ items: z.array(StaffSchema).max(MOST_STAFF) })
  .meta({ id: 'StaffList' });
