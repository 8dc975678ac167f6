import { z } from 'zod';
import { SENT_EVENTS } from '../../machines/events';

/** The events of an order as the buttons of a page. */

export const EventNameSchema = z.enum(SENT_EVENTS).meta({ id: 'OrderEventName' });

export const ActSchema = z
  .strictObject({
    type: EventNameSchema,
    label: z.string(),
    needsReason: z.boolean(),
    needsEvidence: z.boolean(),
    needsSecondPerson: z.boolean(),
    /** Money may move as a consequence. */
    movesMoney: z.boolean(),
    tone: z.enum(['primary', 'neutral', 'danger']),
  })
  .meta({ id: 'Act', description: 'An event that the order takes now, in words, and what it asks for.' });

export type ActView = z.input<typeof ActSchema>;

export const NotNowSchema = z
  .strictObject({ type: EventNameSchema, label: z.string(), why: z.string() })
  .meta({ id: 'NotNow', description: 'An event that the order does not take where it stands, and why.' });

export type NotNowView = z.input<typeof NotNowSchema>;
