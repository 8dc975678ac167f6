import { ROLES } from '../../machines/events';
import { SessionViewSchema } from '../../schemas/identity/session';
import { type MountedOperation, operation } from '../api/operation';

export const sessionRoutes = (): MountedOperation[] => [
  operation('Session', 'GET /v1/session', {
    id: 'getSession',
    summary: 'See who you are, and get the token that a page sends with whatever changes something',
    roles: ROLES,
    answers: {
      200: { description: '`csrfToken` is null for keys and tokens, which need none.', schema: SessionViewSchema },
    },
    async handle({ principal: { tenantId, role, csrfToken }, person }) {
      const body = { tenantId, role, userId: person, csrfToken: csrfToken ?? null };
      return { status: 200, body, headers: { 'Cache-Control': 'no-store' } };
    },
  }),
];
