import { MailListSchema } from '../../schemas/facts/views';
import { type MountedOperation, operation } from '../api/operation';
import type { AuditTrail } from '../identity/audit-trail';
import type { ServerStore } from '../ports';

const MOST_MAILS = 100;

interface OutboxParts extends Pick<ServerStore, 'outbox'> {
  trail: AuditTrail;
}

/** The mails that were written, for developers: in production nobody reads other people's mail. */
export const outboxRoutes = ({ outbox, trail }: OutboxParts): MountedOperation[] => [
  operation('Development', 'GET /v1/outbox', {
    id: 'listMails',
    summary: 'See the mails that were written, the latest first',
    roles: ['service', 'operator'],
    answers: { 200: { description: 'Mails.', schema: MailListSchema } },
    async handle(call) {
      const { tenantId } = call.principal;
      await trail.noteRead(call, { of: 'mails', id: 'all' });
      const mails = await outbox.list(tenantId, MOST_MAILS);
      const items = mails.map(({ key, kind, accountId, recipientId, locale, subject, body, html, ...mail }) => ({
        ...{ key, kind, accountId, recipientId, locale, subject, body, html },
        status: mail.status,
        at: mail.at.toISOString(),
        sentAt: mail.sentAt?.toISOString() ?? null,
      }));
      return { status: 200, body: { items } };
    },
  }),
];
