import { randomUUID } from 'node:crypto';
import { IDENTITY_SIGNATURE_HEADER } from '../../../gateways/identity/event';
import { signTimestamped } from '../../../gateways/webhooks/signature';
import { inboundProcessing } from '../../../server/app';
import { sampleView } from '../../store/orders/sample-view';
import { PATIENCE, until } from '../../support/within';
import { ACCOUNT, bringIn, SUBSCRIPTION } from '../facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../stand';

/** What identity systems tell of people, and what follows from it. */

const SECRET = 'the secret of acme';
const FORMER_SECRET = 'the former secret of acme';
const OTHER_SECRET = 'the secret of another tenant';

let stand: ServerStand;
let key: string;
beforeAll(async () => {
  stand = await startServerStand({
    app: { identitySecrets: { acme: [SECRET, FORMER_SECRET], other: [OTHER_SECRET] } },
  });
  key = await stand.key('service');
  await bringIn(stand, key);
});
afterAll(() => stand.stop());

let people = 0;
const newPerson = (): string => {
  people += 1;
  return `person_${people}`;
};
const at = (minute: number): string => new Date(Date.UTC(2026, 2, 12, 10, minute)).toISOString();
const FACTS = { name: 'Claire Martin', mailAddress: 'claire@example.com', locale: 'fr' };
const created = (id: string, minute: number, more: object = {}) => ({
  ...{ id: randomUUID(), type: 'person.created', at: at(minute), person: { id, ...FACTS, ...more } },
});
const renamed = (id: string, minute: number) => ({
  ...created(id, minute, { name: 'Claire Durand' }),
  type: 'person.renamed',
});
const left = (id: string, minute: number) => ({
  ...{ id: randomUUID(), type: 'person.left', at: at(minute), person: { id } },
});

function deliver(event: object, secret = SECRET): Promise<Reply> {
  const body = JSON.stringify(event);
  const headers = { [IDENTITY_SIGNATURE_HEADER]: signTimestamped(body, secret, Math.floor(Date.now() / 1_000)) };
  return request(stand, 'POST', '/webhooks/identity', { body, headers });
}

const statusOf = async (event: { id: string }, tenantId = 'acme') =>
  (await stand.store.inboundEvents.find('identity', `${tenantId}:${event.id}`))?.status;

/** Delivers an event and waits until it was acted on. */
async function told(event: { id: string }): Promise<void> {
  expect((await deliver(event)).status).toBe(200);
  await until(PATIENCE, 'the event to be acted on', async () => (await statusOf(event)) === 'done');
}

const known = (personId: string, tenantId = 'acme') => stand.store.people.find(tenantId, personId);

const put = (path: string, body: object): Promise<Reply> => request(stand, 'PUT', path, { key, body });

/** An account with a subscription of its own, and an open order of it. */
async function anAccount(billingContactIds: string[], seatAdminIds: string[] = []) {
  const name = randomUUID().slice(0, 8);
  const [accountId, subscriptionId, changeId] = [`acc_${name}`, `sub_${name}`, `chg_${name}`];
  const account = { ...ACCOUNT, billingContactIds, seatAdminIds };
  expect((await put(`/v1/accounts/${accountId}`, account)).status).toBe(200);
  expect((await put(`/v1/subscriptions/${subscriptionId}`, { ...SUBSCRIPTION, accountId })).status).toBe(200);
  const details = { tenantId: 'acme', changeId, accountId, changes: [{ subscriptionId, seats: 8 }] };
  await stand.store.orders.project(sampleView({}, details));
  return { accountId, subscriptionId, changeId, account };
}

const peopleOf = async (accountId: string) => {
  const { billingContactIds, seatAdminIds } = (await stand.store.accounts.find('acme', accountId)) ?? {};
  return { billingContactIds, seatAdminIds };
};
const itemsOf = async (changeId: string) =>
  (await stand.store.supportItems.listOpen('acme', 100, { kind: 'no_contact' })).filter(
    ({ facts }) => facts.changeId === changeId,
  );

