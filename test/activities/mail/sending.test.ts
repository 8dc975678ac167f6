import { MailSending } from '../../../activities/mail/sending';
import type { LetterFault } from '../../../dev/sandboxes/mail/faults';
import { type MailSandbox, startMailSandbox } from '../../../dev/sandboxes/mail/server';
import { smtpMail } from '../../../gateways/mail/over-smtp';
import type { Store } from '../../../store';
import { newId, openTestStore, rawDatabase, TENANT } from '../../store/test-store';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const NOON = new Date('2026-03-12T12:00:00.000Z');

let store: Store & { databaseName: string };
let server: MailSandbox;
let now: Date;
const logged: string[] = [];
const sendings: MailSending[] = [];
beforeEach(async () => {
  store = await openTestStore();
  server = await startMailSandbox({ keeps: 20_000 });
  now = NOON;
  logged.length = 0;
});
afterEach(async () => {
  for (const sending of sendings.splice(0)) await sending.stop();
  await server.close();
  await store.close();
});

const wait = (milliseconds: number): void => {
  now = new Date(now.getTime() + milliseconds);
};

function newSending(more: Partial<ConstructorParameters<typeof MailSending>[0]> = {}): MailSending {
  const from = { name: 'Orders', mailAddress: 'orders@seller.example' };
  const mail = smtpMail({
    ...{ host: '127.0.0.1', port: server.port, security: 'none', credentials: null, from, connections: 5 },
    patience: { greeting: 300 },
  });
  const write = (facts: object, message: string): void => void logged.push(JSON.stringify({ ...facts, message }));
  const log = { info: write, warn: write };
  const sending = new MailSending({ store, mail, clock: () => now, log, ...more });
  sendings.push(sending);
  return sending;
}

async function known(personId: string, mailAddress: string | null = `${personId}@example.com`): Promise<string> {
  const facts = { tenantId: TENANT, personId, name: 'Claire Martin', locale: 'fr' as const, asOf: NOON };
  await store.people.record({ ...facts, mailAddress, hasLeft: mailAddress === null });
  return personId;
}

async function written(recipientId: string, more: object = {}): Promise<{ tenantId: string; key: string }> {
  const mail = { tenantId: TENANT, key: newId('mail') };
  const facts = { kind: 'confirmed', accountId: 'acc_1', locale: 'fr' as const, subject: 'Votre commande', at: now };
  await store.outbox.put([{ ...mail, ...facts, recipientId, body: 'Bonjour.', html: '<p>Bonjour.</p>', ...more }]);
  return mail;
}

const answers = (code: number, to: 'recipient' | 'data' = 'recipient'): LetterFault => ({ fault: 'answers', code, to });

describe('a mail that was written', () => {
  it('a mail that was written is sent once to the address that is known when it is sent, and then recorded', async () => {
    const claire = await known('claire', 'old@example.com');
    const mail = await written(claire);
    await store.people.record({
      ...{ tenantId: TENANT, personId: 'claire', name: 'Claire', mailAddress: 'new@example.com', locale: 'fr' },
      ...{ hasLeft: false, asOf: new Date(NOON.getTime() + 1) },
    });
    const sending = newSending();
    expect([await sending.sendDue(), await sending.sendDue()]).toEqual([1, 0]);
    expect(server.mails().map(({ recipient }) => recipient)).toEqual(['new@example.com']);
    expect(await store.outbox.find(mail)).toMatchObject({ status: 'sent', attempts: 1, nextAt: null, sentAt: NOON });
  });

  it('a mail is sent by one of many who send at the same time', async () => {
    const claire = await known('claire');
    for (let count = 0; count < 200; count += 1) await written(claire);
    const taken = await Promise.all([newSending(), newSending(), newSending()].map((sending) => sending.sendDue()));
    expect(taken.reduce((sum, count) => sum + count, 0)).toBe(200);
    expect(new Set(server.mails().map(({ messageId }) => messageId)).size).toBe(200);
    expect(server.mails().length).toBe(200);
  });

  it('a mail to somebody who is not known, has left or has no address is given up with its reason, and no word is sent', async () => {
    const gone = await known('gone', null);
    const old = await written(await known('claire'));
    wait(8 * 24 * HOUR);
    const mails = [await written('nobody'), await written(gone), old];
    await newSending().sendDue();
    const found = await Promise.all(mails.map((mail) => store.outbox.find(mail)));
    expect(found.map((mail) => [mail?.status, mail?.code])).toEqual([
      ['failed', 'no_address'],
      ['failed', 'left'],
      ['failed', 'too_old'],
    ]);
    expect(server.connections()).toBe(0);
  });

  it('a mail that was written before mails were sent is left alone until support wants it', async () => {
    const claire = await known('claire');
    const raw = await rawDatabase(store.databaseName);
    const old = { tenantId: TENANT, key: 'old', kind: 'confirmed', accountId: 'acc_1', recipientId: claire };
    await raw.db
      .collection('outbox')
      .insertOne({ ...old, locale: 'fr', subject: 's', body: 'b', at: NOON, sentAt: null });
    await raw.close();
    const sending = newSending();
    expect(await sending.sendDue()).toBe(0);
    expect((await store.outbox.listOfStatus(TENANT, 'not_sent', 5)).map(({ key }) => key)).toEqual(['old']);
    expect(await store.outbox.sendAgain(old, now)).toBe(true);
    expect(await sending.sendDue()).toBe(1);
  });
});

