import { randomUUID } from 'node:crypto';
import { MAIL_SIGNATURE_HEADER } from '../../../gateways/mail/event';
import { signTimestamped } from '../../../gateways/webhooks/signature';
import { inboundProcessing } from '../../../server/app';
import { PATIENCE, until } from '../../support/within';
import { ACCOUNT } from '../facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../stand';

/** What carriers tell of mail that came back or that somebody complained of, and what follows from it. */

const SECRET = 'the secret of the carrier';
const FORMER_SECRET = 'the former secret of the carrier';

let stand: ServerStand;
let key: string;
let agent: string;
beforeAll(async () => {
  stand = await startServerStand({ app: { mailSecrets: [SECRET, FORMER_SECRET] } });
  key = await stand.key('service');
  agent = await stand.key('support_agent', { userId: 'agnes' });
});
afterAll(() => stand.stop());

const at = (minute: number): Date => new Date(Date.UTC(2026, 2, 12, 10, minute));
const addressOf = (personId: string): string => `${personId}@example.com`;

/** Somebody whose mail goes to an address, since minute 0. */
async function aReader({
  tenantId = 'acme',
  personId = `reader_${randomUUID().slice(0, 8)}`,
  mailAddress = addressOf(personId),
} = {}): Promise<string> {
  const facts = { name: 'Claire Martin', mailAddress, locale: 'fr' as const, hasLeft: false };
  await stand.store.people.record({ ...facts, tenantId, personId, asOf: at(0) });
  return personId;
}

/** A mail to somebody that was sent at minute 1. */
async function sentTo(recipientId: string, tenantId = 'acme') {
  const { outbox } = stand.store;
  const mail = { tenantId, key: `chg_${randomUUID().slice(0, 8)}:confirmed:${recipientId}` };
  const content = { kind: 'confirmed', accountId: 'acc_1', locale: 'fr' as const, subject: 's', body: 'b', html: null };
  await outbox.put([{ ...mail, ...content, recipientId, at: at(1) }]);
  await outbox.noteSent([mail], at(1));
  return { ...mail, messageId: `<${(await outbox.find(mail))?.letterId}@seller.example>` };
}

const bounced = (messageId: string, mailAddress: string, minute = 2, isPermanent = true) => ({
  ...{ id: randomUUID(), type: 'mail.bounced', at: at(minute).toISOString() },
  mail: { messageId, mailAddress, isPermanent },
});
const complained = (messageId: string, mailAddress: string, minute = 2) => ({
  ...{ id: randomUUID(), type: 'mail.complained', at: at(minute).toISOString(), mail: { messageId, mailAddress } },
});

function deliver(event: object, secret = SECRET, when = Date.now()): Promise<Reply> {
  const body = JSON.stringify(event);
  const headers = { [MAIL_SIGNATURE_HEADER]: signTimestamped(body, secret, Math.floor(when / 1_000)) };
  return request(stand, 'POST', '/webhooks/mail', { body, headers });
}

const keptOf = (event: { id: string }) => stand.store.inboundEvents.find('mail', event.id);

/** Delivers an event and waits until it was acted on. */
async function told(event: { id: string }): Promise<string | undefined> {
  expect((await deliver(event)).status).toBe(200);
  await until(PATIENCE, 'the event to be acted on', async () => (await keptOf(event))?.status !== 'received');
  return (await keptOf(event))?.status;
}

const standingOf = async (personId: string, tenantId = 'acme') => {
  const { bouncedAt, complainedAt } = (await stand.store.people.find(tenantId, personId)) ?? {};
  return { bouncedAt, complainedAt };
};
const NOTHING = { bouncedAt: null, complainedAt: null };
const mailOf = async (mail: { tenantId: string; key: string }) => {
  const { status, code } = (await stand.store.outbox.find(mail)) ?? {};
  return [status, code];
};
const resend = (mail: { key: string }): Promise<Reply> =>
  request(stand, 'POST', `/v1/mails/${mail.key}/resend`, {
    ...{ key: agent, headers: { 'idempotency-key': randomUUID() } },
    body: { reasonCode: 'address_works', reason: 'Her mailbox was full, and is not any more.' },
  });

