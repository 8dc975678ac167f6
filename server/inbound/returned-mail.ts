import type { Account } from '../../billing/facts/types';
import type { MailEvent } from '../../gateways/mail/event';
import { isSameMailbox } from '../../gateways/mail/mailbox';
import { endOfSecond, type Person } from '../../store/facts/people';
import type { ServerStore } from '../ports';

/** Far more than one person decides for. */
const MOST_ACCOUNTS = 100;

interface ReturnedMailParts extends Pick<ServerStore, 'accounts' | 'outbox' | 'people' | 'supportItems'> {
  now(): Date;
}

/**
 * What follows when a mail came back, or its reader complained of it. A mail of ours is found by its id, and with it whose it is:
 * nobody else is touched. Each part may be done again.
 */
export class ReturnedMail {
  readonly #parts: ReturnedMailParts;

  constructor(parts: ReturnedMailParts) {
    this.#parts = parts;
  }

  /** @returns `unknown` for a mail whose sending is not on record yet */
  async carryOut({ letterId, mailAddress, trouble, at }: MailEvent): Promise<'done' | 'ignored' | 'unknown'> {
    const { outbox, people, now } = this.#parts;
    const mail = letterId === null || trouble === 'passing' ? null : await outbox.findByLetterId(letterId);
    // It may have been sent anew since: to another address, or to the same one that works now.
    if (mail === null || endOfSecond(at) < mail.wantedSince) return 'ignored';
    if (mail.attempts === 0) return mail.status === 'waiting' ? 'unknown' : 'ignored';
    const { tenantId, recipientId } = mail;
    if (recipientId !== null) {
      const person = await people.find(tenantId, recipientId);
      const isTheirs = person !== null && isSameMailbox(person.mailAddress, mailAddress);
      if (isTheirs) await people.noteTrouble(person, trouble === 'bounced' ? 'bouncedAt' : 'complainedAt', at);
      if (trouble === 'bounced') await this.#tellSupport(tenantId, recipientId);
    }
    if (trouble === 'bounced') await outbox.noteReturned(mail, 'address_bounced', now());
    return 'done';
  }

  async #tellSupport(tenantId: string, recipientId: string): Promise<void> {
    const { accounts, people } = this.#parts;
    const person = await people.find(tenantId, recipientId);
    if (person?.bouncedAt) {
      for (const account of await accounts.listOfPerson(tenantId, recipientId, MOST_ACCOUNTS)) {
        if (account.billingContactIds.includes(recipientId)) await this.#openItem(account, person, person.bouncedAt);
      }
    }
  }

  /** The other billing contacts are written to as before; where there is none, support is told so as well. */
  async #openItem(
    { tenantId, accountId, billingContactIds }: Account,
    { personId }: Person,
    bouncedAt: Date,
  ): Promise<void> {
    const { people, supportItems, now } = this.#parts;
    const contacts = await people.list(tenantId, billingContactIds);
    const others = contacts.filter(({ mailAddress, bouncedAt }) => mailAddress !== null && bouncedAt === null);
    await supportItems.open({
      // One address that bounces is one item, however many mails come back from it.
      ...{ tenantId, key: `unreachable:${accountId}:${personId}:${bouncedAt.toISOString()}` },
      ...{ kind: 'contact_unreachable', subscriptionId: '', openedAt: now() },
      facts: { accountId, personId, otherContacts: others.length },
    });
  }
}