describe('a mail that is not taken', () => {
  it('a mail that is refused for good is given up at once, and sent again when support wants it', async () => {
    const mail = await written(await known('claire'));
    server.misbehave({ ofLetter: () => answers(550) });
    const sending = newSending();
    await sending.sendDue();
    expect(await store.outbox.find(mail)).toMatchObject({
      status: 'failed',
      code: 'smtp_550',
      attempts: 1,
      nextAt: null,
    });
    wait(HOUR);
    expect(await sending.sendDue()).toBe(0);
    server.misbehave({});
    expect(await store.outbox.sendAgain(mail, now)).toBe(true);
    expect(await sending.sendDue()).toBe(1);
    expect(await store.outbox.sendAgain(mail, now)).toBe(false);
  });

  it('a mail whose server answers 4xx for an hour is tried ever more rarely, and arrives once', async () => {
    const mail = await written(await known('claire'));
    const until = now.getTime() + HOUR;
    const tries: number[] = [];
    server.misbehave({
      ofLetter: () => {
        tries.push((now.getTime() - NOON.getTime()) / MINUTE);
        return now.getTime() < until ? answers(451, 'data') : undefined;
      },
    });
    const sending = newSending();
    for (let minute = 0; minute < 180; minute += 1, wait(MINUTE)) await sending.sendDue();
    expect(tries).toEqual([0, 1, 6, 21, 51, 111]);
    expect(server.mails().length).toBe(1);
    expect(await store.outbox.find(mail)).toMatchObject({ status: 'sent', attempts: 6 });
  });

  it('a mail that is never taken is given up after two days and a half', async () => {
    const mail = await written(await known('claire'));
    server.misbehave({ ofLetter: () => answers(421, 'data') });
    const sending = newSending();
    let hours = 0;
    for (; (await store.outbox.find(mail))?.status === 'waiting'; hours += 1, wait(HOUR)) await sending.sendDue();
    expect(hours).toBeGreaterThan(48);
    expect(hours).toBeLessThan(72);
    expect(await store.outbox.find(mail)).toMatchObject({ status: 'failed', code: 'smtp_421' });
  });

  it.each<[string, Parameters<MailSandbox['misbehave']>[0]]>([
    ['greets late', { ofConnection: () => ({ fault: 'greets_late', milliseconds: 2_000 }) }],
    ['turns everybody away', { ofConnection: () => ({ fault: 'turns_away' }) }],
    ['drops the line after the letter', { ofLetter: () => ({ fault: 'drops_after_data' }) }],
  ])('a server that %s is left in peace, and only what was tried waits longer', async (_, faults) => {
    const claire = await known('claire');
    for (let count = 0; count < 60; count += 1) await written(claire);
    server.misbehave(faults);
    const sending = newSending();
    await sending.sendDue();
    expect(server.connections()).toBeLessThanOrEqual(10);
    server.misbehave({});
    expect(await sending.sendDue()).toBeGreaterThanOrEqual(50);
    wait(MINUTE);
    await sending.sendDue();
    expect(server.mails().length).toBe(60);
    expect(new Set(server.mails().map(({ messageId }) => messageId)).size).toBe(60);
  });
});

