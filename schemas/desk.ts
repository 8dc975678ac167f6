import { z } from 'zod';
import { Instant } from './dates';
import { Reason, ReasonCode } from './events';
import { Id } from './ids';

/** What support does beside the events of an order: who looks after it, what waits for a second person. */

export const RequestPath = z.strictObject({ grantId: Id });

export const Assigning = z
  .strictObject({
    assignee: Id.nullable(),
    assigneeSeen: Id.nullable()
      .exactOptional()
      .meta({ description: 'Who had it as you saw it; when somebody else has it meanwhile, the answer is 412.' }),
    reasonCode: ReasonCode,
    reason: Reason,
  })
  .meta({ id: 'Assigning', description: 'Who at support looks after the order from now on; null for nobody.' });

export const Assigned = z.strictObject({ changeId: Id, assignee: Id.nullable() }).meta({ id: 'Assigned' });

export const Rejecting = z.strictObject({ reasonCode: ReasonCode, reason: Reason }).meta({ id: 'Rejecting' });

const OpenRequest = z
  .strictObject({
    grantId: Id,
    changeId: Id,
    event: z.string(),
    reasonCode: z.string(),
    reason: z.string(),
    /** What is to be approved rests on it. */
    evidence: z.string().nullable(),
    requestedBy: z.string(),
    requestedAt: Instant,
    expiresAt: Instant,
  })
  .meta({ id: 'OpenRequest' });

export const OpenRequests = z.strictObject({ items: z.array(OpenRequest) }).meta({ id: 'OpenRequests' });
export const RequestClosed = z
  .strictObject({ grantId: Id, status: z.literal('rejected') })
  .meta({ id: 'RequestClosed' });
