import { z } from 'zod';
import { DESK_ACTS } from '../../machines/events';
import { listPage, PageQuerySchema } from '../api/requests';
import { bodyOf } from '../orders/events';
import { InstantSchema } from '../values/dates';
import { formed } from '../values/forms';
import { IdSchema } from '../values/ids';

/** Mails as support sees them: what became of each, and not a word of what it says. */

const KeySchema = formed('itemKey');

/** As `MailStatus` of the store. */
const StatusSchema = z.enum(['waiting', 'sent', 'failed', 'not_sent']).meta({
  description:
    '`failed`: given up, until it is sent again by hand; listed where somebody has to see to that. `not_sent`: written before mails were sent at all; left alone.',
});

export const MailPathSchema = z.strictObject({ key: KeySchema });

export const MailQuerySchema = PageQuerySchema.extend({ status: StatusSchema.default('failed') });

const SentMailSchema = z
  .strictObject({
    key: KeySchema,
    kind: z.string(),
    /** The kind in words. */
    label: z.string(),
    /** The order that it is about; null where it is about none. */
    changeId: IdSchema.nullable(),
    /** Null: it is to the support team. */
    accountId: IdSchema.nullable(),
    accountName: z.string().nullable(),
    recipientId: IdSchema.nullable(),
    status: StatusSchema,
    /** Times that the mail server was asked to take it. */
    attempts: z.int().min(0),
    nextAt: InstantSchema.nullable(),
    /** Why it was not taken the last time, and the same in words. */
    code: z.string().nullable(),
    text: z.string().nullable(),
    at: InstantSchema,
    /** Since when it is given up; null where it is not, or where nobody has to see to that. */
    givenUpAt: InstantSchema.nullable(),
    sentAt: InstantSchema.nullable(),
    /** Whether the caller may have it sent now. */
    mayResend: z.boolean(),
  })
  .meta({ id: 'SentMail' });

export const SentMailListSchema = listPage('SentMailList', SentMailSchema);
export type SentMailList = z.input<typeof SentMailListSchema>;

export const ResendingMailSchema = bodyOf(DESK_ACTS.RESEND_MAIL).meta({ id: 'ResendingMail' });

export const MailResentSchema = z
  .strictObject({ key: KeySchema, status: z.literal('waiting') })
  .meta({ id: 'MailResent' });
