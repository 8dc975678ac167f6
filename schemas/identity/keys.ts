import { z } from 'zod';
import { ROLES } from '../../machines/events';
import { LIST_BYTES, withMaxBytes } from '../api/answer-bounds';
import { InstantSchema } from '../values/dates';
import { IdSchema } from '../values/ids';

/** Keys of the API as an operator sees them; the secret of one is told once, when it is made, and kept by nobody. */

/** More than a tenant has. */
export const MOST_KEYS = 500;

const ApiKeySchema = z
  .strictObject({
    keyId: z.string(),
    /** What whoever made it calls it. */
    name: z.string().nullable(),
    role: z.enum(ROLES),
    /** Whose it is; null where no person holds it. */
    userId: IdSchema.nullable(),
    createdAt: InstantSchema,
    /** To within some minutes; null where it was never used. */
    lastUsedAt: InstantSchema.nullable(),
    expiresAt: InstantSchema.nullable(),
  })
  .meta({ id: 'ApiKey' });

export const ApiKeyListSchema = z
  .strictObject({
    items: z.array(ApiKeySchema).max(MOST_KEYS),
    /** Whether there are more than are listed. */
    more: z.boolean(),
  })
  .meta({ id: 'ApiKeyList', ...withMaxBytes(LIST_BYTES) });
export type ApiKeyList = z.input<typeof ApiKeyListSchema>;
