import { type Actor, type Role, STAFF } from '../../machines/events';
import { isId } from '../../schemas/values/ids';
import { Problem } from '../http/problem';

/** Who is calling, as our own records or a signed token say it; never as the request claims. */
export interface Principal {
  /** Stable id of the key or of the token's subject: scope of idempotency keys, never a secret. */
  id: string;
  tenantId: string;
  role: Role;
  /** The person behind it. A service has none: it names one for each request. */
  userId: string | null;
  /** Of somebody who signed in with a browser. */
  session?: HeldSession;
}

/** The session of a browser, as a request found it. */
export interface HeldSession {
  /** What its pages send with whatever changes something. */
  csrfToken: string;
  /** It ends then unless it is used before; never after `endsAt`. */
  idleEndsAt: Date;
  /** It ends then whatever happens. */
  endsAt: Date;
  /** Counts this moment as use. @returns until when it now lasts without any */
  prolong(): Promise<Date>;
}

export interface Caller {
  principal: Principal;
  /** The person the request is made for; null for a service that names nobody. */
  person: string | null;
}

/** Everybody who may see a list of orders: of persons only their own account's. */
export const LIST_READERS: readonly Role[] = ['service', 'billing_contact', ...STAFF];

export const isStaff = ({ role }: Pick<Principal, 'role'>): boolean => STAFF.includes(role);
export const isSupport = ({ role }: Pick<Principal, 'role'>): boolean => isStaff({ role }) && role !== 'operator';

/** Whether texts are read by who buys: a billing contact, or whoever a service names. */
export const speaksToBuyer = ({ principal, person }: Caller): boolean =>
  principal.role === 'billing_contact' || (principal.role === 'service' && person !== null);

export const ON_BEHALF_OF = 'Avenant-On-Behalf-Of';

/**
 * The person a request is made for: the principal's own user, or the one a service names in its header.
 *
 * @returns null for a service that names nobody
 * @throws Problem 400 for a name that is no id, 403 when anyone but a service tries to speak for somebody else: an
 * agent who could would be two persons.
 */
export function personBehind(principal: Principal, header: string | undefined): string | null {
  if (header === undefined) return principal.userId;
  if (principal.role !== 'service') throw new Problem('on_behalf_of_not_allowed');
  if (!isId(header)) throw new Problem('on_behalf_of_invalid');
  return header;
}

/** @throws Problem 400 `on_behalf_of_missing` for a service that names nobody. */
export function actorOf({ principal, person }: Caller): Actor {
  if (person === null) throw new Problem('on_behalf_of_missing');
  return { userId: person, role: principal.role };
}
