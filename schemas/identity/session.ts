import { z } from 'zod';
import { ROLES } from '../../machines/events';
import { IdSchema } from '../values/ids';

export const SessionViewSchema = z
  .strictObject({
    tenantId: IdSchema,
    role: z.enum(ROLES),
    userId: IdSchema.nullable(),
    csrfToken: z.string().nullable(),
  })
  .meta({ id: 'Session' });
