import { randomUUID } from 'node:crypto';
import { ACCOUNT, bringIn } from '../facts/facts';
import { type Reply, request, type ServerStand, startServerStand } from '../stand';

/** What became of mails to customers: listed, sent again, on the record. */

let stand: ServerStand;
let agent = '';
let stranger = '';
const AT = new Date(Date.UTC(2026, 2, 12, 10));
const WHY = { reasonCode: 'address_corrected', reason: 'Claire told us of her new address by phone.' };

beforeAll(async () => {
  stand = await startServerStand();
  agent = await stand.key('support_agent', { userId: 'agnes' });
  stranger = await stand.key('support_agent', { userId: 'sam', tenantId: 'other' });
  const service = await stand.key('service');
  await bringIn(stand, service);
  const account = { ...ACCOUNT, companyName: 'Atelier Nord', version: 2 };
  await request(stand, 'PUT', '/v1/accounts/acc_1', { key: service, body: account });
  const facts = {
    tenantId: 'acme',
    kind: 'confirmed',
    accountId: 'acc_1',
    recipientId: 'claire',
    locale: 'fr' as const,
  };
  const content = { subject: 'Votre commande', body: 'Bonjour.', html: null, at: AT };
  const { outbox } = stand.store;
  await outbox.put([1, 2, 3, 4].map((index) => ({ ...facts, ...content, key: `chg_${index}:confirmed:claire` })));
  await outbox.claimDue({ by: 'c', now: AT, until: AT, limit: 10 });
  const named = (index: number) => ({ tenantId: 'acme', key: `chg_${index}:confirmed:claire` });
  await outbox.giveUp(named(1), 'c', 'no_address', AT);
  await outbox.giveUp(named(2), 'c', 'smtp_550', AT);
  await outbox.postpone(named(3), 'c', 'smtp_451', new Date(AT.getTime() + 60_000));
  await outbox.noteSent([named(4)], AT);
});
afterAll(() => stand.stop());

const list = (query = '', key = agent): Promise<Reply> => request(stand, 'GET', `/v1/mails${query}`, { key });
const keysIn = ({ body }: Reply): string[] => body.items.map((one: { key: string }) => one.key);
const resend = (index: number, key = agent): Promise<Reply> =>
  request(stand, 'POST', `/v1/mails/chg_${index}:confirmed:claire/resend`, {
    ...{ key, body: WHY, headers: { 'idempotency-key': randomUUID() } },
  });

it('mails that were given up are listed page by page with their reason in words, and without a word of what they say', async () => {
  const first = await list('?limit=1');
  expect(first.body.items).toEqual([
    {
      ...{ key: 'chg_2:confirmed:claire', kind: 'confirmed', label: 'Your subscription has been changed' },
      ...{ changeId: 'chg_2', accountId: 'acc_1', accountName: 'Atelier Nord', recipientId: 'claire' },
      ...{ status: 'failed', attempts: 1, nextAt: null, code: 'smtp_550', text: 'The mail server refuses it.' },
      ...{ at: AT.toISOString(), givenUpAt: AT.toISOString(), sentAt: null, mayResend: true },
    },
  ]);
  expect(keysIn(await list(`?limit=1&cursor=${first.body.next}`))).toEqual(['chg_1:confirmed:claire']);
  expect(keysIn(await list('?status=waiting'))).toEqual(['chg_3:confirmed:claire']);
  expect(keysIn(await list('?status=sent'))).toEqual(['chg_4:confirmed:claire']);
  expect((await list('', stranger)).body.items).toEqual([]);
});

it('a mail says whether its reader may have it sent now', async () => {
  const mayResend = async (query: string, key = agent) =>
    (await list(query, key)).body.items.map((one: { mayResend: boolean }) => one.mayResend);
  expect(await mayResend('')).toEqual([true, true]);
  expect(await mayResend('?status=sent')).toEqual([false]);
  expect(await mayResend('?status=waiting')).toEqual([false]);
  expect(await mayResend('', await stand.key('operator', { userId: 'olga' }))).toEqual([false, false]);
});

