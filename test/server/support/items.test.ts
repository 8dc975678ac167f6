import { randomUUID } from 'node:crypto';
import { SUPPORT_ITEM_KINDS } from '../../../machines/support-items';
import { LOCALES, text } from '../../../server/http/texts';
import { type Reply, request, type ServerStand, startServerStand } from '../stand';

/** What support has to look at beside stuck orders: listed, dealt with, on the record. */

let stand: ServerStand;
let agent = '';
let stranger = '';

const WHY = { reasonCode: 'paid_back', reason: 'Paid back by bank transfer, reference 4711.' };

beforeAll(async () => {
  stand = await startServerStand();
  agent = await stand.key('support_agent', { userId: 'agnes' });
  stranger = await stand.key('support_agent', { userId: 'sam', tenantId: 'other' });
  for (const index of [1, 2, 3]) {
    await stand.store.supportItems.open({
      ...{ tenantId: 'acme', key: `chg_${index}:refund`, subscriptionId: `sub_${index}` },
      kind: index === 3 ? 'payment_reversed' : 'refund_request',
      ...{ facts: { changeId: `chg_${index}`, amount: '12.50' }, openedAt: new Date(Date.UTC(2026, 2, 12, 10)) },
    });
  }
});
afterAll(() => stand.stop());

const list = (query = '', key = agent): Promise<Reply> => request(stand, 'GET', `/v1/support-items${query}`, { key });
const keysIn = ({ body }: Reply): string[] => body.items.map((one: { key: string }) => one.key);
const close = (item: string, key = agent): Promise<Reply> =>
  request(stand, 'POST', `/v1/support-items/${item}/close`, {
    ...{ key, body: WHY, headers: { 'idempotency-key': randomUUID() } },
  });

it('open items are listed page by page, in words, with where to read on', async () => {
  const first = await list('?limit=2');
  expect(keysIn(first)).toEqual(['chg_3:refund', 'chg_2:refund']);
  expect(first.body.items[1]).toMatchObject({
    text: 'Money is set aside to be paid back to the customer.',
    ...{ facts: { changeId: 'chg_2', amount: '12.50' }, runbook: 'docs/support-runbook.md#refund_request' },
  });
  expect(keysIn(await list(`?limit=2&cursor=${first.body.next}`))).toEqual(['chg_1:refund']);
  expect(keysIn(await list('?kind=payment_reversed'))).toEqual(['chg_3:refund']);
  expect((await list('?kind=anything')).status).toBe(400);
  expect((await list('', stranger)).body.items).toEqual([]);
});

it('an item is closed once, with the reason on record', async () => {
  expect((await close('chg_1:refund', stranger)).status).toBe(404);
  expect((await close('chg_1:refund')).body).toEqual({ key: 'chg_1:refund', status: 'closed' });
  expect((await close('chg_1:refund')).body).toMatchObject({ status: 409, code: 'item_closed' });
  expect(keysIn(await list())).not.toContain('chg_1:refund');
  const deeds = await stand.store.audit.listOfChange('acme', 'chg_1', 10);
  expect(deeds).toMatchObject([{ action: 'CLOSE_ITEM', actorId: 'agnes', facts: { ...WHY, kind: 'refund_request' } }]);
});

it('an item about seats takes their follow-up with it, but not that of seats bought since', async () => {
  const { seatFollowUps, supportItems } = stand.store;
  const openedAt = new Date(Date.UTC(2026, 2, 12, 10));
  for (const subscriptionId of ['sub_over', 'sub_again']) {
    const key = { tenantId: 'acme', subscriptionId };
    const purchase = { ...key, openedAt, reminderDelays: [1] };
    await seatFollowUps.open({ ...purchase, changeId: 'chg_1' });
    await seatFollowUps.exhaust({ ...purchase, changeId: 'chg_1' });
    const item = { kind: 'seats_unassigned', facts: { unassigned: 2 }, openedAt } as const;
    await supportItems.open({ ...key, ...item, key: `${subscriptionId}:3:v1:unassigned` });
    if (subscriptionId === 'sub_again') await seatFollowUps.open({ ...purchase, changeId: 'chg_2' });
    expect((await close(`${subscriptionId}:3:v1:unassigned`)).status).toBe(200);
  }
  expect(await seatFollowUps.list('acme', 10)).toMatchObject([{ subscriptionId: 'sub_again', changeId: 'chg_2' }]);
});

it.each(LOCALES)('every kind of item is told in words: %s', (locale) => {
  for (const kind of SUPPORT_ITEM_KINDS)
    expect([kind, text(locale, `item.${kind}`)]).toEqual([kind, expect.stringMatching(/\.$/)]);
});
