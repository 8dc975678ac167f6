import type { Logger } from 'pino';
import type { Account, Subscription } from '../../billing/facts/types';
import type { Role } from '../../machines/events';
import type { Bulk } from '../../store/support/bulks';
import type { OrderView } from '../../workflows/contract';
import { type Caller, isStaff, type Principal } from '../api/principal';
import { Problem } from '../http/problem';
import type { ServerStore } from '../ports';

/** The purpose of a call about an account or something that belongs to it: look at it, buy for it, manage its seats. */
export type Purpose = 'view' | 'buy' | 'manage_seats';

interface AccessParts extends Pick<ServerStore, 'accounts' | 'subscriptions'> {
  logger: Logger;
}

/**
 * The one place that decides whose data a caller may see and act on. Every look-up is made within the caller's tenant; what a caller
 * may not see is answered like something that does not exist, and the attempt is logged.
 */
export class Access {
  readonly #parts: AccessParts;

  constructor(parts: AccessParts) {
    this.#parts = parts;
  }

  /** @throws Problem 403 `role_not_allowed` */
  requireRole(principal: Principal, wanted: { id: string; roles: readonly Role[] }): void {
    if (wanted.roles.includes(principal.role)) return;
    this.#note(principal, 'role', wanted.id);
    throw new Problem('role_not_allowed', { facts: { role: principal.role } });
  }

  /** @throws Problem 404 for an account that is absent, of another tenant, or not the person's own; 403 as {@link Purpose} */
  async account(caller: Caller, accountId: string, purpose: Purpose): Promise<Account> {
    const account = await this.#parts.accounts.find(caller.principal.tenantId, accountId);
    if (account === null) throw this.#absent(caller, 'account', accountId);
    this.#check(caller, account, purpose);
    return account;
  }

  async subscription(caller: Caller, subscriptionId: string, purpose: Purpose): Promise<Subscription> {
    const subscription = await this.#find(caller, subscriptionId);
    if (subscription === null) throw this.#absent(caller, 'subscription', subscriptionId);
    if (!seesWholeTenant(caller)) await this.account(caller, subscription.accountId, purpose);
    return subscription;
  }

  /**
   * A subscription that somebody wants to change. Nothing is started, and nothing kept, for who may not.
   *
   * @throws Problem 404 `subscription_not_found` for one that is absent, of another tenant, or of an account that is not the
   * person's; 403 `not_billing_contact` for a seat administrator of its account
   */
  async subscriptionToChange(caller: Caller, subscriptionId: string): Promise<Subscription> {
    const subscription = await this.#find(caller, subscriptionId);
    if (subscription !== null && seesWholeTenant(caller)) return subscription;
    const { tenantId } = caller.principal;
    const account = subscription && (await this.#parts.accounts.find(tenantId, subscription.accountId));
    if (subscription && account && standingIn(caller, account) !== 'stranger') {
      this.#check(caller, account, 'buy');
      return subscription;
    }
    this.#note(caller.principal, 'subscription', subscriptionId);
    throw new Problem('subscription_not_found', { facts: { subscriptionId } });
  }

  /** Checks an order that was found within the tenant; `null` is answered like one that may not be seen. */
  async order(caller: Caller, changeId: string, found: OrderView | null, purpose: Purpose): Promise<OrderView> {
    if (found === null || found.details.tenantId !== caller.principal.tenantId)
      throw this.#absent(caller, 'change', changeId);
    if (!seesWholeTenant(caller)) await this.account(caller, found.details.accountId, purpose);
    return found;
  }

  /** Checks a bulk that was found within the tenant, as {@link order}. */
  bulk(caller: Caller, bulkId: string, found: Bulk | null): Bulk {
    if (found === null) throw this.#absent(caller, 'bulk', bulkId);
    return found;
  }

  /**
   * Who may list orders: staff and services all of their tenant, a person those of an account of theirs.
   *
   * @throws Problem 403 for a person who names no account, 404 as {@link account}
   */
  async list(caller: Caller, accountId: string | undefined): Promise<void> {
    if (seesWholeTenant(caller)) return;
    if (accountId !== undefined) {
      await this.account(caller, accountId, 'view');
      return;
    }
    this.#note(caller.principal, 'list', 'all');
    throw new Problem('role_not_allowed', { facts: { role: caller.principal.role } });
  }

  #check(caller: Caller, account: Account, purpose: Purpose): void {
    if (seesWholeTenant(caller)) return;
    const standing = standingIn(caller, account);
    if (standing === 'billing_contact') return;
    if (standing === 'stranger') throw this.#absent(caller, 'account', account.accountId);
    if (purpose !== 'buy') return;
    this.#note(caller.principal, 'account', account.accountId);
    throw new Problem('not_billing_contact', { facts: { userId: caller.person ?? '' } });
  }

  #find({ principal }: Caller, subscriptionId: string): Promise<Subscription | null> {
    return this.#parts.subscriptions.find({ tenantId: principal.tenantId, subscriptionId });
  }

  #absent(caller: Caller, kind: string, id: string): Problem {
    this.#note(caller.principal, kind, id);
    return new Problem('not_found');
  }

  #note(principal: Principal, kind: string, id: string): void {
    this.#parts.logger.warn({ principal: principal.id, role: principal.role, kind, id }, 'access denied');
  }
}

/** Staff, and a service that names nobody, read their tenant; everybody who is a person must belong to the account. */
export const seesWholeTenant = ({ principal, person }: Caller): boolean =>
  isStaff(principal) || (principal.role === 'service' && person === null);

/**
 * The role by which a caller sees an account. Whoever is a billing contact elsewhere and here looks after seats sees what a seat
 * administrator sees, also through a service that speaks for them.
 */
export function roleAt(caller: Caller, account: Account): Role {
  const { role } = caller.principal;
  const isPerson = role === 'billing_contact' || role === 'service';
  return isPerson && standingIn(caller, account) === 'seat_admin' ? 'seat_admin' : role;
}

/** What a caller may be for an account: a person by our data, and no more than their own role allows; null for everybody else. */
export function standingAt(caller: Caller, account: Account): 'billing_contact' | 'seat_admin' | null {
  const standing = standingIn(caller, account);
  if (standing === 'stranger') return null;
  return caller.principal.role === 'seat_admin' ? 'seat_admin' : standing;
}

/** What a person is to an account: our data says so, not their role. */
function standingIn({ person }: Caller, account: Account): 'billing_contact' | 'seat_admin' | 'stranger' {
  if (account.billingContactIds.includes(person ?? '')) return 'billing_contact';
  return account.seatAdminIds.includes(person ?? '') ? 'seat_admin' : 'stranger';
}