it('a mail that was given up and that nobody has to see to is neither listed nor counted, and is not sent again', async () => {
  const tenantId = 'unwanted';
  const { outbox } = stand.store;
  const about = { tenantId, locale: 'en', subject: 's', body: 'b', html: null, at: AT, kind: 'reminder' } as const;
  const keys = ['chg_1:reminder:claire', 'chg_1:reminder:left'] as const;
  await outbox.put(keys.map((key) => ({ ...about, key, accountId: 'acc_1', recipientId: 'claire' })));
  await outbox.claimDue({ by: 'u', now: AT, until: AT, limit: 10 });
  await outbox.giveUp({ tenantId, key: keys[0] }, 'u', 'smtp_550', AT);
  await outbox.giveUp({ tenantId, key: keys[1] }, 'u', 'person_left', null);
  const key = await stand.key('support_agent', { userId: 'agnes', tenantId });
  expect(keysIn(await list('', key))).toEqual([keys[0]]);
  const counts = await request(stand, 'GET', '/v1/change-counts', { key });
  expect(counts.body.desk.mails).toMatchObject({ count: 1 });
  const again = await request(stand, 'POST', `/v1/mails/${keys[1]}/resend`, {
    ...{ key, body: WHY, headers: { 'idempotency-key': randomUUID() } },
  });
  expect(again).toMatchObject({ status: 409, body: { code: 'mail_not_given_up' } });
});

it('a mail is told with the order that it is about, also where its key begins with a payment of the order, and else with none', async () => {
  const { outbox } = stand.store;
  const about = { tenantId: 'mails', locale: 'en', subject: 's', body: 'b', html: null, at: AT } as const;
  const toClaire = { accountId: 'acc_1', recipientId: 'claire' };
  await outbox.put([
    { ...about, ...toClaire, key: 'mails:chg_9:1:link:first:claire', kind: 'paymentWaiting' },
    { ...about, ...toClaire, key: 'sub_1:8:v2:reminder:1:claire', kind: 'reminder' },
    { ...about, accountId: null, recipientId: null, key: 'support.stuck:timeout:1', kind: 'support.stuck' },
  ]);
  const key = await stand.key('support_agent', { userId: 'agnes', tenantId: 'mails' });
  const { items } = (await list('?status=waiting', key)).body;
  const told = items.map(({ label, changeId, accountId }: Record<string, string>) => [label, changeId, accountId]);
  expect(told.sort()).toEqual(
    [
      ['Your payment is waiting for your confirmation', 'chg_9', 'acc_1'],
      ['Seats are waiting to be assigned', null, 'acc_1'],
      ['To the team: stuck orders', null, null],
    ].sort(),
  );
});

it('mails that were given up are counted for the desk', async () => {
  const { body } = await request(stand, 'GET', '/v1/change-counts', { key: agent });
  expect(body.desk.mails).toEqual({ count: 2, exact: true, text: '2' });
});

it('a mail that was given up is sent again with the reason on record, and no other is', async () => {
  expect((await resend(1, stranger)).status).toBe(404);
  expect((await resend(1)).body).toEqual({ key: 'chg_1:confirmed:claire', status: 'waiting' });
  for (const index of [1, 3, 4]) expect((await resend(index)).body).toMatchObject({ code: 'mail_not_given_up' });
  expect(keysIn(await list())).toEqual(['chg_2:confirmed:claire']);
  expect(await stand.store.outbox.find({ tenantId: 'acme', key: 'chg_1:confirmed:claire' })).toMatchObject({
    ...{ status: 'waiting', attempts: 0, code: null, nextAt: expect.any(Date) },
  });
  const span = { tenantId: 'acme', from: new Date(0), to: new Date(Date.now() + 60_000) };
  const deeds = (await stand.store.audit.listSpan(span, 50)).filter(({ action }) => action === 'RESEND_MAIL');
  expect(deeds).toMatchObject([{ actorId: 'agnes', facts: { ...WHY, recipientId: 'claire', code: 'no_address' } }]);
});

it('a mail is not sent again by somebody who is not of support', async () => {
  for (const role of ['service', 'operator', 'billing_contact'] as const) {
    expect((await resend(2, await stand.key(role, { userId: 'user_1' }))).status).toBe(403);
  }
});
