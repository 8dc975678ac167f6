import { z } from 'zod';
import { LangSchema, listPage, PageQuerySchema } from '../api/requests';
import { InstantSchema } from '../values/dates';
import { IdSchema } from '../values/ids';

/** The audit trail as the API shows it. */

export const AuditQuerySchema = PageQuerySchema.extend({
  from: InstantSchema.exactOptional().meta({ description: 'From then on.' }),
  to: InstantSchema.exactOptional().meta({ description: 'Before then; now when left out.' }),
  changeId: IdSchema.exactOptional().meta({ description: 'Of one order.' }),
  order: z.enum(['asc', 'desc']).default('asc').meta({ description: 'The oldest first, or the latest.' }),
  format: z
    .literal('csv')
    .exactOptional()
    .meta({ description: 'A file, for a link, which cannot say what it accepts; it wins over Accept.' }),
  lang: LangSchema,
}).refine(({ from, to }) => from === undefined || to === undefined || Date.parse(from) < Date.parse(to), {
  path: ['to'],
  error: 'from < to',
});

const OrderAtSchema = z.strictObject({ state: z.string(), sequence: z.int() });

const AuditEntryViewSchema = z
  .strictObject({
    /** In the chain, from 1 on. */
    sequence: z.int(),
    at: InstantSchema,
    actorId: z.string(),
    role: z.string(),
    action: z.string(),
    /** The action in words. */
    label: z.string(),
    changeId: z.string().nullable(),
    before: OrderAtSchema.nullable(),
    after: OrderAtSchema.nullable(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    previousHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'AuditEntry' });

export const AuditPageSchema = listPage('AuditPage', AuditEntryViewSchema);
export type AuditPage = z.input<typeof AuditPageSchema>;
