import { MailSending } from '../../../activities/mail/sending';
import type { LetterFault } from '../../../dev/sandboxes/mail/faults';
import { type MailSandbox, startMailSandbox } from '../../../dev/sandboxes/mail/server';
import { type SmtpOptions, smtpMail } from '../../../gateways/mail/over-smtp';
import { FOOT_HERE } from '../../../letters/letter-html';
import { Workshop } from '../../../papers/workshop';
import type { Receipt } from '../../../receipts/receipt';
import type { Store } from '../../../store';
import type { Mail, MailKey } from '../../../store/messages/outbox';
import { newId, openTestStore, rawDatabase, TENANT } from '../../store/test-store';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** Where the clock of a stand begins. */
export const NOON = new Date('2026-03-12T12:00:00.000Z');

type Tools = ConstructorParameters<typeof MailSending>[0];

/** An outbox on a real MongoDB, a mail server of our own, and a clock that is moved by hand. */
export interface MailStand {
  store: Store & { databaseName: string };
  server: MailSandbox;
  now(): Date;
  wait(milliseconds: number): void;
  /** @param more whose patience with the server is left as it is where none is named: a busy machine is no server that is late */
  newSending(
    more?: Pick<Tools, 'pauseAt'> & Partial<Omit<Tools, 'pauseAt'>> & Pick<SmtpOptions, 'patience'>,
  ): MailSending;
  /** Somebody whose mail goes to an address; without one, somebody who has left. */
  known(personId: string, mailAddress?: string | null): Promise<string>;
  /** Of kind "confirmed" unless another one is named. */
  written(recipientId: string, more?: { kind?: string; receipt?: Receipt }): Promise<MailKey>;
  /** Connections to the server in this test. */
  connections(): number;
  /** Every line that the senders logged. */
  logged: string[];
  /** Forgets every mail that was written or sent, and how the server misbehaves. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function openMailStand(): Promise<MailStand> {
  const store = await openTestStore();
  const server = await startMailSandbox({ keeps: 20_000 });
  const raw = await rawDatabase(store.databaseName);
  const logged: string[] = [];
  const workshop = new Workshop();
  const sendings: MailSending[] = [];
  let now = NOON;
  let connectionsBefore = 0;
  return {
    store,
    server,
    logged,
    now: () => now,
    connections: () => server.connections() - connectionsBefore,
    wait: (milliseconds) => {
      now = new Date(now.getTime() + milliseconds);
    },
    newSending({ patience = {}, ...more } = {}) {
      const from = { name: 'Orders', mailAddress: 'orders@seller.example' };
      const setting = { host: '127.0.0.1', port: server.port, security: 'none', credentials: null, from } as const;
      const mail = smtpMail({ ...setting, connections: 5, patience });
      const write = (facts: object, message: string): void => void logged.push(JSON.stringify({ ...facts, message }));
      const log = { info: write, warn: write };
      const sending = new MailSending({ store, mail, workshop, clock: () => now, log, ...more });
      sendings.push(sending);
      return sending;
    },
    async known(personId, mailAddress = `${personId}@example.com`) {
      const facts = { tenantId: TENANT, personId, name: 'Claire Martin', locale: 'fr' as const, asOf: now };
      await store.people.record({ ...facts, mailAddress, hasLeft: mailAddress === null });
      return personId;
    },
    async written(recipientId, more = {}) {
      const mail = { tenantId: TENANT, key: newId('mail') };
      await store.outbox.put([{ ...mail, ...CONTENT, kind: 'confirmed', ...more, at: now, recipientId }]);
      return mail;
    },
    async clear() {
      for (const sending of sendings.splice(0)) await sending.stop();
      await raw.db.collection('outbox').deleteMany({});
      server.misbehave({});
      server.forgetMails();
      connectionsBefore = server.connections();
      logged.length = 0;
      now = NOON;
    },
    async close() {
      for (const sending of sendings) await sending.stop();
      await workshop.close();
      await server.close();
      await raw.close();
      await store.close();
    },
  };
}

const CONTENT = {
  accountId: 'acc_1',
  locale: 'fr' as const,
  subject: 'Votre commande',
  body: 'Bonjour.',
  html: `<p>Bonjour.</p><p>${FOOT_HERE}</p>`,
};

export const answers = (code: number, to: 'recipient' | 'data' = 'recipient'): LetterFault => ({
  fault: 'answers',
  code,
  to,
});

/** Writes many mails and sends them by two processes to a server that fails one in ten, until nothing waits any more. */
export async function sendMany(
  stand: MailStand,
  count: number,
): Promise<{ ids: string[]; sent: Mail[]; failed: Mail[] }> {
  const { store, server } = stand;
  const people = await Promise.all(Array.from({ length: 100 }, (_, index) => stand.known(`person_${index}`)));
  for (let from = 0; from < count; from += people.length) {
    const facts = { ...CONTENT, kind: 'confirmed', tenantId: TENANT, at: stand.now() };
    await store.outbox.put(people.map((recipientId, index) => ({ ...facts, recipientId, key: `m${from + index}` })));
  }
  const faults = [answers(451, 'data'), answers(452), answers(550), { fault: 'drops_after_data' } as const];
  let letters = 0;
  server.misbehave({
    ofLetter: () => {
      letters += 1;
      return letters % 10 === 0 ? faults[(letters / 10) % faults.length] : undefined;
    },
  });
  const sendings = [stand.newSending(), stand.newSending()];
  for (;;) {
    const taken = await Promise.all(sendings.map((sending) => sending.sendDue()));
    if (taken.some((mails) => mails > 0)) continue;
    if ((await store.outbox.listOfStatus(TENANT, 'waiting', 1)).length === 0) break;
    stand.wait(MINUTE);
  }
  const [sent, failed] = await Promise.all([
    store.outbox.listOfStatus(TENANT, 'sent', count),
    store.outbox.listOfStatus(TENANT, 'failed', count),
  ]);
  return { ids: server.mails().map(({ messageId }) => messageId), sent, failed };
}
