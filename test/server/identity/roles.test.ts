import { z } from 'zod';
import { ORDER_EVENTS, type OrderEventType, ROLES, type Role } from '../../../machines/events';
import type { MountedOperation } from '../../../server/api/operation';
import { describedOperations } from '../../../server/operations';
import { USUAL_LIMITS } from '../../../server/traffic/guard';
import { EVENT_EXAMPLES } from '../../schemas/event-examples';
import { sampleView } from '../../store/orders/sample-view';
import { bringIn } from '../facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../stand';

/** Every role against every route and every event: the tables are the operations and the catalogue themselves. */

const OPERATIONS = describedOperations(true);
const SYSTEM_OF_RECORD = OPERATIONS.filter(({ tag }) => tag === 'System of record');

let stand: ServerStand;
const keys = {} as Record<Role, string>;
const strangers = {} as Record<Role, string>;

beforeAll(async () => {
  // Each operation is tried with a wrong key, and there are more of them than wrong keys a minute.
  stand = await startServerStand({ app: { limits: { ...USUAL_LIMITS, wrongKeys: 10_000 } } });
  for (const role of ROLES) {
    const person = role === 'service' ? {} : { userId: 'user_1' };
    keys[role] = await stand.key(role, person);
    strangers[role] = await stand.key(role, { ...person, tenantId: 'other' });
  }
  await bringIn(stand, keys.service);
  await stand.store.orders.project(sampleView({}, { tenantId: 'acme', changeId: 'chg_1' }));
});
afterAll(() => stand.stop());

const OURS: Readonly<Record<string, string>> = {
  changeId: 'chg_1',
  subscriptionId: 'sub_1',
  accountId: 'acc_1',
  productId: 'meeting',
};

const pathOf = ({ path }: MountedOperation, ids: (name: string) => string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids(name));

/** Lists of all orders are not for persons; those of an account of theirs are. */
const queryOf = ({ query }: MountedOperation): string =>
  query instanceof z.ZodObject && 'accountId' in query.shape ? '?accountId=acc_1' : '';

/** Calls an operation as far as it gets without an order at work: past the door or not is what these tests ask. */
async function call(operation: MountedOperation, key: string | undefined, ids: (name: string) => string) {
  const { method, body, needsIdempotencyKey } = operation;
  return request(stand, method.toUpperCase(), `${pathOf(operation, ids)}${queryOf(operation)}`, {
    ...(key === undefined ? {} : { key }),
    ...(body === undefined ? {} : { body: {} }),
    ...(needsIdempotencyKey ? { headers: { 'idempotency-key': `k${Math.random()}` } } : {}),
  });
}

const absent = (name: string): string => `absent_${name}`;

const withoutRequest = ({ requestId: _, instance: __, ...problem }: Record<string, unknown>) => problem;

describe.each(OPERATIONS.map((operation) => [operation.id, operation] as const))('%s', (_id, operation) => {
  it.each(ROLES)(`${operation.id} opens to the roles it names, and to no other: %s`, async (role) => {
    const { status, body } = await call(operation, keys[role], absent);
    const wasRefused = status === 403 && body.code === 'role_not_allowed';
    expect([status, wasRefused]).not.toEqual([401, false]);
    expect(wasRefused).toBe(!operation.roles.includes(role));
  });

  it(`${operation.id} is closed to somebody who says nothing or says it wrong`, async () => {
    expect((await call(operation, undefined, absent)).status).toBe(401);
    expect((await call(operation, `${keys.service}x`, absent)).status).toBe(401);
  });
});

const send = (changeId: string, key: string, role: Role, body: object): Promise<Reply> =>
  request(stand, 'POST', `/v1/changes/${changeId}/events`, {
    key,
    body,
    headers: role === 'service' ? commandFor('user_1') : { 'idempotency-key': `k${Math.random()}` },
  });

const EXAMPLES: Partial<Record<OrderEventType, object>> = EVENT_EXAMPLES;

