import { ROLES } from '../../machines/events';
import { NoPathSchema, NoQuerySchema } from '../../schemas/api/requests';
import { SessionViewSchema } from '../../schemas/identity/session';
import { type MountedOperation, operation } from '../api/operation';

export function sessionOperations(): MountedOperation[] {
  return [
    operation({
      id: 'getSession',
      tag: 'Session',
      method: 'get',
      path: '/v1/session',
      summary: 'See who you are, and get the token that a page sends with whatever changes something',
      roles: ROLES,
      params: NoPathSchema,
      query: NoQuerySchema,
      needsIdempotencyKey: false,
      answers: {
        200: { description: '`csrfToken` is null for keys and tokens, which need none.', schema: SessionViewSchema },
      },
      async handle({ principal: { tenantId, role, csrfToken }, person }) {
        const body = { tenantId, role, userId: person, csrfToken: csrfToken ?? null };
        return { status: 200, body, headers: { 'Cache-Control': 'no-store' } };
      },
    }),
  ];
}
