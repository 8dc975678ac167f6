import type { Account } from '../../billing/facts/types';
import { ROLES } from '../../machines/events';
import { MOST_OF_SESSION, SessionEndsSchema, SessionViewSchema } from '../../schemas/identity/session';
import { type Answer, type MountedOperation, operation } from '../api/operation';
import type { Caller } from '../api/principal';
import { Problem } from '../http/problem';
import type { ServerStore } from '../ports';
import { standingAt } from './access';

interface SessionParts extends Pick<ServerStore, 'accounts' | 'people'> {}

const UNSTORED = { 'Cache-Control': 'no-store' };

export const sessionRoutes = (parts: SessionParts): MountedOperation[] => [
  operation('Session', 'GET /v1/session', {
    id: 'getSession',
    summary: 'See who you are, until when, and get the token that a page sends with whatever changes something',
    roles: ROLES,
    answers: {
      200: {
        description: '`csrfToken` and the ends are null for keys and tokens, which need none and have none.',
        schema: SessionViewSchema,
      },
    },
    handle: (call) => getSession(parts, call),
  }),
  operation('Session', 'POST /v1/session/prolong', {
    id: 'prolongSession',
    summary: 'Stay signed in: the session lasts as long again without use; 404 for keys and tokens',
    roles: ROLES,
    needsIdempotencyKey: false,
    answers: { 200: { description: 'When it ends now.', schema: SessionEndsSchema } },
    async handle({ principal: { session } }) {
      if (session === undefined) throw new Problem('not_found');
      const idleEndsAt = await session.prolong();
      const body = { idleEndsAt: idleEndsAt.toISOString(), endsAt: session.endsAt.toISOString() };
      return { status: 200, body, headers: UNSTORED };
    },
  }),
];

async function getSession({ accounts, people }: SessionParts, caller: Caller): Promise<Answer> {
  const { principal, person } = caller;
  const { tenantId, role, session } = principal;
  const [known, theirs] =
    person === null
      ? [null, []]
      : await Promise.all([people.find(tenantId, person), accounts.listOfPerson(tenantId, person, MOST_OF_SESSION)]);
  const body = {
    tenantId,
    role,
    userId: person,
    csrfToken: session?.csrfToken ?? null,
    displayName: known?.name ?? null,
    locale: known?.locale ?? null,
    timeZone: sharedZone(theirs),
    accounts: theirs.map((account) => ({
      accountId: account.accountId,
      name: account.companyName ?? null,
      role: standingAt(caller, account),
    })),
    idleEndsAt: session?.idleEndsAt.toISOString() ?? null,
    endsAt: session?.endsAt.toISOString() ?? null,
  };
  return { status: 200, body, headers: UNSTORED };
}

function sharedZone(accounts: readonly Account[]): string | null {
  const [zone = null, ...others] = new Set(accounts.map(({ timeZone }) => timeZone));
  return others.length === 0 ? zone : null;
}