describe('between the answer of the server and our record', () => {
  it('a mail is not sent again while the database is away, because it is recorded once it is back', async () => {
    const mail = await written(await known('claire'));
    const { noteSent } = store.outbox;
    let failures = 2;
    const outbox = {
      ...store.outbox,
      noteSent: async (...input: Parameters<typeof noteSent>): Promise<void> => {
        if (failures > 0) {
          failures -= 1;
          throw new (await import('../../../store/mongo/availability')).StoreUnavailable();
        }
        return noteSent(...input);
      },
    };
    expect(await newSending({ store: { people: store.people, outbox } }).sendDue()).toBe(1);
    expect(await store.outbox.find(mail)).toMatchObject({ status: 'sent' });
    wait(HOUR);
    await newSending().sendDue();
    expect(server.mails().length).toBe(1);
  });

  it('a mail whose sender died in between is sent again under the same id, by whoever takes it up, and then no more', async () => {
    const mail = await written(await known('claire'));
    const dies = new Error('killed');
    const pauseAt = async (): Promise<void> => {
      throw dies;
    };
    await expect(newSending({ pauseAt }).sendDue()).rejects.toBe(dies);
    expect(await newSending().sendDue()).toBe(0);
    wait(6 * MINUTE);
    expect(await newSending().sendDue()).toBe(1);
    const ids = server.mails().map(({ messageId }) => messageId);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
    expect(await store.outbox.find(mail)).toMatchObject({ status: 'sent' });
  });

  it('a mail that waited behind others until its claim ran out is left to whoever claims it next', async () => {
    const claire = await known('claire');
    for (let count = 0; count < 10; count += 1) await written(claire);
    const late = newSending({ pauseAt: async () => wait(4 * MINUTE) });
    const taken = await late.sendDue();
    expect(taken).toBeLessThan(10);
    wait(6 * MINUTE);
    await newSending().sendDue();
    expect(server.mails().length).toBe(10);
  });
});

describe('ten thousand mails of which one in ten fails', () => {
  it('every mail arrives once or is given up with its reason, and no log names a person', async () => {
    const people = await Promise.all(Array.from({ length: 100 }, (_, index) => known(`person_${index}`)));
    for (let count = 0; count < 10_000; count += 100) {
      const at = now;
      const facts = { tenantId: TENANT, kind: 'confirmed', accountId: 'acc_1', locale: 'fr' as const, at };
      const content = { subject: 'Votre commande', body: 'Bonjour.', html: null };
      await store.outbox.put(
        people.map((recipientId, index) => ({ ...facts, ...content, recipientId, key: `m${count + index}` })),
      );
    }
    let letter = 0;
    const faults: LetterFault[] = [answers(451, 'data'), answers(452), answers(550), { fault: 'drops_after_data' }];
    server.misbehave({
      ofLetter: () => {
        letter += 1;
        return letter % 10 === 0 ? faults[(letter / 10) % faults.length] : undefined;
      },
    });
    const sendingOnes = [newSending(), newSending()];
    for (let rounds = 0; rounds < 5_000; rounds += 1) {
      const taken = await Promise.all(sendingOnes.map((sending) => sending.sendDue()));
      if (taken.some((count) => count > 0)) continue;
      if ((await store.outbox.listOfStatus(TENANT, 'waiting', 1)).length === 0) break;
      wait(MINUTE);
    }
    const ids = server.mails().map(({ messageId }) => messageId);
    const failed = await store.outbox.listOfStatus(TENANT, 'failed', 10_000);
    const sent = await store.outbox.listOfStatus(TENANT, 'sent', 10_000);
    expect(new Set(ids).size).toBe(ids.length);
    expect([sent.length, ids.length + failed.length]).toEqual([ids.length, 10_000]);
    expect(new Set(failed.map(({ code }) => code))).toEqual(new Set(['smtp_550']));
    expect(failed.length).toBeGreaterThan(100);
    expect(logged.length).toBeGreaterThan(500);
    expect(logged.join('\n')).not.toMatch(/Martin|@|Votre/);
  });
});
