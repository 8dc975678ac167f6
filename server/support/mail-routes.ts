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
import { isId } from '../../schemas/values/ids';
import { isLeftUnsent, type Mail } from '../../store/messages/outbox';
import { type Answer, type Call, type Handled, type MountedOperation, operation } from '../api/operation';
import { actorOf } from '../api/principal';
import { type Cursors, pageOf } from '../http/cursors';
import { Problem } from '../http/problem';
import { text } from '../http/texts';
import type { AuditTrail } from '../identity/audit-trail';
import { mayResend } from '../orders/views/timeline/happenings';
import type { ServerStore } from '../ports';

type ListCall = Call<unknown, z.output<typeof MailQuerySchema>>;
type ResendCall = Call<z.output<typeof MailPathSchema>, unknown, z.output<typeof ResendingMailSchema>>;

interface MailParts extends Pick<ServerStore, 'accounts' | 'outbox' | 'people'> {
  trail: AuditTrail;
  cursors: Cursors;
  now(): Date;
}

/** What became of the mails to customers. What they say is theirs: nobody else reads it here. */
export const mailRoutes = (parts: MailParts): MountedOperation[] => [
  operation('Support', 'GET /v1/mails', {
    id: 'listSentMails',
    summary:
      'List what became of mails to customers, those first of all that were given up and that somebody has to see to; the latest first',
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

async function list({ accounts, outbox, cursors }: MailParts, call: ListCall): Promise<Answer> {
  const { tenantId } = call.principal;
  const { limit, cursor, status } = call.query;
  const binding = `mails:${tenantId}:${status}`;
  const [at = '', last = ''] = cursors.read(binding, cursor);
  const after = cursor === undefined ? undefined : { at: new Date(at), key: last };
  const found = await outbox.listOfStatus(tenantId, status, limit + 1, after);
  const cursorAfter = (mail: Mail) => cursors.write(binding, [mail.at.toISOString(), mail.key]);
  const { shown, next } = pageOf(found, limit, cursorAfter);
  const accountIds = shown.flatMap(({ accountId }) => accountId ?? []);
  const names = accountIds.length === 0 ? new Map<string, string>() : await accounts.listNames(tenantId, accountIds);
  return { status: 200, body: { items: shown.map((mail) => toView(mail, names, call)), next } };
}

function toView(
  mail: Mail,
  names: ReadonlyMap<string, string>,
  { principal: { role }, locale }: ListCall,
): SentMailList['items'][number] {
  const { key, kind, accountId, recipientId, status, attempts, code } = mail;
  return {
    ...{ key, kind, accountId, recipientId, status, attempts, code },
    label: nameOf(kind, locale),
    changeId: orderOf(mail),
    accountName: names.get(accountId ?? '') ?? null,
    text: code === null ? null : (text(locale, mailCodeKey(code)) ?? null),
    nextAt: mail.nextAt?.toISOString() ?? null,
    at: mail.at.toISOString(),
    givenUpAt: mail.givenUpAt?.toISOString() ?? null,
    sentAt: mail.sentAt?.toISOString() ?? null,
    mayResend: mayResend(mail, role),
  };
}

/** The subject of those to support tells how many, which is of no use to name one. */
const nameOf = (kind: string, locale: Locale): string =>
  text(locale, `mailName.${kind}`) ?? text(locale, `mail.${kind}.subject`) ?? kind;

/** The key of a mail about an order begins with the order, or with a reference of its payment; that of one about seats does not. */
function orderOf({ tenantId, key, kind, accountId }: Mail): string | null {
  if (accountId === null || kind === 'reminder') return null;
  const ofTenant = `${tenantId}:`;
  const [changeId = ''] = (key.startsWith(ofTenant) ? key.slice(ofTenant.length) : key).split(':', 1);
  return isId(changeId) ? changeId : null;
}

async function resend({ outbox, people, trail, now }: MailParts, call: ResendCall): Promise<Handled> {
  const { principal, params, requestKey, body } = call;
  const name = { tenantId: principal.tenantId, key: params.key };
  actorOf(call);
  const mail = await outbox.find(name);
  if (mail === null) throw new Problem('not_found');
  if (!isLeftUnsent(mail)) throw new Problem('mail_not_given_up');
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