describe('an event of an identity system', () => {
  it('a person is known as the latest instant has it, in whatever order events come and however often', async () => {
    const orders = [
      ['created', 'renamed', 'left'],
      ['left', 'created', 'renamed'],
      ['renamed', 'left', 'created'],
      ['left', 'renamed', 'created'],
    ];
    for (const order of orders) {
      const id = newPerson();
      const events = { created: created(id, 1), renamed: renamed(id, 2), left: left(id, 3) };
      for (const name of order) await told(events[name as keyof typeof events]);
      for (const event of Object.values(events)) expect((await deliver(event)).status).toBe(200);
      expect(await known(id)).toMatchObject({ hasLeft: true, name: null, mailAddress: null, asOf: new Date(at(3)) });
    }
    const back = newPerson();
    for (const event of [left(back, 3), created(back, 4), renamed(back, 2)]) await told(event);
    expect(await known(back)).toMatchObject({ hasLeft: false, name: 'Claire Martin', asOf: new Date(at(4)) });
  });

  it('an event is taken under a former secret too, and tells of people of the tenant whose secret it is', async () => {
    const id = newPerson();
    expect((await deliver(created(id, 1), FORMER_SECRET)).status).toBe(200);
    const foreign = created(id, 2, { name: 'Somebody else' });
    expect((await deliver(foreign, OTHER_SECRET)).status).toBe(200);
    await until(PATIENCE, 'both to be acted on', async () => (await statusOf(foreign, 'other')) === 'done');
    await until(PATIENCE, 'the first to be known', async () => (await known(id)) !== null);
    expect([(await known(id))?.name, (await known(id, 'other'))?.name]).toEqual(['Claire Martin', 'Somebody else']);
  });

  it('an event that nobody signed, that came with another body before, or that cannot be read is refused', async () => {
    const id = newPerson();
    const event = created(id, 1);
    expect((await deliver(event, 'a secret of nobody at all')).body).toMatchObject({ code: 'webhook_refused' });
    await told(event);
    expect((await deliver({ ...event, type: 'person.left' })).status).toBe(400);
    const wrong = [
      { ...created(id, 2), person: { id, ...FACTS, mailAddress: 'a@b.example\r\nBcc: c@d.example' } },
      { ...created(id, 2), at: new Date(Date.now() + 2 * 86_400_000).toISOString() },
      { ...created(id, 2), type: 'person.promoted' },
      { ...left('no id!', 2) },
    ];
    for (const one of wrong) expect((await deliver(one)).status).toBe(400);
    expect(await known(id)).toMatchObject({ hasLeft: false, asOf: new Date(at(1)) });
  });

  it('the log and the list of events tell neither a name nor an address', async () => {
    await told(created(newPerson(), 1));
    const operator = await stand.key('operator', { userId: 'otto' });
    const events = await request(stand, 'GET', '/v1/inbound-events?status=done', { key: operator });
    expect(events.body.items.length).toBeGreaterThan(0);
    expect(`${stand.logged()}${JSON.stringify(events.body)}`).not.toMatch(/Martin|Durand|claire@/);
    const kept = await stand.store.inboundEvents.list('done', 100);
    expect(kept.filter(({ rawBody }) => rawBody !== '')).toEqual([]);
  });
});

