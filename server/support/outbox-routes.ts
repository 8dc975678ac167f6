import { NoPathSchema, NoQuerySchema } from '../../schemas/api/requests';
import { MailListSchema } from '../../schemas/facts/views';
import { type MountedOperation, operation } from '../api/operation';
import { noteRead } from '../orders/views/reads';
import type { RouteParts } from '../route-parts';

const MOST_MAILS = 100;

/** The mails that were written, for developers: in production nobody reads other people's mail. */
export function outboxOperations(parts: RouteParts): MountedOperation[] {
  return [
    operation({
      id: 'listMails',
      tag: 'Development',
      method: 'get',
      path: '/v1/outbox',
      summary: 'See the mails that were written, the latest first',
      roles: ['service', 'operator'],
      params: NoPathSchema,
      query: NoQuerySchema,
      needsIdempotencyKey: false,
      answers: { 200: { description: 'Mails.', schema: MailListSchema } },
      async handle(call) {
        const { tenantId } = call.principal;
        await noteRead(parts, call, { of: 'mails', id: 'all' });
        const mails = await parts.store.outbox.list(tenantId, MOST_MAILS);
        const items = mails.map(({ tenantId: _, at, sentAt, ...mail }) => ({
          ...mail,
          html: mail.html ?? null,
          at: at.toISOString(),
          sentAt: sentAt?.toISOString() ?? null,
        }));
        return { status: 200, body: { items } };
      },
    }),
  ];
}
