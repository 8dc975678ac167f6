import type { Role } from '../../../machines/events';
import type { MountedOperation } from '../../../server/api/operation';
import { describedOperations } from '../../../server/operations';
import { sampleView } from '../../store/orders/sample-view';
import { inboundEvent, rawDatabase } from '../../store/test-store';
import { ACCOUNT, bringIn, SUBSCRIPTION } from '../facts/facts';
import { commandFor, request, type ServerStand, startServerStand } from '../stand';

/** Nothing is written for who may not: whatever writes, asked for by people who are nothing to the account. */

const WRITING = describedOperations(true).filter(({ method }) => method !== 'get');
/** The system of record is not of one account: its service brings all of them in. */
const OF_AN_ACCOUNT = WRITING.filter(({ tag }) => tag !== 'System of record');

let stand: ServerStand;
let database: Awaited<ReturnType<typeof rawDatabase>>;
/** Everything that was asked of Temporal and would write there. */
const written: string[] = [];
const STRANGER = 'stranger_1';
const keys: Record<string, string> = {};

beforeAll(async () => {
  stand = await startServerStand();
  database = await rawDatabase(stand.databaseName);
  const service = await stand.key('service');
  await bringIn(stand, service);
  const theirs = { ...ACCOUNT, billingContactIds: [STRANGER], seatAdminIds: [STRANGER] };
  await request(stand, 'PUT', '/v1/accounts/acc_2', { key: service, body: theirs });
  await request(stand, 'PUT', '/v1/subscriptions/sub_2', {
    key: service,
    body: { ...SUBSCRIPTION, accountId: 'acc_2', billedLines: [] },
  });
  await stand.store.orders.project(sampleView({}, { tenantId: 'acme', changeId: 'chg_1' }));
  for (const role of ['billing_contact', 'seat_admin'] as const)
    keys[role] = await stand.key(role, { userId: STRANGER });
  keys.seat_admin_of_it = await stand.key('billing_contact', { userId: 'user_2' });
  keys.service = service;
  const { workflowService } = (stand.parts.temporal as unknown as { connection: { workflowService: object } })
    .connection;
  for (const call of ['startWorkflowExecution', 'signalWithStartWorkflowExecution', 'executeMultiOperation'] as const) {
    const real: (...words: unknown[]) => unknown = Reflect.get(workflowService, call).bind(workflowService);
    Reflect.set(workflowService, call, (...words: unknown[]) => {
      written.push(call);
      return real(...words);
    });
  }
});
afterAll(async () => {
  await database.close();
  await stand.stop();
});

const IDS: Readonly<Record<string, string>> = { changeId: 'chg_1', subscriptionId: 'sub_1', accountId: 'acc_1' };

const BODIES: Readonly<Record<string, object>> = {
  startChange: { subscriptionId: 'sub_1', seats: 8 },
  previewQuote: { subscriptionId: 'sub_1', seats: 8 },
  sendEvent: { type: 'CANCEL' },
  previewEvent: { type: 'CANCEL' },
  assignSeats: { userIds: ['user_3'] },
};

const send = ({ id, method, path, needsIdempotencyKey }: MountedOperation, key: string, body = BODIES[id]) =>
  request(
    stand,
    method.toUpperCase(),
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) => IDS[name] ?? 'user_3'),
    {
      key,
      ...(body === undefined ? {} : { body }),
      headers: {
        ...(key === keys.service ? commandFor(STRANGER) : {}),
        ...(needsIdempotencyKey ? { 'idempotency-key': `k${Math.random()}` } : {}),
      },
    },
  );

/** That somebody has proved themself with a key is noted whatever they ask for. */
const WITHOUT_USE = { projection: { lastUsedAt: 0 } };

/** Every document of every collection, as text. */
async function everything(): Promise<string> {
  const collections = await database.db.listCollections().toArray();
  const names = collections.map(({ name }) => name).sort();
  const found = await Promise.all(
    names.map(async (name) => [name, await database.db.collection(name).find({}, WITHOUT_USE).toArray()]),
  );
  return JSON.stringify(found);
}

describe.each([
  ['a billing contact of another account', 'billing_contact'],
  ['a seat administrator of another account', 'seat_admin'],
  ['a service that names a person of another account', 'service'],
] as const)('%s', (who, name) => {
  const role: Role = name;
  const theirs = OF_AN_ACCOUNT.filter(
    ({ roles, path, id }) => roles.includes(role) && (/\{/.test(path) || id in BODIES),
  );

  it.each(theirs.map((operation) => [operation.id, operation] as const))(
    `${who} causes no write by %s`,
    async (_id, operation) => {
      const before = await everything();
      const { status } = await send(operation, keys[name] ?? '');
      expect([403, 404]).toContain(status);
      expect(await everything()).toEqual(before);
      expect(written).toEqual([]);
    },
  );
});

describe('a start', () => {
  const start = WRITING.find(({ id }) => id === 'startChange') as MountedOperation;

  it('a start is not begun for somebody else’s subscription beside one’s own', async () => {
    const before = await everything();
    const body = {
      changes: [
        { subscriptionId: 'sub_2', seats: 8 },
        { subscriptionId: 'sub_1', seats: 8 },
      ],
    };
    const refused = await send(start, keys.billing_contact ?? '', body);
    expect(refused.body).toMatchObject({ status: 404, code: 'subscription_not_found' });
    const nothing = await send(start, keys.billing_contact ?? '', { subscriptionId: 'sub_absent', seats: 8 });
    expect(nothing.body).toMatchObject({ status: 404, code: 'subscription_not_found' });
    expect(await everything()).toEqual(before);
  });

  it('a start is not begun for somebody who may only assign seats, and who is told so', async () => {
    const before = await everything();
    const refused = await send(start, keys.seat_admin_of_it ?? '');
    expect(refused.body).toMatchObject({ status: 403, code: 'not_billing_contact' });
    expect(await everything()).toEqual(before);
    expect(written).toEqual([]);
  });
});

describe('an event from outside that is of nobody', () => {
  it('an event from outside that is of nobody is for operators to see and to act on', async () => {
    await stand.store.inboundEvents.receive(inboundEvent({ eventId: 'evt_nobodys' }), new Date());
    await stand.store.inboundEvents.receive(inboundEvent({ eventId: 'evt_ours', tenantId: 'acme' }), new Date());
    const seen = async (role: Role) => {
      const key = await stand.key(role, { userId: 'staff_1' });
      const { items, waiting } = (await request(stand, 'GET', '/v1/inbound-events?status=received', { key })).body;
      const act = await request(stand, 'POST', '/v1/inbound-events/payments:sandbox/evt_nobodys/redelivery', {
        key,
        headers: { 'idempotency-key': `k_${role}` },
      });
      return [items.map(({ eventId }: { eventId: string }) => eventId).sort(), waiting.received, act.status];
    };
    expect(await seen('support_agent')).toEqual([['evt_ours'], 1, 404]);
    expect(await seen('support_lead')).toEqual([['evt_ours'], 1, 404]);
    expect(await seen('operator')).toEqual([['evt_nobodys', 'evt_ours'], 2, 200]);
  });
});
