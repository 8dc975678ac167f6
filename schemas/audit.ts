import { z } from 'zod';
import { Instant } from './dates';
import { Id } from './ids';
import { PageQuery } from './requests';

/** The audit trail as the API shows it. */

export const AuditQuery = PageQuery.extend({
  from: Instant.exactOptional().meta({ description: 'From then on.' }),
  to: Instant.exactOptional().meta({ description: 'Before then; now when left out.' }),
  changeId: Id.exactOptional().meta({ description: 'Of one order.' }),
}).refine(({ from, to }) => from === undefined || to === undefined || Date.parse(from) < Date.parse(to), {
  path: ['to'],
  error: 'from < to',
});

const OrderAt = z.strictObject({ state: z.string(), sequence: z.int() });

const AuditEntryView = z
  .strictObject({
    /** In the chain, from 1 on. */
    sequence: z.int(),
    at: Instant,
    actorId: z.string(),
    role: z.string(),
    action: z.string(),
    changeId: z.string().nullable(),
    before: OrderAt.nullable(),
    after: OrderAt.nullable(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    previousHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'AuditEntry' });

export const AuditPage = z
  .strictObject({ items: z.array(AuditEntryView), next: z.string().nullable() })
  .meta({ id: 'AuditPage' });
export type AuditPage = z.input<typeof AuditPage>;
