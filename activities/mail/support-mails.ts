import { randomUUID } from 'node:crypto';
import { MINUTE, SECOND } from '../../billing/calendar/durations';
import type { Readership } from '../../billing/explanation/messages';
import { TEXTS } from '../../locales/texts';
import type { Settings } from '../../store/facts/settings';
import type { Store } from '../../store/index';
import { BackgroundRounds } from '../shared/background-rounds';
import type { Tools } from '../shared/dependencies';
import { mailWords, writtenForms } from './outbox';
import { causesOf, type SupportCause } from './support-causes';
import { supportMailToSay } from './support-words';

const LEASE = 'support-mails';
/** Another process goes on when the one that holds the lease is silent for so long. */
const LEASE_FOR = 3 * MINUTE;
const EVERY = 20 * SECOND;
const EVER = new Date(0);

interface SupportMailTools extends Pick<Tools, 'clock' | 'log'>, Partial<Pick<Tools, 'pauseAt'>> {
  store: Pick<Store, 'grants' | 'inboundEvents' | 'leases' | 'orders' | 'outbox' | 'settings'>;
}

/**
 * Writes the mails to support teams: of each cause one an hour at most, once something has happened since the last one. How far
 * a mail tells stands on it, so nothing else is remembered. Any number of processes may look; one at a time does, and the key of
 * a mail keeps two who both believe they do from writing it twice.
 */
export class SupportMails {
  readonly #tools: SupportMailTools;
  readonly #holder = randomUUID();
  readonly #rounds = new BackgroundRounds({
    round: () => this.writeDue(),
    pause: () => EVERY,
    failed: (error) => this.#tools.log.warn({ err: error }, 'support is written to later'),
  });

  constructor(tools: SupportMailTools) {
    this.#tools = tools;
  }

  start(): void {
    this.#rounds.start();
  }

  async stop(): Promise<void> {
    await this.#rounds.stop();
    await this.#tools.store.leases.release(LEASE, this.#holder).catch(() => undefined);
  }

  /** Looks once at what every seller's support team has to be told of. */
  async writeDue(): Promise<void> {
    const { settings } = this.#tools.store;
    let tenantId = await settings.tenantAfter('');
    while (tenantId !== null && !this.#rounds.isStopped && (await this.#holdsLease())) {
      const values = await settings.read(tenantId);
      try {
        await this.#writeFor(tenantId, values);
      } catch (error) {
        // One seller whose mail cannot be made keeps no other from theirs.
        this.#tools.log.warn({ tenantId, err: error }, 'the support of a seller is written to later');
      }
      tenantId = await settings.tenantAfter(tenantId);
    }
  }

  async #holdsLease(): Promise<boolean> {
    const now = this.#tools.clock();
    const until = new Date(now.getTime() + LEASE_FOR);
    return (await this.#tools.store.leases.hold(LEASE, this.#holder, until, now, null)) !== undefined;
  }

  async #writeFor(tenantId: string, settings: Settings): Promise<void> {
    if (settings.supportMail === null) return;
    const at = this.#tools.clock();
    const causes = await causesOf(this.#tools.store, tenantId, settings.supportMail, at);
    for (const cause of causes) await this.#write(cause, { tenantId, settings, team: settings.supportMail, at });
  }

  async #write(cause: SupportCause, { tenantId, settings, team, at }: Desk): Promise<void> {
    const { store, pauseAt } = this.#tools;
    const beginning = `${cause.kind}:${cause.code === null ? '' : `${cause.code}:`}`;
    const key = `${beginning}${at.toISOString().slice(0, 'YYYY-MM-DDTHH'.length)}`;
    const last = await store.outbox.latestUnder(tenantId, beginning);
    if (last !== null && last.key >= key) return;
    const found = await cause.look(last?.upTo ?? EVER);
    if (found === null) return;
    const { kind, upTo } = cause;
    const { locale } = team;
    const reader: Readership = { locale, timeZone: 'UTC', texts: TEXTS[locale] };
    const forms = writtenForms(mailWords(supportMailToSay(cause, found, team, at), settings, reader));
    await pauseAt?.('support:found');
    await store.outbox.put([{ tenantId, key, kind, accountId: null, recipientId: null, locale, ...forms, at, upTo }]);
    await pauseAt?.('support:written');
  }
}

/** Whose support is written to, and when. */
interface Desk {
  tenantId: string;
  settings: Settings;
  team: NonNullable<Settings['supportMail']>;
  at: Date;
}
