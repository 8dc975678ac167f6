import { SupportMails } from '../../../activities/mail/support-mails';
import { readMail } from '../../../dev/sandboxes/mail/mailbox';
import { changeSettings } from '../../../dev/stack/change-settings';
import type { SupportMail } from '../../../store/facts/settings';
import type { Mail } from '../../../store/messages/outbox';
import { sampleView } from '../../store/orders/sample-view';
import { newId } from '../../store/test-store';
import { HOUR, type MailStand, MINUTE } from './mail-stand';

type Tools = ConstructorParameters<typeof SupportMails>[0];

export const newSupportMails = ({ store, now, logged }: MailStand, more: Partial<Tools> = {}): SupportMails => {
  const write = (facts: object, message: string): void => void logged.push(JSON.stringify({ ...facts, message }));
  return new SupportMails({ store, clock: now, log: { info: write, warn: write }, ...more });
};

/** A seller of its own, whose support is written to unless it says otherwise. */
export class Desk {
  readonly tenantId = newId('seller');
  readonly address = `team@${this.tenantId.replace('_', '-')}.example`;
  readonly #stand: MailStand;

  private constructor(stand: MailStand) {
    this.#stand = stand;
  }

  static readonly #open: Desk[] = [];

  static async open(stand: MailStand, setting: Partial<SupportMail> | null = {}): Promise<Desk> {
    const desk = new Desk(stand);
    Desk.#open.push(desk);
    await desk.set(setting);
    return desk;
  }

  /** From here on nobody is written to. */
  static async closeAll(): Promise<void> {
    for (const desk of Desk.#open.splice(0)) await desk.set(null);
  }

  set(setting: Partial<SupportMail> | null): Promise<void> {
    const usual = { address: this.address, locale: 'en' as const, deskUrl: 'https://desk.seller.example/desk' };
    const supportMail = setting === null ? null : { ...usual, ...setting };
    // A second setting, so that a seller without support mails is one that has set something.
    return changeSettings(this.#stand.store, this.tenantId, { supportMail, idleDays: 29 });
  }

  /** An order that a step could not go on with, as long ago as it says. */
  async stuck(code: string, minutesAgo: number, changeId = newId('change')): Promise<string> {
    const since = this.#ago(minutesAgo);
    const stuck = { step: 'applying', code, attempts: 1, since };
    const view = { state: 'applying.stuck.waiting', tags: ['settled', 'stuck'], at: since };
    return this.#projected(changeId, view, { stuck, waits: 'stuck', situation: 'stuck' });
  }

  async handedOver(minutesAgo: number, changeId = newId('change')): Promise<string> {
    const at = this.#ago(minutesAgo);
    const transitions = [{ sequence: 5, at, event: 'done', from: 'quoting', to: 'handedOver.waiting' }];
    const more = { waits: 'support', situation: 'handed_over', quote: { currency: 'EUR', dueToday: '120.00' } };
    return this.#projected(changeId, { state: 'handedOver.waiting', at, transitions }, more);
  }

  /** Somebody has seen to it: the order goes on. */
  async healed(changeId: string): Promise<void> {
    await this.#projected(changeId, { sequence: 6, at: this.#ago(0) }, {});
  }

  /** A lead asks for a second one. */
  async asked(minutesAgo: number, changeId: string): Promise<void> {
    const requestedAt = new Date(this.#ago(minutesAgo));
    const why = {
      reasonCode: 'paid_by_bank',
      reason: 'Claire Martin has paid.',
      evidence: 'Statement of Claire Martin',
    };
    await this.#stand.store.grants.request({
      ...{ grantId: newId('grant'), tenantId: this.tenantId, changeId, eventType: 'OVERRIDE', ...why, subject: null },
      ...{ requestedBy: 'agnes', approvedBy: null, requestedAt },
      expiresAt: new Date(requestedAt.getTime() + 24 * HOUR),
    });
  }

  async #projected(changeId: string, view: object, details: object): Promise<string> {
    const { store } = this.#stand;
    const { tenantId } = this;
    await store.orders.project(sampleView(view, { tenantId, changeId, ...details }));
    return changeId;
  }

  #ago(minutes: number): string {
    return new Date(this.#stand.now().getTime() - minutes * MINUTE).toISOString();
  }

  /** What was written to it, the first first. */
  async written(): Promise<Mail[]> {
    const mails = await this.#stand.store.outbox.list(this.tenantId, 100);
    return mails.filter(({ recipientId }) => recipientId === null).reverse();
  }

  async keys(): Promise<string[]> {
    return (await this.written()).map(({ key }) => key);
  }

  /** What reached it over SMTP. */
  received() {
    const mails = this.#stand.server.mails().filter(({ recipient }) => recipient === this.address);
    return Promise.all(mails.map(readMail));
  }
}
