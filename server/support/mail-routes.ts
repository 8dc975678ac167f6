import type { z } from 'zod';
import type { Locale } from '../../billing/facts/types';
import { mailCodeKey } from '../../gateways/mail/codes';
import { DESK_ACTS, STAFF } from '../../machines/events';
import {
  MailPathSchema,
  MailQuerySchema,
  MailResentSchema,
  ResendingMailSchema,
  type SentMailList,
  SentMailListSchema,
} from '../../schemas/support/mails';
import type { Mail } from '../../store/messages/outbox';
import { type Answer, type Call, type Handled, type MountedOperation, operation } from '../api/operation';
import { actorOf } from '../api/principal';
import { type Cursors, pageOf } from '../http/cursors';
import { Problem } from '../http/problem';
import { text } from '../http/texts';
import type { AuditTrail } from '../identity/audit-trail';
import type { ServerStore } from '../ports';

type ListCall = Call<unknown, z.output<typeof MailQuerySchema>>;
type ResendCall = Call<z.output<typeof MailPathSchema>, unknown, z.output<typeof ResendingMailSchema>>;

interface MailParts extends Pick<ServerStore, 'outbox' | 'people'> {
  trail: AuditTrail;
  cursors: Cursors;
  now(): Date;
}

/** What became of the mails to customers. What they say is theirs: nobody else reads it here. */
export const mailRoutes = (parts: MailParts): MountedOperation[] => [
  operation('Support', 'GET /v1/mails', {
    id: 'listSentMails',
    summary: 'List what became of mails to customers, those that were given up first of all; the latest first',
    roles: STAFF,
    query: MailQuerySchema,
    answers: { 200: { description: 'Mails; `next` is null on the last page.', schema: SentMailListSchema } },
    handle: (call) => list(parts, call),
  }),
  operation('Support', 'POST /v1/mails/{key}/resend', {
    id: 'resendMail',
    summary: 'Have a mail sent that was given up, or written before any was sent',
    roles: DESK_ACTS.RESEND_MAIL.senders,
    params: MailPathSchema,
    body: ResendingMailSchema,
    answers: { 200: { description: 'It is sent as soon as its server takes it.', schema: MailResentSchema } },
    handle: (call) => resend(parts, call),
  }),
];

async function list({ outbox, cursors }: MailParts, { principal, query, locale }: ListCall): Promise<Answer> {
  const { tenantId } = principal;
  const { limit, cursor, status } = query;
  const binding = `mails:${tenantId}:${status}`;
  const [at = '', last = ''] = cursors.read(binding, cursor);
  const after = cursor === undefined ? undefined : { at: new Date(at), key: last };
  const found = await outbox.listOfStatus(tenantId, status, limit + 1, after);
  const cursorAfter = (mail: Mail) => cursors.write(binding, [mail.at.toISOString(), mail.key]);
  const { shown, next } = pageOf(found, limit, cursorAfter);
  return { status: 200, body: { items: shown.map((mail) => toView(mail, locale)), next } };
}

function toView(mail: Mail, locale: Locale): SentMailList['items'][number] {
  const { key, kind, accountId, recipientId, status, attempts, code } = mail;
  return {
    ...{ key, kind, accountId, recipientId, status, attempts, code },
    text: code === null ? null : (text(locale, mailCodeKey(code)) ?? null),
    nextAt: mail.nextAt?.toISOString() ?? null,
    at: mail.at.toISOString(),
    sentAt: mail.sentAt?.toISOString() ?? null,
  };
}

async function resend({ outbox, people, trail, now }: MailParts, call: ResendCall): Promise<Handled> {
  const { principal, params, requestKey, body } = call;
  const name = { tenantId: principal.tenantId, key: params.key };
  actorOf(call);
  const mail = await outbox.find(name);
  if (mail === null) throw new Problem('not_found');
  if (mail.status === 'waiting' || mail.status === 'sent') throw new Problem('mail_not_given_up');
  const { kind, accountId, recipientId, code } = mail;
  await trail.note(call, {
    entryId: `resend:${principal.id}:${requestKey.key}`,
    action: 'RESEND_MAIL',
    facts: { ...body, ...params, kind, accountId, recipientId, ...(code === null ? {} : { code }) },
  });
  // Whoever has it sent again says that the address works; another one that is known by now works anyway.
  if (code === 'address_bounced' && recipientId !== null)
    await people.trustAddress({ ...name, personId: recipientId }, now());
  if (!(await outbox.sendAgain(name, now()))) throw new Problem('mail_not_given_up');
  return { status: 200, body: { ...params, status: 'waiting' } };
}
