import { z } from 'zod';
import { ACTS_BY_TWO, SENT_EVENTS } from '../../machines/events';

/** What can be done to an order, as the buttons of a page. */

export const EventNameSchema = z.enum(SENT_EVENTS).meta({ id: 'OrderEventName' });

export const ActNameSchema = z.enum([...SENT_EVENTS, ...ACTS_BY_TWO]).meta({
  id: 'OrderActName',
  description:
    'An event of an order, or an act of support on it that sends no event and has an operation of its own: `CREDIT_VAT`, `END_LOST`, ' +
    '`START_AGAIN`.',
});
export type ActName = z.output<typeof ActNameSchema>;

export const ActSchema = z
  .strictObject({
    type: ActNameSchema,
    label: z.string(),
    needsReason: z.boolean(),
    needsEvidence: z.boolean(),
    needsSecondPerson: z.boolean(),
    /** Money may move as a consequence. */
    movesMoney: z.boolean(),
    tone: z.enum(['primary', 'neutral', 'danger']),
  })
  .meta({ id: 'Act', description: 'What can be done to the order now, in words, and what it asks for.' });

export type ActView = z.input<typeof ActSchema>;

export const NotNowSchema = z
  .strictObject({ type: ActNameSchema, label: z.string(), why: z.string() })
  .meta({ id: 'NotNow', description: 'What cannot be done to the order where it stands, and why.' });

export type NotNowView = z.input<typeof NotNowSchema>;
