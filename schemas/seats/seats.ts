import { z } from 'zod';
import { listPage, MOST_ITEMS, NextSchema, PageQuerySchema } from '../api/requests';
import { MailStandingSchema, RemindersStoppedAtSchema } from '../facts/people';
import { InstantSchema } from '../values/dates';
import { inForm } from '../values/forms';
import { IdSchema } from '../values/ids';
import { StandingSchema } from '../values/standings';

/** The seats of a subscription and who has them. */

export const SeatPathSchema = z.strictObject({ subscriptionId: IdSchema, userId: IdSchema });

export const SeatListSchema = z
  .strictObject({
    bought: z.int(),
    assigned: z.int(),
    free: z.int(),
    items: z
      .array(
        z.strictObject({
          userId: IdSchema,
          name: z.string().nullable().describe('As it is on file.'),
          assignedAt: InstantSchema,
        }),
      )
      .max(MOST_ITEMS),
    next: NextSchema,
  })
  .meta({ id: 'SeatList' });

/** So many seats are assigned in one request. */
const MOST_ASSIGNED = 100;

export const SeatAssignmentsSchema = z
  .strictObject({
    userIds: z
      .array(IdSchema)
      .min(1)
      .max(MOST_ASSIGNED)
      .refine((ids) => new Set(ids).size === ids.length, { error: 'field.userTwice' }),
  })
  .meta({ id: 'SeatAssignments' });

export const SEAT_RESULTS = ['assigned', 'already_assigned', 'no_free_seat', 'unknown_person', 'left'] as const;

export const SeatResultsSchema = z
  .strictObject({
    bought: z.int(),
    assigned: z.int(),
    free: z.int(),
    results: z
      .array(
        z.strictObject({ userId: IdSchema, result: z.enum(SEAT_RESULTS), text: z.string() }).meta({ id: 'SeatResult' }),
      )
      .max(MOST_ASSIGNED),
  })
  .meta({ id: 'SeatResults' });

export const AccountPeopleQuerySchema = PageQuerySchema.extend({
  search: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .check(inForm('oneLine'))
    .exactOptional()
    .describe('A part of a name, an address or an id, whatever its case and accents.'),
  subscriptionId: IdSchema.exactOptional().describe('Tells who has a seat of it.'),
});

export const AccountPeopleSchema = listPage(
  'AccountPeople',
  z
    .strictObject({
      personId: IdSchema,
      name: z.string().nullable(),
      mailAddress: z
        .string()
        .nullable()
        .describe('All but its beginning and its domain masked for a seat administrator.'),
      roles: z.array(StandingSchema).max(2),
      hasSeat: z.boolean().nullable().describe('Null where no subscription was named.'),
      mail: MailStandingSchema.nullable(),
      remindersStoppedAt: RemindersStoppedAtSchema,
    })
    .meta({ id: 'AccountPerson' }),
);
