import { readMail } from '../../../dev/sandboxes/mail/mailbox';
import type { MailSandbox } from '../../../dev/sandboxes/mail/server';
import { changeSettings } from '../../../dev/stack/change-settings';
import { PapersOverloaded, Workshop } from '../../../papers/workshop';
import { receiptOf } from '../../../receipts/receipt';
import type { Store } from '../../../store';
import { DEFAULT_SETTINGS } from '../../../store/facts/settings';
import { StoreUnavailable } from '../../../store/mongo/availability';
import { aReceiptsFacts, FRENCH } from '../../receipts/samples';
import { rawDatabase, TENANT } from '../../store/test-store';
import { answers, HOUR, type MailStand, MINUTE, NOON, openMailStand, sendMany } from './mail-stand';

let stand: MailStand;
let store: MailStand['store'];
let server: MailSandbox;
beforeAll(async () => {
  stand = await openMailStand();
  ({ store, server } = stand);
});
afterEach(() => stand.clear());
afterAll(() => stand.close());

/** As a server of a busy machine greets. */
const SLOW = { fault: 'greets_late', milliseconds: 400 } as const;

describe('a mail that was written', () => {
  it('a mail that was written is sent once to the address that is known when it is sent, and then recorded', async () => {
    const claire = await stand.known('claire', 'old@example.com');
    const mail = await stand.written(claire);
    await store.people.record({
      ...{ tenantId: TENANT, personId: 'claire', name: 'Claire', mailAddress: 'new@example.com', locale: 'fr' },
      ...{ hasLeft: false, asOf: new Date(NOON.getTime() + 1) },
    });
    const sending = stand.newSending();
    expect([await sending.sendDue(), await sending.sendDue()]).toEqual([1, 0]);
    expect(server.mails().map(({ recipient }) => recipient)).toEqual(['new@example.com']);
    expect(await store.outbox.find(mail)).toMatchObject({ status: 'sent', attempts: 1, nextAt: null, sentAt: NOON });
  });

  it('a mail is sent by one of many who send at the same time, also where their server is slow', async () => {
    const claire = await stand.known('claire');
    server.misbehave({ ofConnection: (count) => (count % 5 === 0 ? SLOW : undefined) });
    for (let count = 0; count < 200; count += 1) await stand.written(claire);
    const taken = await Promise.all(
      [stand.newSending(), stand.newSending(), stand.newSending()].map((sending) => sending.sendDue()),
    );
    expect(taken.reduce((sum, count) => sum + count, 0)).toBe(200);
    expect(new Set(server.mails().map(({ messageId }) => messageId)).size).toBe(200);
    expect(server.mails().length).toBe(200);
  });

  it('a receipt that goes to many people is set once, and not again for who reads it later', async () => {
    const receipt = receiptOf(aReceiptsFacts(), FRENCH);
    const people = await Promise.all(Array.from({ length: 20 }, (_, index) => stand.known(`contact_${index}`)));
    for (const person of people) await stand.written(person, { receipt });
    const workshop = new Workshop();
    try {
      expect(await stand.newSending({ workshop }).sendDue()).toBe(20);
      expect(workshop.made).toBe(1);
    } finally {
      await workshop.close();
    }
    const { attachments } = await readMail(server.mails()[0] as never);
    expect(attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
      ['reçu.pdf', 'application/pdf'],
    ]);
  });

  it('a mail whose receipt cannot be set now is tried again, and the others are sent meanwhile', async () => {
    const claire = await stand.known('claire');
    const mail = await stand.written(claire, { receipt: receiptOf(aReceiptsFacts(), FRENCH) });
    await stand.written(claire);
    const workshop = { receiptAsPdf: () => Promise.reject(new PapersOverloaded('On purpose.')) };
    expect(await stand.newSending({ workshop }).sendDue()).toBe(1);
    expect(await store.outbox.find(mail)).toMatchObject({ status: 'waiting', code: 'receipt_not_set', attempts: 1 });
    stand.wait(MINUTE);
    expect(await stand.newSending().sendDue()).toBe(1);
  });

  it('a mail to somebody who is not known, has left or has no address is given up with its reason, and no word is sent', async () => {
    const gone = await stand.known('gone', null);
    const old = await stand.written(await stand.known('claire'));
    stand.wait(8 * 24 * HOUR);
    const mails = [await stand.written('nobody'), await stand.written(gone), old];
    await stand.newSending().sendDue();
    const found = await Promise.all(mails.map((mail) => store.outbox.find(mail)));
    expect(found.map((mail) => [mail?.status, mail?.code])).toEqual([
      ['failed', 'no_address'],
      ['failed', 'left'],
      ['failed', 'too_old'],
    ]);
    expect(stand.connections()).toBe(0);
  });

  it('a mail that was written before mails were sent is left alone until support wants it', async () => {
    const claire = await stand.known('claire');
    const raw = await rawDatabase(store.databaseName);
    const old = { tenantId: TENANT, key: 'old', kind: 'confirmed', accountId: 'acc_1', recipientId: claire };
    await raw.db
      .collection('outbox')
      .insertOne({ ...old, locale: 'fr', subject: 's', body: 'b', at: NOON, sentAt: null });
    await raw.close();
    const sending = stand.newSending();
    expect(await sending.sendDue()).toBe(0);
    expect((await store.outbox.listOfStatus(TENANT, 'not_sent', 5)).map(({ key }) => key)).toEqual(['old']);
    expect(await store.outbox.sendAgain(old, stand.now())).toBe(true);
    expect(await sending.sendDue()).toBe(1);
  });
});

