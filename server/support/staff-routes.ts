import { type Role, STAFF } from '../../machines/events';
import { MOST_STAFF, StaffListSchema, type StaffView } from '../../schemas/support/staff';
import { type MountedOperation, operation } from '../api/operation';
import type { ServerStore } from '../ports';

/** Of somebody who has several roles, the last counts. */
const BY_WEIGHT = ['operator', 'support_agent', 'support_lead'] as const satisfies readonly Role[];
/** Sessions and keys that are read: somebody may have several. */
const MOST_READ = 5 * MOST_STAFF;

type StaffParts = Pick<ServerStore, 'apiKeys' | 'sessions' | 'people'>;

export const staffRoutes = (parts: StaffParts): MountedOperation[] => [
  operation('Support', 'GET /v1/staff', {
    id: 'listStaff',
    summary: 'List the people of support and operators who are signed in or hold a key',
    roles: STAFF,
    answers: { 200: { description: 'By name. Nobody who has left.', schema: StaffListSchema } },
    handle: async ({ principal, locale }) => ({
      status: 200,
      body: { items: await staffOf(parts, principal.tenantId, locale) },
    }),
  }),
];

async function staffOf({ apiKeys, sessions, people }: StaffParts, tenantId: string, locale: string) {
  const found = await Promise.all([
    sessions.listPeople(tenantId, STAFF, MOST_READ),
    apiKeys.listPeople(tenantId, STAFF, MOST_READ),
  ]);
  const roles = new Map<string, Role>();
  for (const role of BY_WEIGHT) {
    for (const one of found.flat()) if (one.role === role) roles.set(one.userId, role);
  }
  const known = new Map((await people.list(tenantId, [...roles.keys()])).map((person) => [person.personId, person]));
  return [...roles]
    .filter(([userId]) => known.get(userId)?.hasLeft !== true)
    .map(([userId, role]): StaffView => ({ userId, name: known.get(userId)?.name ?? null, role }))
    .sort((one, other) => (one.name ?? one.userId).localeCompare(other.name ?? other.userId, locale))
    .slice(0, MOST_STAFF);
}
