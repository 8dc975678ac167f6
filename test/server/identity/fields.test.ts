import { z } from 'zod';
import { ROLES, type Role } from '../../../machines/events';
import { READERS, readersOf } from '../../../schemas/api/readers';
import type { MountedOperation } from '../../../server/api/operation';
import { fieldsOf, shownTo } from '../../../server/api/shown';
import { describedOperations } from '../../../server/operations';
import { sampleView } from '../../store/orders/sample-view';
import { sampleQuote } from '../../support/sample-quote';
import { bringIn } from '../facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../stand';

/** Which role sees which field: the table against the schemas, and against what is really answered. */

const OPERATIONS = describedOperations(true);
const ANSWERS = OPERATIONS.flatMap(({ answers }) => Object.values(answers)).flatMap(({ schema }) => schema ?? []);
const FIELDS = ANSWERS.flatMap((schema) => fieldsOf(schema));
const rowOf = ({ owner, path }: { owner: string; path: string }): string => `${owner} ${path}`;

describe('the table of fields', () => {
  it('the table of fields has a row for every field of every answer, and for nothing else', () => {
    const rows = Object.entries(READERS).flatMap(([owner, some]) =>
      some.flatMap(([, fields]) => fields.split(/\s+/).map((path) => rowOf({ owner, path }))),
    );
    expect(rows.sort()).toEqual([...new Set(FIELDS.map(rowOf))].sort());
  });

  it('the table of fields hides from those who see others of an object only what may be missing', () => {
    const wrong = FIELDS.flatMap((field) =>
      ROLES.filter((role) => {
        const siblings = FIELDS.filter(({ owner }) => owner === field.owner);
        const isHidden = !readersOf(field.owner, field.path)?.includes(role);
        return (
          isHidden && siblings.some(({ owner, path }) => readersOf(owner, path)?.includes(role)) && !mayBeMissing(field)
        );
      }).map((role) => `${rowOf(field)} ${role}`),
    );
    expect(wrong).toEqual([]);
  });
});

const mayBeMissing = ({ schema }: { schema: z.core.$ZodType }): boolean =>
  schema._zod.optin === 'optional' || z.safeParse(schema, null).success;

let stand: ServerStand;
const keys = {} as Record<Role, string>;
const CHANGE = 'chg_1';
const MADE = 'chg_made';
const LINK = 'https://pay.example/confirm/1';

beforeAll(async () => {
  stand = await startServerStand();
  const persons: Partial<Record<Role, string>> = { seat_admin: 'user_2', billing_contact: 'user_1' };
  for (const role of ROLES)
    keys[role] = await stand.key(role, role === 'service' ? {} : { userId: persons[role] ?? 'staff_1' });
  await bringIn(stand, keys.service);
  const everything = {
    tenantId: 'acme',
    changeId: CHANGE,
    quote: sampleQuote(),
    difference: null,
    vat: { number: 'FR40303265045', status: 'valid' as const },
    agreement: { effective: 'now' as const, purchaseOrder: 'PO-7' },
    consent: { userId: 'user_1', text: 'said yes on the phone', at: '2026-03-12T10:00:00.000Z' },
    payment: {
      status: 'requires_action' as const,
      code: 'authentication_required',
      link: LINK,
      linkExpiresAt: '2999-01-01T00:00:00.000Z',
    },
    stuck: {
      step: 'fulfil',
      code: 'FULFILMENT_UNAVAILABLE',
      message: 'what the other side said',
      attempts: 1,
      since: '2026-03-12T10:00:00.000Z',
    },
  };
  const view = sampleView({ tags: ['settled', 'stuck'] }, everything as never);
  await stand.store.orders.project(view);
  const made = sampleView({ tags: ['committed'] }, { ...everything, changeId: MADE, stuck: null } as never);
  await stand.store.orders.project(made);
  const deed = {
    tenantId: 'acme',
    changeId: CHANGE,
    actorId: 'staff_1',
    role: 'support_agent' as const,
    action: 'HOLD',
  };
  const rest = { entryId: 'a_deed', at: new Date(), facts: { reason: 'a test' } };
  await stand.store.audit.append({ ...deed, ...rest });
});
afterAll(() => stand.stop());

const IDS: Readonly<Record<string, string>> = {
  changeId: CHANGE,
  subscriptionId: 'sub_1',
  accountId: 'acc_1',
  productId: 'meeting',
};

/** What comes back to a role. */
async function ask({ method, path, query, body, needsIdempotencyKey }: MountedOperation, role: Role): Promise<Reply> {
  const of = query instanceof z.ZodObject && 'accountId' in query.shape ? '?accountId=acc_1' : '';
  const address = `${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => IDS[name] ?? 'user_2')}${of}`;
  return request(stand, method.toUpperCase(), address, {
    key: keys[role],
    ...(body === undefined ? {} : { body: {} }),
    headers:
      role === 'service' ? commandFor('user_1') : needsIdempotencyKey ? { 'idempotency-key': `k${Math.random()}` } : {},
  });
}