describe('a round that goes on for long, because there is always more to send', () => {
  it('a mail comes from the seller, and an answer goes where it says, as both are by then', async () => {
    const answersGoTo = (replyTo: string | null, name: string | null = null) =>
      changeSettings(store, TENANT, { branding: { ...DEFAULT_SETTINGS.branding, replyTo, name } });
    await answersGoTo('before@seller.example');
    const claire = await stand.known('claire');
    for (let count = 0; count < 60; count += 1) await stand.written(claire);
    let claims = 0;
    const claimDue: Store['outbox']['claimDue'] = async (claim) => {
      claims += 1;
      if (claims === 2) await answersGoTo('after@seller.example', 'Reunion');
      return store.outbox.claimDue(claim);
    };
    const outbox = { ...store.outbox, claimDue };
    expect(await stand.newSending({ store: { ...store, outbox } }).sendDue()).toBe(60);
    await answersGoTo(null);
    const heads = server.mails().map(({ source }) => String(source));
    expect(heads.filter((head) => /^Reply-To: before@/m.test(head) && /^From: Orders </m.test(head))).toHaveLength(50);
    expect(heads.filter((head) => /^Reply-To: after@/m.test(head) && /^From: Reunion </m.test(head))).toHaveLength(10);
  });
});

describe('a mail that is not taken', () => {
  it('a mail that is refused for good is given up at once, and sent again when support wants it', async () => {
    const mail = await stand.written(await stand.known('claire'));
    server.misbehave({ ofLetter: () => answers(550) });
    const sending = stand.newSending();
    await sending.sendDue();
    expect(await store.outbox.find(mail)).toMatchObject({
      status: 'failed',
      code: 'smtp_550',
      attempts: 1,
      nextAt: null,
    });
    stand.wait(HOUR);
    expect(await sending.sendDue()).toBe(0);
    server.misbehave({});
    expect(await store.outbox.sendAgain(mail, stand.now())).toBe(true);
    expect(await sending.sendDue()).toBe(1);
    expect(await store.outbox.sendAgain(mail, stand.now())).toBe(false);
  });

  it('a mail whose server answers 4xx for an hour is tried ever more rarely, and arrives once', async () => {
    const mail = await stand.written(await stand.known('claire'));
    const until = stand.now().getTime() + HOUR;
    const tries: number[] = [];
    server.misbehave({
      ofLetter: () => {
        tries.push((stand.now().getTime() - NOON.getTime()) / MINUTE);
        return stand.now().getTime() < until ? answers(451, 'data') : undefined;
      },
    });
    const sending = stand.newSending();
    for (let minute = 0; minute < 180; minute += 1, stand.wait(MINUTE)) await sending.sendDue();
    expect(tries).toEqual([0, 1, 6, 21, 51, 111]);
    expect(server.mails().length).toBe(1);
    expect(await store.outbox.find(mail)).toMatchObject({ status: 'sent', attempts: 6 });
  });

  it('a mail that is never taken is given up after two days', async () => {
    const mail = await stand.written(await stand.known('claire'));
    server.misbehave({ ofLetter: () => answers(421, 'data') });
    const sending = stand.newSending();
    let hours = 0;
    for (; (await store.outbox.find(mail))?.status === 'waiting'; hours += 1, stand.wait(HOUR)) await sending.sendDue();
    expect(hours).toBeGreaterThan(48);
    expect(hours).toBeLessThan(72);
    expect(await store.outbox.find(mail)).toMatchObject({ status: 'failed', code: 'smtp_421' });
  });

  it.each<[string, Parameters<MailSandbox['misbehave']>[0]]>([
    ['greets late', { ofConnection: () => ({ fault: 'greets_late', milliseconds: 2_000 }) }],
    ['turns everybody away', { ofConnection: () => ({ fault: 'turns_away' }) }],
    ['drops the line after the letter', { ofLetter: () => ({ fault: 'drops_after_data' }) }],
  ])('a server that %s is left in peace, and only what was tried waits longer', async (_, faults) => {
    const claire = await stand.known('claire');
    for (let count = 0; count < 60; count += 1) await stand.written(claire);
    server.misbehave(faults);
    await stand.newSending({ patience: { greeting: 300 } }).sendDue();
    expect(stand.connections()).toBeLessThanOrEqual(10);
    server.misbehave({});
    const sending = stand.newSending();
    expect(await sending.sendDue()).toBeGreaterThanOrEqual(50);
    stand.wait(MINUTE);
    await sending.sendDue();
    expect(server.mails().length).toBe(60);
    expect(new Set(server.mails().map(({ messageId }) => messageId)).size).toBe(60);
  });
});

