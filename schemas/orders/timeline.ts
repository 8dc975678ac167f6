import { z } from 'zod';
import { LIST_BYTES, withMaxBytes } from '../api/answer-bounds';
import { CursorSchema, NextSchema } from '../api/requests';
import { InstantSchema } from '../values/dates';
import { formed } from '../values/forms';
import { IdSchema } from '../values/ids';
import { MoneySchema } from '../values/money';

/** What happened to an order, in one stream: its own moves, and for staff what the world and people did. */

/** Items of one page. */
const MOST_TOLD = 500;

const TIMELINE_KINDS = ['move', 'attempt', 'payment', 'inbound', 'mail', 'reminder', 'deed', 'note'] as const;

export const TimelineQuerySchema = z.strictObject({
  order: z.enum(['asc', 'desc']).default('asc').meta({ description: 'The oldest first, or the latest.' }),
  kind: z.enum(TIMELINE_KINDS).exactOptional().meta({ description: 'Items of this kind alone.' }),
  limit: formed('limit').transform(Number).pipe(z.int().min(1).max(MOST_TOLD)).default(MOST_TOLD),
  cursor: CursorSchema,
});

/** What every item has. */
const TOLD = {
  at: InstantSchema,
  /** One sentence for people. */
  text: z.string(),
  /** `high`: what the order turned on; `quiet`: what is only looked for. */
  importance: z.enum(['high', 'normal', 'quiet']),
};

export const TimelineMoveSchema = z
  .strictObject({
    kind: z.literal('move'),
    ...TOLD,
    event: z.string(),
    /** The event in words. */
    label: z.string(),
    from: z.string(),
    to: z.string(),
  })
  .meta({ id: 'TimelineMove', description: 'A move of the order.' });

const AttemptSchema = z
  .strictObject({
    kind: z.literal('attempt'),
    ...TOLD,
    step: z.string(),
    /** Times that it came to nothing here, one after the other. */
    attempts: z.int().min(1),
    from: z.string(),
    /** Where the last one has left the order. */
    to: z.string(),
    firstAt: InstantSchema,
    lastAt: InstantSchema,
    /** Of the last one; null where another step has failed since, and where nothing did. */
    code: z.string().nullable(),
  })
  .meta({
    id: 'TimelineAttempt',
    description:
      'Attempts of one step that came to nothing, folded into one item, which stands where the first one was; `at` is the last one.',
  });

const PaymentCallSchema = z
  .strictObject({
    kind: z.literal('payment'),
    ...TOLD,
    call: z.enum(['charge', 'refund', 'setup']),
    status: z.string(),
    code: z.string().nullable(),
    /** Null where none moves, or its currency is not one of the gateway. */
    amount: MoneySchema.nullable(),
    /** Ours. */
    reference: z.string(),
    gatewayReference: z.string().nullable(),
  })
  .meta({ id: 'TimelinePayment', description: 'What the payment gateway was asked, with its latest answer.' });

const InboundSchema = z
  .strictObject({
    kind: z.literal('inbound'),
    ...TOLD,
    source: z.string(),
    eventId: z.string(),
    /** In the words of its sender. */
    type: z.string(),
    status: z.enum(['received', 'done', 'ignored', 'parked', 'dead']),
  })
  .meta({ id: 'TimelineInbound', description: 'An event that came from outside.' });

/** What became of a mail. */
const MAIL = {
  key: z.string(),
  status: z.enum(['waiting', 'sent', 'failed', 'not_sent']),
  recipientId: IdSchema.nullable(),
  /** Whether the caller may have it sent now. */
  mayResend: z.boolean(),
};

const MailSchema = z
  .strictObject({ kind: z.literal('mail'), ...TOLD, ...MAIL, mail: z.string() })
  .meta({ id: 'TimelineMail', description: 'A mail that was written about the order.' });

const ReminderSchema = z
  .strictObject({ kind: z.literal('reminder'), ...TOLD, ...MAIL, subscriptionId: IdSchema.nullable() })
  .meta({
    id: 'TimelineReminder',
    description: 'A mail that reminds of the order, or of the seats that it has bought.',
  });

const DeedSchema = z
  .strictObject({
    kind: z.literal('deed'),
    ...TOLD,
    action: z.string(),
    /** The action in words. */
    label: z.string(),
    actorId: z.string(),
    role: z.string(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .meta({ id: 'TimelineDeed', description: 'What somebody did.' });

const NoteSchema = z
  .strictObject({
    kind: z.literal('note'),
    ...TOLD,
    noteId: z.string(),
    /** As it was written, with its line breaks. */
    note: z.string(),
    authorId: z.string(),
    role: z.string(),
  })
  .meta({ id: 'TimelineNote', description: 'What somebody at support wrote down for colleagues.' });

const TimelineItemSchema = z
  .discriminatedUnion('kind', [
    TimelineMoveSchema,
    AttemptSchema,
    PaymentCallSchema,
    InboundSchema,
    MailSchema,
    ReminderSchema,
    DeedSchema,
    NoteSchema,
  ])
  .meta({ id: 'TimelineItem' });

export type TimelineItem = z.input<typeof TimelineItemSchema>;

export const TimelineSchema = z
  .strictObject({ changeId: IdSchema, items: z.array(TimelineItemSchema).max(MOST_TOLD), next: NextSchema })
  .meta({ id: 'Timeline', ...withMaxBytes(2 * LIST_BYTES) });
