import { z } from 'zod';
import { SENT_EVENTS } from '../../machines/events';
import { WAITS } from '../../machines/waits';
import { IdSchema } from '../values/ids';
import { ActNameSchema } from './acts';
import { anyTriedOf } from './events';

/** The preview of an event, or of another act on an order. */

export const TriedEventSchema = anyTriedOf(SENT_EVENTS).meta({
  id: 'TriedEvent',
  description:
    'As `OrderEvent`. What decides nothing about where it leads may be left out: the reason, the evidence, the confirmation, ' +
    'a consent, a purchase order, a deadline, and when it takes effect (`now`).',
  example: { type: 'CHECKOUT' },
});

const StepSchema = z.strictObject({
  step: z.string(),
  text: z.string(),
  movesMoney: z.boolean(),
  callsOutside: z.boolean(),
});

export const EventPreviewSchema = z
  .strictObject({
    changeId: IdSchema,
    event: ActNameSchema,
    /** Where the order stands now; also the ETag. */
    sequence: z.int(),
    state: z.string(),
    /** The event would first wait for somebody else to approve it. */
    needsSecondPerson: z.boolean(),
    /** Where it leads if every step does its work. */
    leadsTo: z.strictObject({
      state: z.string(),
      settled: z.boolean(),
      done: z.boolean(),
      headline: z.string(),
      /** Whom or what the order waits for then; null when it is over, or at a step that only its answer leads out of. */
      waits: z.enum(WAITS).nullable(),
    }),
    path: z.array(z.string()).meta({
      description:
        'Names of the states at the top of the statechart that it would go through after the one it stands in, in order; the ' +
        'last is where it would rest, or where only an answer tells how it goes on. Empty where it stays.',
    }),
    steps: z.array(StepSchema),
    /** The last step, where only its answer tells how it goes on. */
    undecided: z.string().nullable(),
    movesMoney: z.boolean(),
    callsOutside: z.boolean(),
    /** Mails to the people of the account, in order. */
    mails: z.array(z.enum(['confirmed', 'compensated', 'agreedReplaced', 'reminder', 'vatCredited'])),
    /** The failure that the order would be rid of. */
    clears: z.strictObject({ step: z.string(), code: z.string() }).nullable(),
    /** All of it in a few sentences. */
    text: z.string(),
  })
  .meta({ id: 'EventPreview' });

export type EventPreview = z.output<typeof EventPreviewSchema>;