describe('between the answer of the server and our record', () => {
  it('a mail is not sent again while the database is away, because it is recorded once it is back', async () => {
    const mail = await stand.written(await stand.known('claire'));
    const { noteSent } = store.outbox;
    let failures = 2;
    const outbox = {
      ...store.outbox,
      noteSent: async (...input: Parameters<typeof noteSent>): Promise<void> => {
        if (failures > 0) {
          failures -= 1;
          throw new StoreUnavailable();
        }
        return noteSent(...input);
      },
    };
    expect(await stand.newSending({ store: { ...store, outbox } }).sendDue()).toBe(1);
    expect(await store.outbox.find(mail)).toMatchObject({ status: 'sent' });
    stand.wait(HOUR);
    await stand.newSending().sendDue();
    expect(server.mails().length).toBe(1);
  });

  it('a mail whose sender died in between is sent again under the same id, by whoever takes it up, and then no more', async () => {
    const mail = await stand.written(await stand.known('claire'));
    const dies = new Error('killed');
    const pauseAt = async (): Promise<void> => {
      throw dies;
    };
    await expect(stand.newSending({ pauseAt }).sendDue()).rejects.toBe(dies);
    expect(await stand.newSending().sendDue()).toBe(0);
    stand.wait(6 * MINUTE);
    expect(await stand.newSending().sendDue()).toBe(1);
    const ids = server.mails().map(({ messageId }) => messageId);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
    expect(await store.outbox.find(mail)).toMatchObject({ status: 'sent' });
  });

  it('a mail that waited behind others until its claim nearly ran out is left to whoever claims it next', async () => {
    const claire = await stand.known('claire');
    for (let count = 0; count < 10; count += 1) await stand.written(claire);
    const claimDue: Store['outbox']['claimDue'] = async (claim) => {
      const mails = await store.outbox.claimDue(claim);
      stand.wait(4 * MINUTE);
      return mails;
    };
    const late = stand.newSending({ store: { ...store, outbox: { ...store.outbox, claimDue } } });
    expect([await late.sendDue(), stand.connections()]).toEqual([0, 0]);
    stand.wait(6 * MINUTE);
    expect(await stand.newSending().sendDue()).toBe(10);
  });
});

describe('a receipt that is set for longer than its mail is claimed', () => {
  it('its mail is not sent by whoever waited for it, and once by whoever claims it next', async () => {
    const mail = await stand.written(await stand.known('claire'), { receipt: receiptOf(aReceiptsFacts(), FRENCH) });
    const workshop = {
      async receiptAsPdf() {
        stand.wait(6 * MINUTE);
        await stand.newSending().sendDue();
        return Buffer.from('%PDF-');
      },
    };
    await stand.newSending({ workshop }).sendDue();
    await stand.newSending().sendDue();
    expect(server.mails().length).toBe(1);
    expect(await store.outbox.find(mail)).toMatchObject({ status: 'sent', attempts: 1 });
  });
});

describe('a thousand mails of which one in ten fails', () => {
  it('every mail arrives once or is given up with its reason, and no log names a person', async () => {
    const { ids, sent, failed } = await sendMany(stand, 1_000);
    expect(new Set(ids).size).toBe(ids.length);
    expect([sent.length, ids.length + failed.length]).toEqual([ids.length, 1_000]);
    expect(new Set(failed.map(({ code }) => code))).toEqual(new Set(['smtp_550']));
    expect(failed.length).toBeGreaterThan(10);
    expect(stand.logged.length).toBeGreaterThan(50);
    expect(stand.logged.join('\n')).not.toMatch(/Martin|@|Votre/);
  });
});
