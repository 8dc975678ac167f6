import type { Account } from '../../billing/facts/types';
import type { Person } from '../../store/facts/people';
import type { SubscriptionKey } from '../../store/facts/subscription-document';
import type { ServerStore } from '../ports';

/** So many of each at a time; the rest follows. */
const PAGE = 100;
/** Far more than one account has open at a time. */
const MOST_ORDERS = 500;

type DecidingPeople = 'billingContactIds' | 'seatAdminIds';

interface LeavingParts
  extends Pick<ServerStore, 'accounts' | 'orders' | 'people' | 'seats' | 'sessions' | 'supportItems'> {
  /** Tells who follows the seats of a subscription that they may be others now. */
  nudgeSeats(subscription: SubscriptionKey): Promise<void>;
  now(): Date;
}

type Leaver = Pick<Person, 'tenantId' | 'personId'>;

/**
 * What follows when somebody has left. Each part may be done again: whoever is stopped in the middle, another one begins anew.
 * That they have left is known before, so that nobody signs in again, and no two last contacts take each other for the one
 * that stays.
 */
export class Leaving {
  readonly #parts: LeavingParts;

  constructor(parts: LeavingParts) {
    this.#parts = parts;
  }

  async carryOut(person: Leaver): Promise<void> {
    const { accounts, sessions } = this.#parts;
    const { tenantId, personId } = person;
    await sessions.closeOf(tenantId, personId);
    let theirs = await accounts.listOfPerson(tenantId, personId, PAGE);
    while (theirs.length > 0 && (await this.#hasLeft(person))) {
      for (const account of theirs) await this.letGo(account);
      theirs = await accounts.listOfPerson(tenantId, personId, PAGE);
    }
    await this.#giveSeatsBack(person);
  }

  /** Those of an account who left decide nothing for it any more. Where nobody is left who does, support is asked. */
  async letGo(account: Pick<Account, 'tenantId' | 'accountId' | 'version' | DecidingPeople>): Promise<void> {
    const { accounts, people } = this.#parts;
    const { tenantId, accountId, billingContactIds, seatAdminIds } = account;
    const left = await people.listLeft(tenantId, [...new Set([...billingContactIds, ...seatAdminIds])]);
    if (left.length === 0) return;
    const isLast = billingContactIds.length > 0 && billingContactIds.every((id) => left.includes(id));
    // First of all: once they are let go, nobody finds the account by them again.
    if (isLast) await this.#askSupport(account);
    await accounts.letGo(tenantId, accountId, left);
  }

  async #hasLeft({ tenantId, personId }: Leaver): Promise<boolean> {
    return (await this.#parts.people.listLeft(tenantId, [personId])).length > 0;
  }

  async #askSupport({
    tenantId,
    accountId,
    version,
  }: Pick<Account, 'tenantId' | 'accountId' | 'version'>): Promise<void> {
    const { orders, supportItems, now } = this.#parts;
    const openedAt = now();
    const query = { tenantId, filters: { open: true as const, accountId }, sorting: 'updated' as const };
    for (const { changeId, subscriptionIds } of await orders.list(query, MOST_ORDERS)) {
      await supportItems.open({
        // A contact who came later, and left in their turn, came with another version.
        ...{ tenantId, key: `${changeId}:no_contact:v${version}`, kind: 'no_contact', openedAt },
        subscriptionId: subscriptionIds[0] ?? '',
        facts: { changeId, accountId },
      });
    }
  }

  async #giveSeatsBack({ tenantId, personId }: Leaver): Promise<void> {
    const { seats, nudgeSeats } = this.#parts;
    let theirs = await seats.listOfUser(tenantId, personId, PAGE);
    while (theirs.length > 0 && (await this.#hasLeft({ tenantId, personId }))) {
      for (const subscription of theirs) {
        await seats.unassign(subscription, personId);
        await nudgeSeats(subscription);
      }
      theirs = await seats.listOfUser(tenantId, personId, PAGE);
    }
  }
}
