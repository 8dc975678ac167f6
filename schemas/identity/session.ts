import { z } from 'zod';
import { ROLES } from '../../machines/events';
import { InstantSchema, TimeZoneSchema } from '../values/dates';
import { IdSchema } from '../values/ids';
import { StandingSchema } from '../values/standings';

/** So many accounts are told with a session; all of them are a list of their own. */
export const MOST_OF_SESSION = 100;

const SessionAccountSchema = z
  .strictObject({ accountId: IdSchema, name: z.string().nullable(), role: StandingSchema })
  .meta({ id: 'SessionAccount' });

export const SessionViewSchema = z
  .strictObject({
    tenantId: IdSchema,
    role: z.enum(ROLES),
    userId: IdSchema.nullable(),
    csrfToken: z.string().nullable(),
    displayName: z.string().nullable().describe('As it is on file.'),
    locale: z.enum(['fr', 'en']).nullable().describe('The language of their mail, where one is on file.'),
    timeZone: TimeZoneSchema.nullable().describe('The zone that all their accounts have; null where they differ.'),
    accounts: z.array(SessionAccountSchema).max(MOST_OF_SESSION).describe('The first of theirs, by id.'),
    idleEndsAt: InstantSchema.nullable().describe(
      'The session ends then unless it is used before. Neither this look nor a line for live updates counts as use.',
    ),
    endsAt: InstantSchema.nullable().describe('The session ends then whatever happens; null for keys and tokens.'),
  })
  .meta({ id: 'Session' });

export const SessionEndsSchema = z
  .strictObject({ idleEndsAt: InstantSchema, endsAt: InstantSchema })
  .meta({ id: 'SessionEnds' });