describe.each(Object.keys(ORDER_EVENTS) as OrderEventType[])('%s', (type) => {
  const senders: readonly Role[] = ORDER_EVENTS[type].senders;

  it.each(ROLES)(`${type} is taken from the roles that the catalogue names, and from no other: %s`, async (role) => {
    const { body } = await send('chg_absent', keys[role], role, { type, ...EXAMPLES[type] });
    // Nobody sends what only the system sends: the API does not know such an event.
    const refused = senders.length === 0 && ROLES_THAT_SEND.includes(role) ? 'invalid_request' : 'role_not_allowed';
    expect(body.code).toBe(senders.includes(role) ? 'not_found' : refused);
  });
});

const ROLES_THAT_SEND = ROLES.filter((role) =>
  Object.values(ORDER_EVENTS).some(({ senders }) => (senders as readonly Role[]).includes(role)),
);

describe('abuse 21: whatever is of another tenant', () => {
  const withIds = OPERATIONS.filter(
    ({ path, tag }) => /\{(?:changeId|subscriptionId|accountId)\}/.test(path) && tag !== 'System of record',
  );

  it.each(withIds.map((operation) => [operation.id, operation] as const))(
    'what is of another tenant is answered like what does not exist, and logged: %s',
    async (_id, operation) => {
      const role = operation.roles[0] ?? 'service';
      const ask = (ids: (name: string) => string) => callAsTenant(operation, strangers[role], role, ids);
      const before = stand.logged().length;
      const foreign = await ask((name) => OURS[name] ?? 'user_1');
      const nothing = await ask((name) => (name in OURS ? absent(name) : 'user_1'));
      expect(foreign.status).toBe(404);
      expect(withoutRequest(nothing.body)).toEqual(withoutRequest(foreign.body));
      expect(stand.logged().slice(before)).toMatch(/"id":"(?:chg_1|sub_1|acc_1)"\},"msg":"access denied"/);
    },
  );

  it('what is of another tenant cannot be reached by ids that are none', async () => {
    for (const id of ['..%2f..%2fetc', '%2e%2e%2f', 'chg_1%00', '$ne', 'a'.repeat(65)]) {
      expect((await request(stand, 'GET', `/v1/changes/${id}`, { key: keys.service })).status).toBe(404);
    }
    expect((await request(stand, 'GET', '/v1/changes/%zz', { key: keys.service })).status).toBe(400);
  });

  it.each(SYSTEM_OF_RECORD.map(({ id, path }) => [id, path] as const))(
    'what is of another tenant stays as it was after %s',
    async (_id, path) => {
      const facts = async () => [
        await stand.store.accounts.find('acme', 'acc_1'),
        await stand.store.products.find('acme', 'meeting'),
        await stand.store.subscriptions.find({ tenantId: 'acme', subscriptionId: 'sub_1' }),
      ];
      const before = await facts();
      const ours = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => OURS[name] ?? '');
      await request(stand, 'PUT', ours, { key: strangers.service, body: { version: 9 } });
      expect(await facts()).toEqual(before);
    },
  );
});

/** What an operation is sent that takes no event. */
const BODIES: Readonly<Record<string, object>> = {
  assignSeats: { userIds: ['user_1'] },
  sendSeatEvent: { type: 'REMIND', reasonCode: 'a_test', reason: 'asked by a test' },
  creditVat: { reasonCode: 'a_test', reason: 'asked by a test', evidence: 'a file' },
  startLostOrderAgain: { reasonCode: 'a_test', reason: 'asked by a test', evidence: 'a file' },
  endLostOrder: { reasonCode: 'a_test', reason: 'asked by a test', evidence: 'a file' },
  writeNote: { text: 'asked by a test' },
  assignChange: { assignee: 'agent_1', reasonCode: 'a_test', reason: 'asked by a test' },
};

async function callAsTenant(
  operation: MountedOperation,
  key: string,
  role: Role,
  ids: (name: string) => string,
): Promise<Reply> {
  const path = pathOf(operation, ids);
  const { method, body } = operation;
  return request(stand, method.toUpperCase(), path, {
    key,
    ...(body === undefined ? {} : { body: BODIES[operation.id] ?? { type: 'CANCEL' } }),
    headers: role === 'service' ? commandFor('user_1') : { 'idempotency-key': `k${Math.random()}` },
  });
}
