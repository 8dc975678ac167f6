import type { Schemas } from '../../shared/api/api-types';
import { useDesk } from '../words/desk-words';

type Role = Schemas['Session']['role'];

const ROLES: readonly Role[] = [
  'service',
  'billing_contact',
  'seat_admin',
  'support_agent',
  'support_lead',
  'operator',
];

const isRole = (role: string): role is Role => ROLES.some((one) => one === role);

/** Roles in words; what is none, such as our own system, is named as it is. */
export function useRoleWords(): (role: string) => string {
  const { say } = useDesk();
  return (role) => (isRole(role) ? say(`desk.role.${role}`) : role);
}
