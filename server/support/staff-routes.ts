import { type Role, STAFF } from '../../machines/events';
import { MOST_STAFF, StaffListSchema, type StaffView } from '../../schemas/support/staff';
import { COLLEAGUE_FOR } from '../../store/access/staff';
import { type MountedOperation, operation } from '../api/operation';
import type { ServerStore } from '../ports';

/** Of somebody who has several roles, the last counts. */
const BY_WEIGHT = ['operator', 'support_agent', 'support_lead'] as const satisfies readonly Role[];
/** Keys that are read: somebody may have several. */
const MOST_READ = 5 * MOST_STAFF;

type StaffParts = Pick<ServerStore, 'apiKeys' | 'staff' | 'people'> & { now(): Date };

export const staffRoutes = (parts: StaffParts): MountedOperation[] => [
  operation('Support', 'GET /v1/staff', {
    id: 'listStaff',
    summary:
      'List the people of support and operators: who signed in within 90 days, or holds a key that has not expired',
    roles: STAFF,
    answers: { 200: { description: 'By name. Nobody who has left.', schema: StaffListSchema } },
    handle: async ({ principal, locale }) => ({
      status: 200,
      body: { items: await staffOf(parts, principal.tenantId, locale) },
    }),
  }),
];

async function staffOf({ apiKeys, staff, people, now }: StaffParts, tenantId: string, locale: string) {
  const at = now();
  const found = await Promise.all([
    staff.list(tenantId, new Date(at.getTime() - COLLEAGUE_FOR), MOST_STAFF),
    apiKeys.listPeople(tenantId, STAFF, at, MOST_READ),
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