/** What a body holds for others than a role: the fields of its schema that are there and not theirs. */
const forOthers = (schema: z.ZodType, body: unknown, role: Role): string[] =>
  JSON.stringify(shownTo(role, schema, body)) === JSON.stringify(body) ? [] : [`an answer to ${role}`];

describe.each(ROLES)('%s', (role) => {
  it(`${role} is answered with nothing of what is for others, by any operation`, async () => {
    for (const operation of OPERATIONS.filter(({ roles }) => roles.includes(role))) {
      const { status, body } = await ask(operation, role);
      expect([operation.id, body]).not.toEqual([operation.id, expect.objectContaining({ code: 'internal' })]);
      const { schema } = operation.answers[String(status)] ?? {};
      if (status >= 300 || schema === undefined) continue;
      expect([operation.id, ...forOthers(schema, body, role)]).toEqual([operation.id]);
    }
  });
});

const ofOrder = async (role: Role, path = `/v1/changes/${CHANGE}`) =>
  (await request(stand, 'GET', path, { key: keys[role] })).body;

describe('an answer that may be of several kinds', () => {
  it('an answer that may be of several kinds is shown as the kind that it is', () => {
    const started = { changeId: CHANGE, state: 'starting', settled: false };
    const { schema } = OPERATIONS.find(({ id }) => id === 'startChange')?.answers['202'] ?? {};
    if (schema === undefined) throw new Error('A start is not described.');
    expect(shownTo('seat_admin', schema, started)).toEqual(started);
    const order = { changeId: CHANGE, payment: { status: 'requires_action', link: LINK } };
    expect(shownTo('seat_admin', schema, order)).toEqual({ ...order, payment: { ...order.payment, link: null } });
    expect(shownTo('support_agent', schema, order)).toEqual(order);
  });
});

describe('an order', () => {
  it.each(ROLES)('an order shows its payment link to whoever may pay it, and to nobody else: %s', async (role) => {
    const pays = ['service', 'billing_contact', 'support_agent', 'support_lead'].includes(role);
    const { payment } = await ofOrder(role);
    expect([payment.status, payment.link]).toEqual(['requires_action', pays ? LINK : null]);
    const link = await request(stand, 'GET', `/v1/changes/${CHANGE}/payment-link`, { key: keys[role] });
    expect(link.status).toBe(pays ? 200 : 403);
  });

  it.each(ROLES)('an order shows its payment link over a live line to the same roles: %s', async (role) => {
    const pays = ['service', 'billing_contact', 'support_agent', 'support_lead'].includes(role);
    const headers = { authorization: `Bearer ${keys[role]}` };
    const line = await fetch(`${stand.url}/v1/changes/${CHANGE}/live`, { headers });
    let told = '';
    for await (const chunk of line.body ?? []) {
      told += Buffer.from(chunk).toString('utf8');
      if (/^data: .*\n\n/m.test(told)) break;
    }
    expect(told).toContain('"requires_action"');
    expect(told.includes(LINK)).toBe(pays);
  });

  it('an order shows whoever is a billing contact elsewhere, and here looks after seats, what they see who do only that', async () => {
    const key = await stand.key('billing_contact', { userId: 'user_2' });
    const { body } = await request(stand, 'GET', `/v1/changes/${CHANGE}`, { key });
    expect(body).toEqual(await ofOrder('seat_admin'));
    expect(JSON.stringify(body)).not.toContain(LINK);
  });

  it.each(ROLES)('an order tells as much in its receipt as in its document: %s', async (role) => {
    const headers = { accept: 'text/plain', authorization: `Bearer ${keys[role]}` };
    const receipt = await (await fetch(`${stand.url}/v1/changes/${MADE}/receipt`, { headers })).text();
    expect(receipt).toContain(MADE);
    const told = ['FR40303265045', 'PO-7'].filter((paper) => receipt.includes(paper));
    expect(told).toEqual(role === 'seat_admin' ? [] : ['FR40303265045', 'PO-7']);
  });

  it('an order tells a seat administrator nothing of its customer’s papers, and a customer nothing of our desk', async () => {
    expect(await ofOrder('seat_admin')).toMatchObject({
      vat: { number: null },
      consent: null,
      agreement: { effective: 'now', purchaseOrder: null },
      payment: { code: null, linkExpiresAt: null },
    });
    const mine = await ofOrder('billing_contact');
    expect(mine).toMatchObject({ vat: { number: 'FR40303265045' }, agreement: { purchaseOrder: 'PO-7' } });
    expect(mine.stuck).not.toHaveProperty('message');
    expect((await ofOrder('operator')).stuck).toMatchObject({ message: 'what the other side said' });
    const kinds = async (role: Role) =>
      (await ofOrder(role, `/v1/changes/${CHANGE}/timeline`)).items.map(({ kind }: { kind: string }) => kind);
    expect(await kinds('billing_contact')).toEqual([]);
    // Somebody of support has taken it above, by the operation that asks for nothing.
    expect(await kinds('support_agent')).toEqual(['deed', 'deed']);
  });
});
