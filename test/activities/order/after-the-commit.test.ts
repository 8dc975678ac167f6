import { changeSettings } from '../../../dev/stack/change-settings';
import type { OrderEvent } from '../../../machines/events';
import { sampleView } from '../../store/orders/sample-view';
import { inboundEvent } from '../../store/test-store';
import { plainSpaces } from '../../support/plain-spaces';
import { type ActivityStand, newId, openAccount, openActivityStand, quoted, TENANT, visitOf } from '../stand';

const DAY = 86_400;

describe('what follows and what surrounds an order', () => {
  let stand: ActivityStand;
  beforeAll(async () => {
    stand = await openActivityStand();
  });
  beforeEach(() => stand.at(0));
  afterAll(() => stand.close());

  const mails = (accountId: string) => stand.store.outbox.listOfAccount(TENANT, accountId, 50);

  it('every billing contact gets one confirmation, in the language of the account', async () => {
    const opened = await openAccount(stand, { account: { locale: 'en', billingContactIds: ['claire', 'paul'] } });
    const input = { ...visitOf(opened), quote: await quoted(stand, opened), purchaseOrder: 'PO-7', vatNumber: null };
    await Promise.all([stand.activities.confirm(input), stand.activities.confirm(input)]);
    await stand.activities.confirm(input);
    const sent = await mails(opened.account.accountId);
    expect(sent.map(({ recipientId }) => recipientId).sort()).toEqual(['claire', 'paul']);
    expect(sent[0]?.body).toContain('from 5 Professional seats (billed monthly) to 8');
    expect(sent[0]?.body).toContain('Charged: €304.45');
    expect(sent[0]?.body).toContain('(purchase order PO-7)');
    expect(sent[0]?.body).toContain('Charged: €304.45');
    expect(sent[0]?.html).toContain('VAT');
    // It goes with the mail as a PDF, which is made when it is sent.
    expect(sent[0]?.receipt).toMatchObject({ title: 'Receipt' });
  });

  it('a customer is told once that an order was not made', async () => {
    const opened = await openAccount(stand);
    const input = { ...visitOf(opened), about: 'compensated' as const };
    await stand.activities.tellCustomer(input);
    await stand.activities.tellCustomer(input);
    expect(await mails(opened.account.accountId)).toMatchObject([{ subject: 'Votre commande n’a pas abouti' }]);
  });

  it('a reminder of a payment says in words, in the account’s zone, until when its link is good', async () => {
    const opened = await openAccount(stand, { account: { locale: 'en', timeZone: 'Europe/Paris' } });
    const link = 'https://bank.example/confirm';
    await stand.activities.remindCustomer({ ...visitOf(opened), reminder: 1, link, until: '2026-04-01T13:05:00Z' });
    const [sent] = await mails(opened.account.accountId);
    expect(plainSpaces(sent?.body ?? '')).toContain(
      'The link is valid until 1 April 2026 at 15:05, Central European Summer Time.',
    );
  });

  it('a mail links to the page of its order or seats where the settings say where pages are, and to none elsewhere', async () => {
    const opened = await openAccount(stand, { subscription: { assignedSeats: 3 }, account: { locale: 'en' } });
    const { accountId } = opened.account;
    const { subscriptionId } = opened.subscription;
    const quote = await quoted(stand, opened);
    const write = async (visit: number): Promise<string[]> => {
      const of = { ...visitOf(opened), visit };
      const reminder = { tenantId: TENANT, subscriptionId, unassigned: 2, stream: `${subscriptionId}:${visit}` };
      await stand.activities.tellCustomer({ ...of, about: 'compensated' });
      await stand.activities.remindCustomer({ ...of, reminder: visit, link: null, until: null });
      await stand.activities.remind({ ...reminder, reminder: 1 });
      await stand.activities.confirm({ ...of, quote, purchaseOrder: null, vatNumber: null });
      return (await mails(accountId)).map(({ body }) => body);
    };
    await changeSettings(stand.store, TENANT, { billingCentreUrl: null });
    await stand.activities.tellCustomer({ ...visitOf(opened), visit: 9, about: 'compensated' });
    expect((await mails(accountId)).join()).not.toContain('http');
    await changeSettings(stand.store, TENANT, { billingCentreUrl: 'https://billing.example/centre/' });
    const written = (await write(1)).filter((body) => body.includes('http'));
    await changeSettings(stand.store, TENANT, { billingCentreUrl: null });
    const order = `See the order: https://billing.example/centre/orders/${opened.changeId}`;
    const seats = `Assign seats: https://billing.example/centre/subscriptions/${subscriptionId}/seats`;
    const links = written.map((body) => body.split('\n').filter((line) => line.includes('https://')));
    expect(links.flat().sort()).toEqual([seats, seats, order, order, order]);
  });

  it('new seats are followed: counted, reminded of, and handed over to a person', async () => {
    const opened = await openAccount(stand, { subscription: { assignedSeats: 3 } });
    const { subscriptionId } = opened.subscription;
    const key = { tenantId: TENANT, subscriptionId };
    await stand.activities.followUpSeats({ ...visitOf(opened), seatsAdded: [{ subscriptionId, seats: 3 }] });
    const [event, start] = (stand.sent.at(-1)?.event ?? []) as unknown[];
    expect([stand.sent.at(-1)?.workflowId, event]).toEqual([
      `seats:${TENANT}:${subscriptionId}`,
      { type: 'SEATS_ADDED' },
    ]);
    expect(start).toMatchObject({
      ...key,
      reminderDelays: [1, 3, 7, 14].map((days) => days * DAY * 1_000),
    });
    expect(await stand.activities.countSeats(key)).toEqual({ bought: 5, assigned: 3, gone: false });
    expect(await stand.activities.countSeats({ ...key, subscriptionId: 'gone' })).toMatchObject({ gone: true });
    const reminder = { ...key, reminder: 1, unassigned: 2, stream: `${subscriptionId}:5` };
    await stand.activities.remind(reminder);
    await stand.activities.remind(reminder);
    const sent = await mails(opened.account.accountId);
    expect(sent.map(({ recipientId }) => recipientId).sort()).toEqual(['claire', 'sam']);
    await stand.activities.openSupportItem(reminder);
    await stand.activities.openSupportItem(reminder);
    const items = await stand.store.supportItems.listOpen(TENANT, 50);
    expect(items.filter((item) => item.subscriptionId === subscriptionId)).toMatchObject([
      { facts: { unassigned: 2 } },
    ]);
  });

  it('a fulfilment is placed once, and looking at it tells how it stands', async () => {
    const opened = await openAccount(stand, { account: { kind: 'corporate' } });
    const input = { ...visitOf(opened), quote: await quoted(stand, opened), purchaseOrder: null };
    expect(await stand.activities.fulfil(input)).toMatchObject({ status: 'pending' });
    expect(await stand.activities.fulfil(input)).toMatchObject({ status: 'pending' });
    expect(stand.fulfilment.placed).toEqual([`${TENANT}:${opened.changeId}:fulfil:1`]);
    stand.fulfilment.state = 'done';
    expect(await stand.activities.fulfil(input)).toMatchObject({ status: 'done' });
    stand.fulfilment.state = 'rejected';
    await expect(stand.activities.fulfil(input)).rejects.toMatchObject({
      type: 'FulfilmentRejected',
      nonRetryable: true,
    });
  });

  it('support looks at a fulfilment that nobody confirms for days', async () => {
    const opened = await openAccount(stand, { account: { kind: 'corporate' } });
    const input = { ...visitOf(opened), quote: await quoted(stand, opened), purchaseOrder: null };
    stand.fulfilment.state = 'pending';
    expect(await stand.activities.fulfil(input)).toMatchObject({ status: 'pending' });
    stand.at(2 * 86_400);
    expect(await stand.activities.fulfil(input)).toMatchObject({ status: 'pending' });
    stand.at(3 * 86_400);
    await expect(stand.activities.fulfil(input)).rejects.toMatchObject({
      type: 'FulfilmentOverdue',
      nonRetryable: true,
    });
    expect(await stand.activities.fulfil({ ...input, visit: 2 })).toMatchObject({ status: 'pending' });
    stand.fulfilment.state = 'done';
    expect(await stand.activities.fulfil(input)).toMatchObject({ status: 'done' });
    stand.at(0);
  });

  it('a check of a VAT number keeps valid, invalid and unverifiable apart, and asks the register once a visit', async () => {
    const opened = await openAccount(stand, { account: { country: 'DE' } });
    const check = (visit: number, vatNumber = 'DE136695976') =>
      stand.activities.checkVat({ ...visitOf(opened, visit), vatNumber });
    stand.vatAnswers.push(
      { outcome: 'unverifiable', code: 'MS_UNAVAILABLE', failure: 'member_state_unavailable' } as object,
      { outcome: 'invalid' },
    );
    expect(await check(1)).toMatchObject({ status: 'unverifiable', evidenceId: `${opened.changeId}:vat:1` });
    expect(await check(1)).toMatchObject({ status: 'unverifiable' });
    expect(await check(2)).toEqual({ status: 'invalid', code: 'vat_not_registered' });
    expect(await check(3)).toMatchObject({ status: 'valid' });
    expect(await check(4, 'DE123')).toEqual({ status: 'invalid', code: 'vat_length' });
    // R15: a confirmed number of another country is nothing to act on without a person.
    expect(await check(5, 'FR40303265045')).toMatchObject({ status: 'unverifiable' });
    expect(await stand.store.vatEvidence.find(TENANT, `${opened.changeId}:vat:5`)).toMatchObject({
      vatNumber: 'FR40303265045',
      evidence: { consultationNumber: 'WAPIAAAA' },
    });
  });

  it('a grant serves its own order, event and update once, with a second person where one is needed', async () => {
    const { changeId } = await openAccount(stand);
    const { grants } = stand.store;
    const by = { userId: 'agnes', role: 'support_lead' } as const;
    const event = (type: 'RETRY' | 'HOLD' = 'RETRY') => ({ type, by });
    const asked = {
      ...{ tenantId: TENANT, changeId, evidence: null, subject: null, reasonCode: 'x', reason: 'because' },
      ...{ requestedBy: 'agnes', approvedBy: null },
    };
    const check = async (sentAs: string, sent: OrderEvent, more: { changeId?: string; subject?: string } = {}) =>
      (await stand.activities.checkGrant({ tenantId: TENANT, changeId, subject: null, ...more, sentAs, event: sent }))
        .granted;

    await grants.request(
      { ...asked, grantId: newId('grant'), eventType: 'RETRY' },
      { sentAs: 'upd_1', event: event() },
    );
    const refused = {
      'another update': await check('upd_2', event()),
      'another event': await check('upd_1', event('HOLD')),
      'another sender': await check('upd_1', { ...event(), by: { ...by, userId: 'mallory' } }),
      'another role': await check('upd_1', { ...event(), by: { ...by, role: 'support_agent' } }),
      'another order': await check('upd_1', event(), { changeId: 'another' }),
    };
    expect(Object.values(refused)).toEqual([false, false, false, false, false]);
    expect([await check('upd_1', event()), await check('upd_1', event())]).toEqual([true, true]);

    const evidence = 'seen at the gateway';
    const grantId = newId('grant');
    const resolve: OrderEvent = { type: 'RESOLVE_PAID', grantId, evidence, by: { ...by, userId: 'lea' } };
    await grants.request({ ...asked, grantId, eventType: 'RESOLVE_PAID', evidence, subject: 'place:1' });
    expect(await check('upd_3', resolve, { subject: 'place:1' })).toBe(false);
    const at = new Date('2026-03-12T10:00:00Z');
    await grants.approve(TENANT, grantId, 'lea', at, { sentAs: 'upd_3', event: resolve });
    expect(await check('upd_3', resolve, { subject: 'place:2' })).toBe(false);
    expect(await check('upd_3', { ...resolve, evidence: 'so I was told' }, { subject: 'place:1' })).toBe(false);
    expect(await check('upd_3', resolve, { subject: 'place:1' })).toBe(true);
  });

  it('an update is answered from its grant again for a day, and not when somebody finds it later', async () => {
    const { changeId } = await openAccount(stand);
    const event = { type: 'RETRY', by: { userId: 'agnes', role: 'support_agent' } } as const;
    const rests = { evidence: null, subject: null, reasonCode: 'x', reason: 'because', approvedBy: null };
    const grantId = newId('grant');
    const grant = { grantId, tenantId: TENANT, changeId, eventType: 'RETRY' as const, requestedBy: 'agnes', ...rests };
    await stand.store.grants.request(grant, { sentAs: 'upd_1', event });
    await stand.store.grants.use(grant, 'upd_1', new Date('2026-01-01T10:00:00Z'));
    const input = { tenantId: TENANT, changeId, sentAs: 'upd_1', event, subject: null };
    expect(await stand.activities.checkGrant(input)).toEqual({ granted: false });
  });

  it('the projection keeps the latest view', async () => {
    const view = sampleView({ sequence: 7 });
    await stand.activities.project({ view });
    await stand.activities.project({ view: { ...view, sequence: 6, state: 'older' } });
    expect(await stand.store.orders.find(TENANT, view.details.changeId)).toEqual(view);
  });

  it('a sweep closes a request that nobody approved in time, on the record and once', async () => {
    const [grantId, changeId] = [newId('grant'), newId('chg')];
    const rests = { evidence: null, subject: null };
    const asked = { ...rests, eventType: 'OVERRIDE' as const, reasonCode: 'x', reason: 'Because.', requestedBy: 'lea' };
    const requestedAt = new Date('2026-01-01T10:00:00Z');
    const times = { requestedAt, expiresAt: new Date('2026-01-02T10:00:00Z') };
    await stand.store.grants.request({ grantId, tenantId: TENANT, changeId, ...asked, approvedBy: null, ...times });
    await stand.activities.sweep({ batch: 100 });
    await stand.activities.sweep({ batch: 100 });
    expect(await stand.store.grants.find(TENANT, grantId)).toMatchObject({ closedAs: 'expired' });
    expect(await stand.store.audit.listOfChange(TENANT, changeId, 10)).toMatchObject([
      { action: 'OVERRIDE:expired', actorId: 'housekeeping', role: 'system', facts: { grantId, requestedBy: 'lea' } },
    ]);
  });

  it('a sweep starts a bulk that was kept and never started, and leaves the others alone', async () => {
    const asked = {
      event: { type: 'RETRY' },
      reasonCode: 'x',
      reason: 'Because.',
      requestHash: 'a',
      approvedBy: null,
      filter: null,
    } as const;
    const requestedBy = { userId: 'lea', role: 'support_lead' } as const;
    const times = { requestedAt: new Date('2026-03-12T09:00:00Z'), expiresAt: null, endedAt: null };
    const [lost, paused] = [newId('blk'), newId('blk')];
    for (const [bulkId, status] of [
      [lost, 'running'],
      [paused, 'paused'],
    ] as const) {
      const list = { orders: [], total: 0, perMinute: 300 };
      await stand.store.bulks.open({ tenantId: TENANT, bulkId, ...asked, requestedBy, ...list, status, ...times });
    }
    const before = stand.sent.length;
    await stand.activities.sweep({ batch: 100 });
    expect(stand.sent.slice(before).map(({ workflowId }) => workflowId)).toEqual([`bulk:${TENANT}:${lost}`]);
    await stand.store.bulks.move({ tenantId: TENANT, bulkId: lost }, ['running'], 'done');
  });

  it('a sweep removes what has expired and tells idle orders so, once', async () => {
    const idle = sampleView({ at: '2026-01-01T00:00:00.000Z' });
    await stand.activities.project({ view: idle });
    await stand.activities.project({ view: sampleView({ at: '2026-03-01T00:00:00.000Z' }) });
    const receivedAt = new Date('2026-01-01');
    await stand.store.inboundEvents.receive(inboundEvent({ receivedAt }), receivedAt);
    const colleague = { tenantId: TENANT, role: 'support_agent' } as const;
    await stand.store.staff.noteSignIn({ ...colleague, userId: 'bea' }, new Date('2026-03-01'));
    await stand.store.staff.noteSignIn({ ...colleague, userId: 'long_ago' }, new Date('2025-11-01'));
    const before = stand.sent.length;
    const swept = await stand.activities.sweep({ batch: 100 });
    expect(swept).toMatchObject({ removed: 2, expired: 1 });
    expect(await stand.store.staff.list(TENANT, new Date(0), 5)).toMatchObject([{ userId: 'bea' }]);
    expect(stand.sent.slice(before)).toEqual([
      { workflowId: `change:${TENANT}:${idle.details.changeId}`, signal: 'nudge', event: { type: 'EXPIRE' } },
    ]);
    expect(await stand.activities.sweep({ batch: 100 })).toEqual({ removed: 0, expired: 0 });
  });
});
