import { randomUUID } from 'node:crypto';
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
      ...{ key: 'chg_2:confirmed:claire', kind: 'confirmed', accountId: 'acc_1', recipientId: 'claire' },
      ...{ status: 'failed', attempts: 1, nextAt: null, code: 'smtp_550', text: 'The mail server refuses it.' },
      ...{ at: AT.toISOString(), sentAt: null },
    },
  ]);
  expect(keysIn(await list(`?limit=1&cursor=${first.body.next}`))).toEqual(['chg_1:confirmed:claire']);
  expect(keysIn(await list('?status=waiting'))).toEqual(['chg_3:confirmed:claire']);
  expect(keysIn(await list('?status=sent'))).toEqual(['chg_4:confirmed:claire']);
  expect((await list('', stranger)).body.items).toEqual([]);
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
