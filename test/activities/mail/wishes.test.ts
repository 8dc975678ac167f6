import { MAILS } from '../../../activities/mail/outbox';
import { readMail } from '../../../dev/sandboxes/mail/mailbox';
import { readStopToken } from '../../../store/access/stop-links';
import { TENANT } from '../../store/test-store';
import { TEST_RING } from '../../support/key-rings';
import { openAccount, openActivityStand } from '../stand';
import { type MailStand, MINUTE, openMailStand } from './mail-stand';

/** What readers stop, what they cannot, and where nothing is sent any more. */

let stand: MailStand;
beforeAll(async () => {
  stand = await openMailStand();
});
afterEach(() => stand.clear());
afterAll(() => stand.close());

const REACHED = { keyRing: TEST_RING, publicUrl: 'https://billing.seller.example' };

/** The headers of the letters that the server took, as they came over the line, unfolded. */
const headersTaken = (): string[] =>
  stand.server.mails().map(({ source }) => {
    const [head = ''] = source.toString('latin1').split('\r\n\r\n');
    return head.replaceAll(/\r\n[ \t]+/g, ' ');
  });
const stopHeadersTaken = () => headersTaken().map((head) => head.split('\r\n').filter((line) => /^list-/i.test(line)));

const codeOf = async (mail: { tenantId: string; key: string }) => (await stand.store.outbox.find(mail))?.code;

let people = 0;
const somebody = (): Promise<string> => {
  people += 1;
  return stand.known(`reader_${people}`);
};
const named = (personId: string) => ({ tenantId: TENANT, personId });

describe('how a reminder is stopped', () => {
  it('a reminder tells mailboxes and its reader one link, in the headers and at its foot, that says whose it is to us alone', async () => {
    const reader = await somebody();
    await stand.written(reader, { kind: 'reminder' });
    await stand.newSending(REACHED).sendDue();
    const [[address = '', post] = []] = stopHeadersTaken();
    const [, link = ''] =
      /^List-Unsubscribe: <(https:\/\/billing\.seller\.example\/unsubscribe\?token=[\w.-]+&lang=fr)>$/.exec(address) ??
      [];
    expect(post).toBe('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    const token = new URL(link).searchParams.get('token') ?? '';
    expect(readStopToken(TEST_RING, token)).toEqual({ ...named(reader), kind: 'reminder' });
    const [mail] = stand.server.mails();
    const { text, html } = await readMail(mail as never);
    expect(text).toContain(`: ${link}`);
    expect(html).toContain(`href="${link.replace('&', '&amp;')}"`);
    expect(link).not.toContain(reader);
  });

  it('a reminder of whom nobody could reach safely has no such header, and without an address of ours no link', async () => {
    for (const reached of [
      { ...REACHED, publicUrl: 'http://127.0.0.1:3000' },
      { keyRing: TEST_RING },
      { publicUrl: REACHED.publicUrl },
    ]) {
      await stand.written(await somebody(), { kind: 'reminder' });
      await stand.newSending(reached).sendDue();
    }
    expect(stopHeadersTaken()).toEqual([[], [], []]);
    const texts = await Promise.all(stand.server.mails().map(async (mail) => (await readMail(mail)).text));
    expect(texts.map((text) => text?.includes('/unsubscribe'))).toEqual([true, false, false]);
  });

  it('a wish or a complaint stops reminders and no other kind of mail: what must be told goes on', async () => {
    const [wishing, complaining] = [await somebody(), await somebody()];
    await stand.store.people.stopReminders(named(wishing), stand.now());
    const mailAddress = `${complaining}@example.com`;
    await stand.store.people.noteTrouble({ ...named(complaining), mailAddress }, 'complainedAt', stand.now());
    const written = new Map<string, { tenantId: string; key: string }[]>();
    for (const kind of MAILS)
      written.set(kind, [await stand.written(wishing, { kind }), await stand.written(complaining, { kind })]);
    await stand.newSending(REACHED).sendDue();
    for (const [kind, mails] of written) {
      const found = await Promise.all(mails.map((mail) => stand.store.outbox.find(mail)));
      const expected =
        kind === 'reminder'
          ? [
              ['failed', 'reminders_stopped'],
              ['failed', 'complained'],
            ]
          : [
              ['sent', null],
              ['sent', null],
            ];
      expect([kind, found.map((mail) => [mail?.status, mail?.code])]).toEqual([kind, expected]);
    }
    expect(stopHeadersTaken().flat()).toEqual([]);
  });

  it('a reminder that was written before its reader stopped them is not sent after, and one more is not written', async () => {
    const reader = await somebody();
    const before = await stand.written(reader, { kind: 'reminder' });
    stand.wait(MINUTE);
    await stand.store.people.stopReminders(named(reader), stand.now());
    expect(await stand.newSending(REACHED).sendDue()).toBe(0);
    expect(await codeOf(before)).toBe('reminders_stopped');
    // Nobody at support has to see to it.
    const ever = { after: new Date(0), upTo: stand.now() };
    expect(await stand.store.outbox.listGivenUp(TENANT, ever, 5)).toEqual([]);
    const activities = await openActivityStand();
    const opened = await openAccount(activities, {
      account: { billingContactIds: ['claire', 'bernd'], seatAdminIds: [] },
    });
    const facts = {
      tenantId: TENANT,
      name: 'Claire',
      mailAddress: 'c@example.com',
      locale: 'fr' as const,
      hasLeft: false,
    };
    await activities.store.people.record({ ...facts, personId: 'claire', asOf: stand.now() });
    await activities.store.people.stopReminders(named('claire'), stand.now());
    const { accountId } = opened.account;
    const { subscriptionId } = opened.subscription;
    await activities.activities.remind({
      tenantId: TENANT,
      subscriptionId,
      reminder: 1,
      unassigned: 2,
      stream: 'chg_1',
    });
    const mails = await activities.store.outbox.listOfAccount(TENANT, accountId, 5);
    expect(mails.map(({ kind, recipientId }) => [kind, recipientId])).toEqual([['reminder', 'bernd']]);
    await activities.close();
  });
});

describe('an address from which mail came back', () => {
  it('nothing of any kind is sent to an address that bounced, until there is another one or somebody says that it works', async () => {
    const { people, outbox } = stand.store;
    const reader = await somebody();
    await people.noteTrouble({ ...named(reader), mailAddress: `${reader}@example.com` }, 'bouncedAt', stand.now());
    const [first, second] = [await stand.written(reader), await stand.written(reader, { kind: 'reminder' })];
    const sending = stand.newSending(REACHED);
    expect(await sending.sendDue()).toBe(0);
    expect([await codeOf(first), await codeOf(second)]).toEqual(['address_bounced', 'address_bounced']);
    expect(stand.connections()).toBe(0);
    await outbox.sendAgain(first, stand.now());
    expect(await sending.sendDue()).toBe(0);
    stand.wait(MINUTE);
    await stand.known(reader, 'new@example.com');
    await outbox.sendAgain(first, stand.now());
    expect(await sending.sendDue()).toBe(1);
    expect(stand.server.mails().map(({ recipient }) => recipient)).toEqual(['new@example.com']);
    expect(stand.logged.join()).not.toMatch(/example\.com|Martin/);
  });
});
