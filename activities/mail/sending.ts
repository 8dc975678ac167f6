import { randomUUID } from 'node:crypto';
import { DAY, MINUTE, SECOND } from '../../billing/calendar/durations';
import type { Letter, MailPort, Posted } from '../../gateways/mail/port';
import { PapersOverloaded } from '../../papers/workshop';
import type { Person } from '../../store/facts/people';
import type { Store } from '../../store/index';
import type { Mail } from '../../store/messages/outbox';
import type { Tools } from '../shared/dependencies';
import { letterOf, type Papers } from './letter';
import { SentRecords } from './records';
import { type StopLinkTools, stopLinkOf, stoppedBy } from './wishes';

/** Letters on their way at a time from one process, each over a connection of its own. */
export const LETTERS_AT_ONCE = 5;
/** While some of them are written down, others are on their way. */
const LANES = 2 * LETTERS_AT_ONCE;
const CLAIMED_AT_A_TIME = 50;
/** Another process takes a mail up when whoever claimed it is silent for so long. */
const CLAIM_FOR = 5 * MINUTE;
/** A letter is given up after a minute, so what is begun within this time has ended well before its claim does. */
const BEGUN_WITHIN = 3 * MINUTE;
/** Two days and four hours in all, as mail servers among themselves have it; then a person decides. */
const PAUSES = [1, 5, 15, 30, 60, 2 * 60, 4 * 60, 8 * 60, 12 * 60, 12 * 60, 12 * 60].map((minutes) => minutes * MINUTE);
/** What could not be sent for so long, e.g. because mail was not set, tells nobody anything any more. */
const TOO_OLD = 7 * DAY;
const EVERY = SECOND;
/** With a server that does not answer, nobody else's mail would fare better; the first pause, and the longest. */
const AFTER_TROUBLE = { first: SECOND, longest: MINUTE };

interface SendingTools extends Pick<Tools, 'clock' | 'log'>, Partial<Pick<Tools, 'pauseAt'>>, StopLinkTools {
  store: Pick<Store, 'outbox' | 'people' | 'settings'>;
  mail: MailPort;
  workshop: Papers;
}

/** Why a mail cannot be sent, whatever its server says. */
type Undeliverable =
  | 'too_old'
  | 'no_address'
  | 'left'
  | 'address_bounced'
  | 'no_team'
  | NonNullable<ReturnType<typeof stoppedBy>>;

/** The part of a seller's settings that says where mails go. */
interface Seller {
  /** Where customers' answers go; null where that is the sender. */
  answersTo: string | null;
  /** Null where support is told nothing by mail. */
  supportAddress: string | null;
}

/**
 * Sends the mails that were written. Each is claimed by one process at a time, sent under an id of its own and then recorded,
 * so it is sent again only when its process died, or lost the database for longer than its claim, between the two.
 */
export class MailSending {
  readonly #tools: SendingTools;
  readonly #claim = randomUUID();
  readonly #records: SentRecords;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<unknown> = Promise.resolve();
  #pause = EVERY;
  #isStopped = false;