describe('somebody who has left', () => {
  it('whoever has left gives every seat back and is contact and seat administrator of nothing any more', async () => {
    const id = newPerson();
    const first = await anAccount([id, 'user_1'], [id]);
    const second = await anAccount(['user_1'], ['user_2', id]);
    for (const { subscriptionId } of [first, second]) {
      const headers = commandFor('user_1');
      const path = `/v1/subscriptions/${subscriptionId}/seats/${id}`;
      expect((await request(stand, 'PUT', path, { key, headers })).status).toBe(204);
    }
    await told(left(id, 3));
    expect(await peopleOf(first.accountId)).toEqual({ billingContactIds: ['user_1'], seatAdminIds: [] });
    expect(await peopleOf(second.accountId)).toEqual({ billingContactIds: ['user_1'], seatAdminIds: ['user_2'] });
    for (const { subscriptionId } of [first, second]) {
      const subscription = await stand.store.subscriptions.find({ tenantId: 'acme', subscriptionId });
      expect(subscription?.assignedSeats).toBe(0);
    }
    const late = `/v1/subscriptions/${first.subscriptionId}/seats/${id}`;
    const assigned = await request(stand, 'PUT', late, { key, headers: commandFor('user_1') });
    expect(assigned.body).toMatchObject({ status: 409, code: 'assignee_left' });
    expect(await itemsOf(first.changeId)).toEqual([]);
  });

  it('whoever has left is nobody any more: no session, no key, and no service speaks for them', async () => {
    const id = newPerson();
    const { subscriptionId } = await anAccount([id, 'user_1']);
    const theirs = await stand.key('support_lead', { userId: id });
    const endsAt = new Date(Date.now() + 3_600_000);
    const session = { tenantId: 'acme', userId: id, role: 'billing_contact' as const, seenAt: new Date(), endsAt };
    await stand.store.sessions.open({ ...session, sessionHash: id });
    expect((await request(stand, 'GET', '/v1/session', { key: theirs })).status).toBe(200);
    await told(left(id, 3));
    expect(await stand.store.sessions.find(id)).toBeNull();
    expect((await request(stand, 'GET', '/v1/session', { key: theirs })).body).toMatchObject({ code: 'person_left' });
    const approval = {
      key: theirs,
      body: { reasonCode: 'seen', reason: 'Seen.' },
      headers: { 'idempotency-key': 'a' },
    };
    expect((await request(stand, 'POST', '/v1/requests/grt_1/reject', approval)).status).toBe(403);
    const body = { subscriptionId, seats: 8 };
    const started = await request(stand, 'POST', '/v1/changes', { key, body, headers: commandFor(id) });
    expect(started.body).toMatchObject({ status: 403, code: 'person_left' });
    await told(created(id, 4));
    expect((await request(stand, 'GET', '/v1/session', { key: theirs })).status).toBe(200);
  });

  it('when the last contact has left support is asked once for each open order, also when two leave at the same time', async () => {
    const [one, other] = [newPerson(), newPerson()];
    const { accountId, changeId, subscriptionId } = await anAccount([one, other]);
    const events = [left(one, 3), left(other, 3)];
    await Promise.all(events.map(told));
    expect(await peopleOf(accountId)).toMatchObject({ billingContactIds: [] });
    expect(await itemsOf(changeId)).toMatchObject([{ subscriptionId, facts: { changeId, accountId } }]);
    for (const event of [left(one, 4), left(other, 5)]) await told(event);
    expect(await itemsOf(changeId)).toHaveLength(1);
  });

  it('an account that is brought in with somebody who has left goes on without them', async () => {
    const id = newPerson();
    const { accountId, account, changeId } = await anAccount([id, 'user_1']);
    await told(left(id, 3));
    const again = await put(`/v1/accounts/${accountId}`, { ...account, version: 2 });
    expect(again.body).toEqual({ status: 'stored', version: 2 });
    expect(await peopleOf(accountId)).toMatchObject({ billingContactIds: ['user_1'] });
    await put(`/v1/accounts/${accountId}`, { ...account, billingContactIds: [id], version: 3 });
    expect(await peopleOf(accountId)).toMatchObject({ billingContactIds: [] });
    expect(await itemsOf(changeId)).toHaveLength(1);
  });

  it('what a killed process began is finished by the next', async () => {
    const id = newPerson();
    const { accountId } = await anAccount([id, 'user_1']);
    const event = left(id, 3);
    const kept = {
      ...{ source: 'identity', eventId: `acme:${event.id}`, type: 'person.left', rawBody: JSON.stringify(event) },
      ...{
        about: 'person' as const,
        reference: id,
        gatewayReference: null,
        tenantId: 'acme',
        concernsPastPayment: false,
      },
      receivedAt: new Date(),
    } as const;
    await stand.store.inboundEvents.receive(kept, new Date(1));
    const facts = { tenantId: 'acme', personId: id, name: null, mailAddress: null, locale: null, hasLeft: true };
    await stand.store.people.record({ ...facts, asOf: new Date(at(3)) });
    await inboundProcessing(stand.parts).takeUpDue();
    expect(await peopleOf(accountId)).toMatchObject({ billingContactIds: ['user_1'] });
    expect(await statusOf(event)).toBe('done');
  });
});