describe('an event of whoever carries mail', () => {
  it('a mail that came back for good is given up, and its address is marked by the first instant, however often and late it is told', async () => {
    const reader = await aReader();
    const [mail, other] = [await sentTo(reader), await sentTo(reader)];
    const event = bounced(mail.messageId, addressOf(reader).toUpperCase(), 3);
    expect(await told(event)).toBe('done');
    expect((await deliver(event)).status).toBe(200);
    expect(await told(bounced(other.messageId.slice(1, -1), addressOf(reader), 2))).toBe('done');
    expect(await standingOf(reader)).toEqual({ ...NOTHING, bouncedAt: at(3) });
    expect([await mailOf(mail), await mailOf(other)]).toEqual(Array(2).fill(['failed', 'address_bounced']));
  });

  it('an address is known again as mail servers write its domain', async () => {
    const reader = await aReader({ mailAddress: 'Claire@Exämple.fr' });
    expect(await told(bounced((await sentTo(reader)).messageId, 'claire@xn--exmple-cua.fr'))).toBe('done');
    expect(await standingOf(reader)).toEqual({ ...NOTHING, bouncedAt: at(2) });
  });

  it('a mail that comes back within the second that it was written in is noted, though its carrier counts in seconds', async () => {
    const { outbox, people } = stand.store;
    const reader = await aReader();
    const written = new Date(at(2).getTime() + 400);
    await people.trustAddress({ tenantId: 'acme', personId: reader }, written);
    const mail = { tenantId: 'acme', key: `chg_s:confirmed:${reader}`, recipientId: reader };
    const content = {
      kind: 'confirmed',
      accountId: 'acc_1',
      locale: 'fr' as const,
      subject: 's',
      body: 'b',
      html: null,
    };
    await outbox.put([{ ...mail, ...content, at: written }]);
    await outbox.noteSent([mail], written);
    const messageId = `<${(await outbox.find(mail))?.letterId}@seller.example>`;
    expect(await told(bounced(messageId, addressOf(reader), 1))).toBe('ignored');
    expect(await told(bounced(messageId, addressOf(reader), 2))).toBe('done');
    expect(await standingOf(reader)).toEqual({ ...NOTHING, bouncedAt: at(2) });
  });

  it('a complaint is kept apart, a mail that may still arrive changes nothing, and of what else is told nothing is kept', async () => {
    const reader = await aReader();
    const { messageId, ...mail } = await sentTo(reader);
    expect(await told(bounced(messageId, addressOf(reader), 2, false))).toBe('ignored');
    expect(await standingOf(reader)).toEqual(NOTHING);
    for (const type of ['mail.delivered', 'mail.opened']) {
      const event = { ...complained(messageId, addressOf(reader)), type };
      expect([(await deliver(event)).status, await keptOf(event)]).toEqual([200, null]);
    }
    expect(await told(complained(messageId, addressOf(reader), 3))).toBe('done');
    expect(await standingOf(reader)).toEqual({ ...NOTHING, complainedAt: at(3) });
    expect(await mailOf(mail)).toEqual(['sent', null]);
  });

  it('nothing follows from an event about a mail that we never sent, and one about somebody else’s letter is not kept', async () => {
    const reader = await aReader();
    const { messageId } = await sentTo(reader);
    const foreign = bounced('<CAF=abc.123@mail.other.example>', addressOf(reader));
    expect([(await deliver(foreign)).status, await keptOf(foreign)]).toEqual([200, null]);
    expect(await told(bounced(`<${'0'.repeat(40)}@seller.example>`, addressOf(reader)))).toBe('ignored');
    expect(await told(bounced(messageId, 'somebody@else.example'))).toBe('done');
    expect(await standingOf(reader)).toEqual(NOTHING);
    const waiting = { tenantId: 'acme', key: `chg_w:confirmed:${reader}` };
    const content = {
      kind: 'confirmed',
      accountId: 'acc_1',
      locale: 'fr' as const,
      subject: 's',
      body: 'b',
      html: null,
    };
    await stand.store.outbox.put([{ ...waiting, ...content, recipientId: reader, at: at(1) }]);
    const { letterId } = (await stand.store.outbox.find(waiting)) ?? {};
    const early = bounced(`<${letterId}@seller.example>`, addressOf(reader));
    expect(await told(early)).toBe('parked');
    expect(await standingOf(reader)).toEqual(NOTHING);
    await stand.store.outbox.noteSent([waiting], at(1));
    await stand.store.inboundEvents.park({ source: 'mail', eventId: early.id }, 1, new Date(1));
    await inboundProcessing(stand.parts).takeUpDue();
    expect(await standingOf(reader)).toEqual({ ...NOTHING, bouncedAt: at(2) });
  });

  it('an event touches whom its mail was written to, and nobody of another tenant with the same id and address', async () => {
    const reader = await aReader();
    await aReader({ tenantId: 'other', personId: reader });
    const theirs = await sentTo(reader, 'other');
    expect(await told(bounced(theirs.messageId, addressOf(reader)))).toBe('done');
    expect(await standingOf(reader)).toEqual(NOTHING);
    expect(await standingOf(reader, 'other')).toEqual({ ...NOTHING, bouncedAt: at(2) });
    expect(
      (await stand.store.supportItems.listOpen('acme', 100)).filter(({ facts }) => facts.personId === reader),
    ).toEqual([]);
  });

  it('an event that nobody signed, of another time, of another body or with a smuggled address is refused and changes nothing', async () => {
    const reader = await aReader();
    const { messageId } = await sentTo(reader);
    const event = bounced(messageId, addressOf(reader));
    const unsigned = await request(stand, 'POST', '/webhooks/mail', { body: event });
    const refused = [
      unsigned,
      await deliver(event, 'a secret of nobody at all'),
      await deliver(event, SECRET, Date.now() - 600_000),
    ];
    const { mail } = event;
    for (const wrong of [
      { ...event, mail: { ...mail, mailAddress: 'a@b.example\r\nBcc: c@d.example' } },
      { ...event, mail: { ...mail, mailAddress: { $ne: '' } } },
      { ...event, mail: { ...mail, messageId: { $gt: '' } } },
      { ...event, mail: { messageId, mailAddress: addressOf(reader) } },
      { ...event, at: new Date(Date.now() + 2 * 86_400_000).toISOString() },
      { ...event, id: 'x'.repeat(191) },
      [],
    ]) {
      refused.push(await deliver(wrong));
    }
    expect(refused.map(({ status }) => status)).toEqual(Array(refused.length).fill(400));
    const padded = { ...event, padding: 'x'.repeat(70_000) };
    expect((await deliver(padded)).status).toBe(413);
    expect(await standingOf(reader)).toEqual(NOTHING);
    expect((await deliver(event, FORMER_SECRET)).status).toBe(200);
    expect((await deliver({ ...event, at: at(9).toISOString() })).status).toBe(400);
  });

  it('the log and the list of events tell no address, and no body is kept of what was acted on', async () => {
    const reader = await aReader();
    const { messageId } = await sentTo(reader);
    await told(bounced(messageId, addressOf(reader)));
    const operator = await stand.key('operator', { userId: 'otto' });
    const events = await request(stand, 'GET', '/v1/inbound-events?status=done', { key: operator });
    expect(events.body.items.length).toBeGreaterThan(0);
    expect(`${stand.logged()}${JSON.stringify(events.body)}`).not.toMatch(/Martin|example\.com/);
    for (const status of ['done', 'ignored'] as const) {
      const kept = await stand.store.inboundEvents.list(status, 100);
      expect(kept.filter(({ rawBody }) => rawBody !== '')).toEqual([]);
    }
  });
});