  constructor(tools: SendingTools) {
    this.#tools = tools;
    this.#records = new SentRecords(tools.store.outbox, tools.clock);
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#round = this.sendDue()
        .catch((error: unknown) => this.#tools.log.warn({ err: error }, 'mails are sent later'))
        .finally(() => {
          if (!this.#isStopped) this.start();
        });
    }, this.#pause).unref();
  }

  /** Lets the letters under way end; what was claimed beside them is let go. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#records.stopping();
    clearTimeout(this.#timer);
    await this.#round;
    this.#tools.mail.close();
  }

  /**
   * Sends what is due until nothing is, or the server does not answer.
   *
   * @returns how many the server took
   */
  async sendDue(): Promise<number> {
    const claimed: Mail[] = [];
    const known = new Map<string, Person>();
    const sellers = new Map<string, Seller>();
    const round = { taken: 0, isTroubled: false, isAll: false };
    let claiming: Promise<void> | undefined;
    const claimMore = async (): Promise<void> => {
      const mails = await this.#claimDue();
      for (const person of await this.#recipientsOf(mails)) known.set(idOf(person.tenantId, person.personId), person);
      for (const { tenantId } of mails) {
        if (!sellers.has(tenantId)) sellers.set(tenantId, await this.#sellerOf(tenantId));
      }
      claimed.push(...mails);
      round.isAll = mails.length === 0;
    };
    const next = async (): Promise<Mail | undefined> => {
      while (!round.isTroubled && !this.#isStopped) {
        const mail = claimed.shift();
        if (mail !== undefined || round.isAll) return mail;
        claiming ??= claimMore().finally(() => {
          claiming = undefined;
        });
        await claiming;
      }
      return undefined;
    };
    const lane = async (): Promise<void> => {
      for (let mail = await next(); mail !== undefined; mail = await next()) {
        const person = mail.recipientId === null ? undefined : known.get(idOf(mail.tenantId, mail.recipientId));
        const posted = await this.#send(mail, person, sellers.get(mail.tenantId));
        if (posted === 'accepted') round.taken += 1;
        if (posted === 'no_answer') round.isTroubled = true;
      }
    };
    const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
    const { clock, store } = this.#tools;
    if (claimed.length > 0) await store.outbox.unclaim(this.#claim, claimed, clock());
    this.#pause = pauseAfter(round, this.#pause);
    for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason;
    return round.taken;
  }

  #claimDue(): Promise<Mail[]> {
    const now = this.#tools.clock();
    const until = new Date(now.getTime() + CLAIM_FOR);
    return this.#tools.store.outbox.claimDue({ by: this.#claim, now, until, limit: CLAIMED_AT_A_TIME });
  }

  /** Where a mail goes is looked up when it is sent: an address may be another one by then, or none. */
  async #recipientsOf(mails: readonly Mail[]): Promise<Person[]> {
    const tenants = [...new Set(mails.map(({ tenantId }) => tenantId))];
    const found = tenants.map((tenantId) => {
      const theirs = mails.flatMap((mail) => (mail.tenantId === tenantId ? (mail.recipientId ?? []) : []));
      return this.#tools.store.people.list(tenantId, [...new Set(theirs)]);
    });
    return (await Promise.all(found)).flat();
  }

  async #sellerOf(tenantId: string): Promise<Seller> {
    const { branding, supportMail } = await this.#tools.store.settings.read(tenantId);
    return { answersTo: branding.replyTo, supportAddress: supportMail?.address ?? null };
  }

  async #send(
    mail: Mail,
    person: Person | undefined,
    seller: Seller | undefined,
  ): Promise<Posted['status'] | 'not_tried'> {
    const { clock, log, store, pauseAt } = this.#tools;
    const { tenantId, key } = mail;
    const now = clock();
    // It waited for others for too long: whoever is next claims it anew.
    if (now.getTime() > (mail.nextAt?.getTime() ?? 0) - CLAIM_FOR + BEGUN_WITHIN) return 'not_tried';
    const to = recipientOf(mail, person, seller, now);
    if (typeof to === 'string') {
      log.warn({ tenantId, key, code: to }, 'a mail cannot be sent');
      await store.outbox.giveUp(mail, this.#claim, to, now);
      return 'not_tried';
    }
    const replyTo = mail.recipientId === null ? null : (seller?.answersTo ?? null);
    const posted = await this.#post(mail, to, replyTo);
    await pauseAt?.('mail:posted');
    await this.#note(mail, posted);
    return posted.status;
  }

  /** A mail whose receipt cannot be set now is tried again; the others are sent meanwhile. */
  async #post(mail: Mail, to: Letter['to'], replyTo: string | null): Promise<Posted> {
    const { log, mail: server, workshop } = this.#tools;
    try {
      return await server.post(
        await letterOf(workshop, mail, to, { replyTo, stopLink: stopLinkOf(this.#tools, mail) }),
      );
    } catch (error) {
      if (!(error instanceof PapersOverloaded)) throw error;
      log.warn({ tenantId: mail.tenantId, key: mail.key, err: error }, 'the receipt of a mail could not be set');
      return { status: 'deferred', code: 'receipt_not_set' };
    }
  }

  async #note(mail: Mail, posted: Posted): Promise<void> {
    const { clock, log, store } = this.#tools;
    if (posted.status === 'accepted') return this.#records.note(mail);
    const { tenantId, key, attempts } = mail;
    const { code } = posted;
    const patience = posted.status === 'refused' ? undefined : PAUSES[attempts];
    log.warn(
      { tenantId, key, code, attempts: attempts + 1 },
      patience ? 'a mail is tried later' : 'a mail is given up',
    );
    if (patience === undefined) return store.outbox.giveUp(mail, this.#claim, code, clock());
    return store.outbox.postpone(mail, this.#claim, code, new Date(clock().getTime() + patience));
  }
}

const idOf = (tenantId: string, personId: string): string => `${tenantId}:${personId}`;

/** A mail is to the person that its id names, or to the seller's support team. */
function recipientOf(
  mail: Mail,
  person: Person | undefined,
  seller: Seller | undefined,
  now: Date,
): Letter['to'] | Undeliverable {
  const to = mail.recipientId === null ? teamOf(seller) : mailboxOf(person, mail.kind);
  if (typeof to === 'string') return to;
  return now.getTime() - mail.wantedSince.getTime() > TOO_OLD ? 'too_old' : to;
}

function mailboxOf(person: Person | undefined, kind: string): Letter['to'] | Undeliverable {
  if (person?.hasLeft) return 'left';
  if (!person?.mailAddress) return 'no_address';
  if (person.bouncedAt !== null) return 'address_bounced';
  return stoppedBy(person, kind) ?? { name: person.name, mailAddress: person.mailAddress };
}

const teamOf = (seller: Seller | undefined): Letter['to'] | Undeliverable =>
  seller?.supportAddress ? { name: null, mailAddress: seller.supportAddress } : 'no_team';

function pauseAfter({ taken, isTroubled }: { taken: number; isTroubled: boolean }, before: number): number {
  if (!isTroubled) return EVERY;
  return taken > 0 ? AFTER_TROUBLE.first : Math.min(before * 2, AFTER_TROUBLE.longest);
}
