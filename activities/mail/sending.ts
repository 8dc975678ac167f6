import { randomUUID } from 'node:crypto';
import { DAY, MINUTE, SECOND } from '../../billing/calendar/durations';
import type { Letter, MailPort, Posted } from '../../gateways/mail/port';
import { PapersOverloaded } from '../../papers/workshop';
import type { Person } from '../../store/facts/people';
import type { Store } from '../../store/index';
import type { Mail } from '../../store/messages/outbox';
import { BackgroundRounds } from '../shared/background-rounds';
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

/** Whoever has left, or wants no such mail, is told nothing, and nobody has to see to that. */
const UNWANTED: ReadonlySet<Undeliverable> = new Set(['left', 'reminders_stopped', 'complained']);

/** The part of a seller's settings that says whom mails come from and where they go. */
interface Seller {
  name: string | null;
  /** Where customers' answers go; null where that is the sender. */
  answersTo: string | null;
  /** Null where support is told nothing by mail. */
  supportAddress: string | null;
}

/** A mail with whom it is for, where they are known, and whose customer they are. */
interface Addressed {
  mail: Mail;
  person: Person | undefined;
  seller: Seller;
}

/**
 * Sends the mails that were written. Each is claimed by one process at a time, sent under an id of its own and then recorded,
 * so it is sent again only when its process died, or lost the database for longer than its claim, between the two.
 */
export class MailSending {
  readonly #tools: SendingTools;
  readonly #claim = randomUUID();
  readonly #records: SentRecords;
  #pause = EVERY;
  readonly #rounds = new BackgroundRounds({
    round: () => this.sendDue(),
    pause: () => this.#pause,
    failed: (error) => this.#tools.log.warn({ err: error }, 'mails are sent later'),
  });

  constructor(tools: SendingTools) {
    this.#tools = tools;
    this.#records = new SentRecords(tools.store.outbox, tools.clock);
  }

  start(): void {
    this.#rounds.start();
  }

  /** Lets the letters under way end; what was claimed beside them is let go. */
  async stop(): Promise<void> {
    this.#records.stopping();
    await this.#rounds.stop();
    this.#tools.mail.close();
  }

  /**
   * Sends what is due until nothing is, or the server does not answer.
   *
   * @returns how many the server took
   */
  async sendDue(): Promise<number> {
    const claimed: Addressed[] = [];
    const round = { taken: 0, isTroubled: false, isAll: false };
    let claiming: Promise<void> | undefined;
    const claimMore = async (): Promise<void> => {
      const mails = await this.#claimDue();
      claimed.push(...(await this.#addressed(mails)));
      round.isAll = mails.length === 0;
    };
    const next = async (): Promise<Addressed | undefined> => {
      while (!round.isTroubled && !this.#rounds.isStopped) {
        const one = claimed.shift();
        if (one !== undefined || round.isAll) return one;
        claiming ??= claimMore().finally(() => {
          claiming = undefined;
        });
        await claiming;
      }
      return undefined;
    };
    const lane = async (): Promise<void> => {
      for (let one = await next(); one !== undefined; one = await next()) {
        const posted = await this.#send(one);
        if (posted === 'accepted') round.taken += 1;
        if (posted === 'no_answer') round.isTroubled = true;
      }
    };
    const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
    const { clock, store } = this.#tools;
    const untried = claimed.map(({ mail }) => mail);
    if (untried.length > 0) await store.outbox.unclaim(this.#claim, untried, clock());
    this.#pause = pauseAfter(round, this.#pause);
    for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason;
    return round.taken;
  }

  #claimDue(): Promise<Mail[]> {
    const now = this.#tools.clock();
    const until = new Date(now.getTime() + CLAIM_FOR);
    return this.#tools.store.outbox.claimDue({ by: this.#claim, now, until, limit: CLAIMED_AT_A_TIME });
  }

  /** Where a mail goes is looked up when it is claimed to be sent: an address may be another one by then, or none. */
  async #addressed(mails: readonly Mail[]): Promise<Addressed[]> {
    const tenants = [...new Set(mails.map(({ tenantId }) => tenantId))];
    const found = tenants.map(async (tenantId) => {
      const theirs = mails.filter((mail) => mail.tenantId === tenantId);
      const recipients = new Set(theirs.flatMap(({ recipientId }) => recipientId ?? []));
      const [people, seller] = await Promise.all([
        this.#tools.store.people.list(tenantId, [...recipients]),
        this.#sellerOf(tenantId),
      ]);
      const known = new Map(people.map((person) => [person.personId, person]));
      return theirs.map((mail) => ({ mail, person: known.get(mail.recipientId ?? ''), seller }));
    });
    return (await Promise.all(found)).flat();
  }

  async #sellerOf(tenantId: string): Promise<Seller> {
    const { branding, supportMail } = await this.#tools.store.settings.read(tenantId);
    return { name: branding.name, answersTo: branding.replyTo, supportAddress: supportMail?.address ?? null };
  }

  async #send(addressed: Addressed): Promise<Posted['status'] | 'not_tried'> {
    const { clock, log, store, pauseAt } = this.#tools;
    const { mail } = addressed;
    const { tenantId, key } = mail;
    const now = clock();
    const to = recipientOf(addressed, now);
    if (typeof to === 'string') {
      log.warn({ tenantId, key, code: to }, 'a mail cannot be sent');
      await store.outbox.giveUp(mail, this.#claim, to, UNWANTED.has(to) ? null : now);
      return 'not_tried';
    }
    const posted = await this.#post(addressed, to);
    if (posted === null) return 'not_tried';
    await pauseAt?.('mail:posted');
    await this.#note(mail, posted);
    return posted.status;
  }

  /**
   * A mail whose receipt cannot be set now is tried again; the others are sent meanwhile.
   *
   * @returns null for one that waited for others or for its receipt for too long: whoever is next claims it anew
   */
  async #post({ mail, seller }: Addressed, to: Letter['to']): Promise<Posted | null> {
    const { clock, log, mail: server, workshop } = this.#tools;
    try {
      const letter = await letterOf(workshop, mail, to, {
        senderName: seller.name,
        replyTo: mail.recipientId === null ? null : seller.answersTo,
        stopLink: stopLinkOf(this.#tools, mail),
      });
      const isLate = clock().getTime() > (mail.nextAt?.getTime() ?? 0) - CLAIM_FOR + BEGUN_WITHIN;
      return isLate ? null : await server.post(letter);
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

/** A mail is to the person that its id names, or to the seller's support team. */
function recipientOf({ mail, person, seller }: Addressed, now: Date): Letter['to'] | Undeliverable {
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

const teamOf = ({ supportAddress }: Seller): Letter['to'] | Undeliverable =>
  supportAddress === null ? 'no_team' : { name: null, mailAddress: supportAddress };

function pauseAfter({ taken, isTroubled }: { taken: number; isTroubled: boolean }, before: number): number {
  if (!isTroubled) return EVERY;
  return taken > 0 ? AFTER_TROUBLE.first : Math.min(before * 2, AFTER_TROUBLE.longest);
}
