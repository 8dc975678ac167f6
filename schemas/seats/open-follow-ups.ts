import { z } from 'zod';
import { listPage } from '../api/requests';
import { InstantSchema } from '../values/dates';
import { IdSchema } from '../values/ids';

/** New seats of a tenant that nobody uses yet, as support sees them. */

const OpenFollowUpSchema = z
  .strictObject({
    subscriptionId: IdSchema,
    accountId: IdSchema.nullable(),
    accountName: z.string().nullable(),
    /** What the catalogue calls its product; null where it does not know it any more. */
    product: z.string().nullable(),
    bought: z.int(),
    assigned: z.int(),
    free: z.int(),
    remindersSent: z.int(),
    /** When it is due by the seller's delays; null where no reminder follows by itself. */
    nextReminderAt: InstantSchema.nullable(),
    /** All reminders were sent, and a support item has taken its place. */
    exhausted: z.boolean(),
    openedAt: InstantSchema,
  })
  .meta({ id: 'OpenSeatFollowUp' });

export const OpenFollowUpsSchema = listPage('OpenSeatFollowUps', OpenFollowUpSchema);
export type OpenFollowUps = z.input<typeof OpenFollowUpsSchema>;
