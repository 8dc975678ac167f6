import { z } from 'zod';
import { ROLES } from '../machines/events';
import { Id } from './ids';

export const SessionView = z
  .strictObject({ tenantId: Id, role: z.enum(ROLES), userId: Id.nullable(), csrfToken: z.string().nullable() })
  .meta({ id: 'Session' });