describe('a billing contact whose mail comes back', () => {
  async function anAccount(billingContactIds: string[], seatAdminIds: string[] = []): Promise<string> {
    const accountId = `acc_${randomUUID().slice(0, 8)}`;
    const body = { ...ACCOUNT, billingContactIds, seatAdminIds };
    expect((await request(stand, 'PUT', `/v1/accounts/${accountId}`, { key, body })).status).toBe(200);
    return accountId;
  }
  const itemsOf = async (accountId: string) =>
    (await stand.store.supportItems.listOpen('acme', 100, { kind: 'contact_unreachable' })).flatMap(({ facts }) =>
      facts.accountId === accountId ? [facts] : [],
    );

  it('support is told once of each contact that mail does not reach, and how many others are left', async () => {
    const [one, other, admin] = [await aReader(), await aReader(), await aReader()];
    const accountId = await anAccount([one, other], [admin]);
    for (const reader of [one, one, admin, other]) {
      const { messageId } = await sentTo(reader);
      await told(bounced(messageId, addressOf(reader)));
    }
    expect((await itemsOf(accountId)).reverse()).toEqual([
      { accountId, personId: one, otherContacts: 1 },
      { accountId, personId: other, otherContacts: 0 },
    ]);
  });

  it('the people who decide for an account are shown to support with how their mail fares, on record, and to no customer', async () => {
    const [contact, admin] = [await aReader(), await aReader()];
    const accountId = await anAccount([contact, 'nobody_knows'], [admin, contact]);
    await told(bounced((await sentTo(contact)).messageId, addressOf(contact)));
    await told(complained((await sentTo(admin)).messageId, addressOf(admin), 3));
    await stand.store.people.stopReminders({ tenantId: 'acme', personId: admin }, at(4));
    const path = `/v1/accounts/${accountId}/people`;
    const { body } = await request(stand, 'GET', path, { key: agent });
    const standings = body.items.map(({ personId, mail, remindersStoppedAt }: Record<string, unknown>) => ({
      ...{ personId, mail, remindersStoppedAt },
    }));
    expect(standings).toHaveLength(3);
    expect(standings).toEqual(
      expect.arrayContaining([
        { personId: contact, mail: { state: 'bounced', since: at(2).toISOString() }, remindersStoppedAt: null },
        { personId: 'nobody_knows', mail: null, remindersStoppedAt: null },
        {
          ...{ personId: admin, mail: { state: 'complained', since: at(3).toISOString() } },
          remindersStoppedAt: at(4).toISOString(),
        },
      ]),
    );
    const span = { tenantId: 'acme', from: new Date(0), to: new Date(Date.now() + 60_000) };
    const looks = (await stand.store.audit.listSpan(span, 100)).map(({ facts }) => facts);
    expect(looks).toContainEqual({ of: 'people', id: accountId });
    const user = await stand.key('billing_contact', { userId: contact });
    const seen = await request(stand, 'GET', path, { key: user });
    expect(new Set(seen.body.items.map(({ mail }: { mail: unknown }) => mail))).toEqual(new Set([null]));
    const stranger = await stand.key('support_agent', { userId: 'sam', tenantId: 'other' });
    expect((await request(stand, 'GET', path, { key: stranger })).status).toBe(404);
  });

  it('another address is in order again, and what is told late of the former one changes nothing', async () => {
    const reader = await aReader();
    const [first, second] = [await sentTo(reader), await sentTo(reader)];
    await told(bounced(first.messageId, addressOf(reader)));
    const body = { name: 'Claire Martin', mailAddress: 'new@example.com', locale: 'fr', asOf: at(5).toISOString() };
    expect((await request(stand, 'PUT', `/v1/people/${reader}`, { key, body })).status).toBe(200);
    await told(bounced(second.messageId, addressOf(reader), 6));
    expect(await standingOf(reader)).toEqual(NOTHING);
    expect((await resend(second)).body).toEqual({ key: second.key, status: 'waiting' });
    await told(bounced(second.messageId, 'new@example.com', 7));
    expect([await standingOf(reader), await mailOf(second)]).toEqual([NOTHING, ['waiting', null]]);
  });

  it('support has a mail sent again to the same address, which counts as working from then on until it bounces anew', async () => {
    const reader = await aReader();
    const [first, second] = [await sentTo(reader), await sentTo(reader)];
    await told(bounced(first.messageId, addressOf(reader)));
    expect((await resend(first)).status).toBe(200);
    expect(await standingOf(reader)).toEqual(NOTHING);
    expect(await told(bounced(second.messageId, addressOf(reader), 3))).toBe('done');
    expect(await standingOf(reader)).toEqual(NOTHING);
    await stand.store.outbox.noteSent([first], new Date());
    const anew = { ...bounced(first.messageId, addressOf(reader)), at: new Date().toISOString() };
    expect(await told(anew)).toBe('done');
    expect(await standingOf(reader)).toEqual({ ...NOTHING, bouncedAt: new Date(anew.at) });
    expect(await mailOf(first)).toEqual(['failed', 'address_bounced']);
  });

  it('what a killed process began is finished by the next', async () => {
    const reader = await aReader();
    const accountId = await anAccount([reader]);
    const { messageId, ...mail } = await sentTo(reader);
    const event = bounced(messageId, addressOf(reader));
    await stand.store.people.noteTrouble(
      { tenantId: 'acme', personId: reader, mailAddress: addressOf(reader) },
      'bouncedAt',
      at(2),
    );
    const facts = { about: 'mail', reference: messageId.slice(1, 41), gatewayReference: null, tenantId: null } as const;
    const kept = { source: 'mail', eventId: event.id, type: event.type, rawBody: JSON.stringify(event) };
    const received = { ...kept, ...facts, concernsPastPayment: false, receivedAt: new Date() };
    await stand.store.inboundEvents.receive(received, new Date(1));
    await inboundProcessing(stand.parts).takeUpDue();
    expect(await itemsOf(accountId)).toEqual([{ accountId, personId: reader, otherContacts: 0 }]);
    expect(await mailOf(mail)).toEqual(['failed', 'address_bounced']);
  });
});

it('the address for carriers is absent where none has a secret', async () => {
  const bare = await startServerStand();
  expect((await request(bare, 'POST', '/webhooks/mail', { body: {}, headers: commandFor('x') })).status).toBe(404);
  await bare.stop();
});
