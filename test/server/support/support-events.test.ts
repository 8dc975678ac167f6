import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { outcome, SMOOTH } from '../../support/scripted-steps';
import { bringIn } from '../facts/facts';
import { commandFor, type Reply, request, type ServerStand, startServerStand } from '../stand';

/** Orders that are stuck, and the people who may help them. */

let stand: ServerStand;
const keys: Record<'service' | 'agent' | 'lead' | 'otherLead', string> = {
  service: '',
  agent: '',
  lead: '',
  otherLead: '',
};

/** Orders whose permissions are not accepted, and how. */
const grantsRefused = new Map<string, 'permission_refused' | 'permission_unchecked'>();

const WHY = { reasonCode: 'gateway_checked', reason: 'Seen in the console of the gateway.' };

beforeAll(async () => {
  const tried = new Set<string>();
  stand = await startServerStand({
    worker: {
      charge: async () => outcome({ status: 'unknown' }),
      lookUpPayment: async () => outcome({ status: 'unknown' }),
      apply: async () => ({ status: 'applied', fulfilment: 'needed', seatsAdded: [] }),
      fulfil: async (input) => {
        if (!tried.has(input.changeId)) {
          tried.add(input.changeId);
          throw ApplicationFailure.nonRetryable('down', 'FulfilmentUnavailable');
        }
        return SMOOTH.fulfil(input);
      },
      checkGrant: async (asked) => {
        const changeId = 'changeId' in asked ? asked.changeId : '';
        if (grantsRefused.get(changeId) === 'permission_unchecked') {
          throw ApplicationFailure.nonRetryable('down', 'StoreUnavailable');
        }
        return { granted: !grantsRefused.has(changeId) };
      },
      quote: async (input) => {
        const quoted = await SMOOTH.quote(input);
        if ('refusal' in quoted) return quoted;
        const isFree = input.changes[0]?.seats === 6;
        return { ...quoted, quote: { ...quoted.quote, ...(isFree ? { dueToday: '0.00' } : {}) } };
      },
    },
  });
  keys.service = await stand.key('service');
  keys.agent = await stand.key('support_agent', { userId: 'agent_1' });
  keys.lead = await stand.key('support_lead', { userId: 'lead_1' });
  keys.otherLead = await stand.key('support_lead', { userId: 'lead_2' });
  await bringIn(stand, keys.service);
});
afterAll(() => stand.stop());

const command = (changeId: string, body: object): Promise<Reply> =>
  request(stand, 'POST', `/v1/changes/${changeId}/events`, { key: keys.service, body, headers: commandFor('user_1') });

const support = (who: keyof typeof keys, changeId: string, body: object, headers: object = {}): Promise<Reply> =>
  request(stand, 'POST', `/v1/changes/${changeId}/events`, {
    key: keys[who],
    body,
    headers: { 'idempotency-key': randomUUID(), ...headers },
  });

const see = (changeId: string): Promise<Reply> => request(stand, 'GET', `/v1/changes/${changeId}`, { key: keys.agent });

/** An order that is applied and whose fulfilment fails the first time. */
async function stuckInFulfilment(): Promise<{ changeId: string; etag: string; reply: Reply }> {
  const started = await request(stand, 'POST', '/v1/changes', {
    key: keys.service,
    body: { subscriptionId: 'sub_1', seats: 6 },
    headers: commandFor('user_1'),
  });
  const { changeId } = started.body;
  await command(changeId, { type: 'CHECKOUT' });
  const reply = await command(changeId, { type: 'PLACE_ORDER' });
  expect(reply.body).toMatchObject({ state: expect.stringMatching(/fulfilling\.stuck/), settled: true });
  return { changeId, etag: `"${reply.body.sequence}"`, reply };
}

describe('a permission that the order does not accept', () => {
  const skip = { type: 'SKIP', ...WHY };

  it.each([
    ['was refused', 'permission_refused', 403],
    ['could not be checked', 'permission_unchecked', 409],
  ] as const)(
    'an event whose permission %s is refused to its sender, also when it is sent again',
    async (_, code, status) => {
      const { changeId, etag } = await stuckInFulfilment();
      grantsRefused.set(changeId, code);
      const headers = { 'if-match': etag, 'idempotency-key': randomUUID() };
      for (let sent = 0; sent < 2; sent += 1) {
        const reply = await support('lead', changeId, skip, headers);
        expect([reply.status, reply.body.code]).toEqual([status, code]);
      }
      expect((await see(changeId)).body.state).toMatch(/fulfilling\.stuck/);
      grantsRefused.delete(changeId);
      const now = { 'if-match': `"${(await see(changeId)).body.sequence}"` };
      expect((await support('lead', changeId, skip, now)).body).toMatchObject({ state: 'completed' });
    },
  );
});

describe('a deadline', () => {
  it('a deadline is moved to a moment from now to ninety days ahead', async () => {
    const { changeId, etag } = await stuckInFulfilment();
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    const extend = (until: string) =>
      support('lead', changeId, { type: 'EXTEND_QUOTE', until, ...WHY }, { 'if-match': etag });
    for (const days of [-1, 91]) {
      const reply = await extend(inDays(days));
      expect(reply.body).toMatchObject({ status: 422, code: 'invalid_request', errors: [{ pointer: '/until' }] });
    }
    // Well formed; it is only that this order is past its quote.
    expect((await extend(inDays(89))).body).toMatchObject({ status: 409, code: 'event_not_allowed' });
  });
});

describe('a stuck order', () => {
  it('a stuck order says in plain words what is wrong and who acts next, and stands in the list', async () => {
    const { changeId, reply } = await stuckInFulfilment();
    // Its customer is spared the step and the cause.
    expect(reply.body.headline).toBe(
      'Your order has stopped here: customer support takes care of it, and you do not have to do anything.',
    );
    const seen = await request(stand, 'GET', `/v1/changes/${changeId}`, { key: keys.agent });
    expect(seen.body.headline).toBe(
      'Support acts next: fulfilment got stuck once. The fulfilment service gave no answer.',
    );
    const list = await request(stand, 'GET', '/v1/changes?stuck=true', {
      key: keys.agent,
      headers: { 'accept-language': 'fr' },
    });
    const [item] = list.body.items.filter((one: { changeId: string }) => one.changeId === changeId);
    expect(item.headline).toBe(
      'L’assistance clientèle doit agir\u00a0: l’étape «\u00a0livraison\u00a0» est restée bloquée (une fois). Le service de livraison n’a pas répondu.',
    );
    expect(item.stuck).toMatchObject({ step: 'fulfilling', code: 'FulfilmentUnavailable', attempts: 1 });
  });

  it('a preview tells in the reader’s language what a retry would do', async () => {
    const { changeId, etag } = await stuckInFulfilment();
    const preview = await request(stand, 'POST', `/v1/changes/${changeId}/events/preview`, {
      ...{ key: keys.agent, body: { type: 'RETRY', ...WHY } },
      headers: { 'if-match': etag, 'accept-language': 'fr' },
    });
    expect(preview.body.text).toBe(
      'Ce qui est fait, dans cet ordre\u00a0: livraison. Si chaque étape aboutit\u00a0: La commande est terminée. ' +
        'Aucun argent n’est déplacé.',
    );
  });

  it('a stuck order goes on after a retry, and the reason is kept', async () => {
    const { changeId, etag } = await stuckInFulfilment();
    const reply = await support('agent', changeId, { type: 'RETRY', ...WHY }, { 'if-match': etag });
    expect(reply.body).toMatchObject({ state: 'completed' });
    const timeline = await request(stand, 'GET', `/v1/changes/${changeId}/timeline`, { key: keys.agent });
    expect(timeline.body.items).toContainEqual(
      expect.objectContaining({ kind: 'deed', action: 'RETRY', actorId: 'agent_1', facts: WHY }),
    );
    const forCustomers = await request(stand, 'GET', `/v1/changes/${changeId}/timeline`, { key: keys.service });
    expect(forCustomers.body.items.map(({ kind }: { kind: string }) => kind)).not.toContain('deed');
  });
});

describe('abuse 6: an event of support', () => {
  it('an event of support needs If-Match, and the present one', async () => {
    const { changeId, etag, reply } = await stuckInFulfilment();
    const missing = await support('agent', changeId, { type: 'RETRY', ...WHY });
    expect(missing.body).toMatchObject({ status: 428, code: 'precondition_required' });
    const stale = await support(
      'agent',
      changeId,
      { type: 'RETRY', ...WHY },
      { 'if-match': `"${reply.body.sequence - 1}"` },
    );
    expect(stale.body).toMatchObject({ status: 412, code: 'precondition_failed', state: reply.body.state });
    expect((await see(changeId)).headers.get('etag')).toBe(etag);
  });

  it('an event of support is taken once when two people send one at the same moment: the other gets 412', async () => {
    const { changeId, etag } = await stuckInFulfilment();
    const [hold, again] = await Promise.all(
      (['agent', 'lead'] as const).map((who) =>
        support(who, changeId, { type: 'HOLD', ...WHY, reason: `Held by ${who}.` }, { 'if-match': etag }),
      ),
    );
    expect([hold?.status, again?.status].sort()).toEqual([200, 412]);
    const released = await see(changeId);
    const both = await Promise.all(
      (['agent', 'lead'] as const).map((who) =>
        support(who, changeId, { type: 'RELEASE', ...WHY }, { 'if-match': released.headers.get('etag') ?? '' }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('an event of support needs a reason in code and words', async () => {
    const { changeId, etag } = await stuckInFulfilment();
    const reply = await support('agent', changeId, { type: 'RETRY' }, { 'if-match': etag });
    expect(reply.status).toBe(422);
    expect(reply.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/reasonCode', '/reason']);
  });

  it('an event of support is only for the roles of the catalogue', async () => {
    const { changeId, etag } = await stuckInFulfilment();
    const customer = await request(stand, 'POST', `/v1/changes/${changeId}/events`, {
      key: keys.service,
      body: { type: 'RETRY', ...WHY },
      headers: { ...commandFor('user_1'), 'if-match': etag },
    });
    expect(customer.body).toMatchObject({ status: 403, code: 'role_not_allowed' });
    const override = { type: 'OVERRIDE', evidence: 'Delivered by hand.', ...WHY };
    const agent = await support('agent', changeId, override, { 'if-match': etag });
    expect(agent.body).toMatchObject({ status: 403, code: 'role_not_allowed' });
  });
});

describe('abuse 7: an order that went on meanwhile', () => {
  it('an order that went on meanwhile answers 409 with where it stands and does nothing', async () => {
    const { changeId, etag } = await stuckInFulfilment();
    const done = await support('agent', changeId, { type: 'RETRY', ...WHY }, { 'if-match': etag });
    const late = await support('agent', changeId, { type: 'RETRY', ...WHY }, { 'if-match': `"${done.body.sequence}"` });
    expect(late.body).toMatchObject({ status: 409, code: 'event_not_allowed', state: 'completed', allowedEvents: [] });
  });
});

describe('what one person may not do alone', () => {
  const OVERRIDE = { type: 'OVERRIDE', evidence: 'Delivered by hand.', ...WHY };

  it('an event for two people waits for the second, who approves it by the same call', async () => {
    const { changeId, etag } = await stuckInFulfilment();
    const asked = await support('lead', changeId, OVERRIDE, { 'if-match': etag });
    expect(asked.status).toBe(202);
    expect(asked.body).toEqual({ grantId: expect.stringMatching(/^grt_/), status: 'waiting_for_second_person' });
    expect((await see(changeId)).headers.get('etag')).toBe(etag);

    const { grantId } = asked.body;
    const alone = await support('lead', changeId, { ...OVERRIDE, grantId }, { 'if-match': etag });
    expect(alone.body).toMatchObject({ status: 403, code: 'second_person_required' });

    const approved = await support('otherLead', changeId, { ...OVERRIDE, grantId }, { 'if-match': etag });
    expect(approved.body).toMatchObject({ state: 'completed' });
    const deeds = await stand.store.audit.listOfChange('acme', changeId, 50);
    const facts = { ...WHY, evidence: OVERRIDE.evidence, grantId };
    expect(deeds.map(({ action, actorId, facts: told }) => [action, actorId, told])).toEqual([
      ['OVERRIDE:requested', 'lead_1', facts],
      ['OVERRIDE', 'lead_2', facts],
      ['OVERRIDE:outcome', 'lead_2', {}],
    ]);
    const grant = await stand.store.grants.find('acme', grantId);
    expect(grant).toMatchObject({ requestedBy: 'lead_1', approvedBy: 'lead_2', eventType: 'OVERRIDE', ...WHY });
  });

  it('a grant of another order or event is not taken', async () => {
    const { changeId, etag } = await stuckInFulfilment();
    const asked = await support('lead', changeId, OVERRIDE, { 'if-match': etag });
    const other = await stuckInFulfilment();
    const borrowed = await support(
      'otherLead',
      other.changeId,
      { ...OVERRIDE, grantId: asked.body.grantId },
      { 'if-match': other.etag },
    );
    expect(borrowed.body).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('a request stands in the list until somebody rejects it; then nobody can approve it any more', async () => {
    const { changeId, etag } = await stuckInFulfilment();
    const { grantId } = (await support('lead', changeId, OVERRIDE, { 'if-match': etag })).body;
    const listed = async (): Promise<string[]> =>
      (await request(stand, 'GET', '/v1/requests', { key: keys.agent })).body.items.map(
        (one: { grantId: string }) => one.grantId,
      );
    expect(await listed()).toContain(grantId);
    const headers = { 'idempotency-key': randomUUID() };
    const rejected = await request(stand, 'POST', `/v1/requests/${grantId}/reject`, {
      ...{ key: keys.otherLead, body: WHY, headers },
    });
    expect(rejected.body).toEqual({ grantId, status: 'rejected' });
    // As if the answer and the entry had been lost: told again, it is on record all the same.
    const again = await request(stand, 'POST', `/v1/requests/${grantId}/reject`, {
      ...{ key: keys.otherLead, body: WHY, headers: { 'idempotency-key': randomUUID() } },
    });
    expect(again.body).toEqual(rejected.body);
    expect(await listed()).not.toContain(grantId);
    const late = await support('otherLead', changeId, { ...OVERRIDE, grantId }, { 'if-match': etag });
    expect(late.body).toMatchObject({ status: 409, code: 'request_over' });
    const deeds = await stand.store.audit.listOfChange('acme', changeId, 50);
    expect(deeds.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['OVERRIDE:requested', 'OVERRIDE:rejected']),
    );
  });

  it('a request is over after a day, once, on the record', async () => {
    const { changeId, etag } = await stuckInFulfilment();
    const { grantId } = (await support('lead', changeId, OVERRIDE, { 'if-match': etag })).body;
    const dayAfter = new Date(Date.now() + 25 * 3_600_000);
    expect(await stand.store.grants.listOpen('acme', dayAfter, 50)).toEqual([]);
    expect(await stand.store.grants.approve('acme', grantId, 'lead_2', dayAfter)).toBe(false);
    const { grants } = stand.store;
    const overdue = async () => (await grants.listOverdue(dayAfter, 50)).map((grant) => grant.grantId);
    expect(await overdue()).toContain(grantId);
    await grants.expire({ tenantId: 'acme', grantId });
    expect(await overdue()).not.toContain(grantId);
    const late = await support('otherLead', changeId, { ...OVERRIDE, grantId }, { 'if-match': etag });
    expect(late.body).toMatchObject({ status: 409, code: 'request_over' });
  });

  it('one person who claims to be another cannot approve their own request', async () => {
    const { changeId, etag } = await stuckInFulfilment();
    const asked = await support('lead', changeId, OVERRIDE, { 'if-match': etag });
    const forged = await support(
      'lead',
      changeId,
      { ...OVERRIDE, grantId: asked.body.grantId },
      { 'if-match': etag, 'avenant-on-behalf-of': 'lead_2' },
    );
    expect(forged.body).toMatchObject({ status: 403, code: 'on_behalf_of_not_allowed' });
  });

  it('a second person is not asked where the order would not take the event', async () => {
    const started = await request(stand, 'POST', '/v1/changes', {
      key: keys.service,
      body: { subscriptionId: 'sub_1', seats: 7 },
      headers: commandFor('user_1'),
    });
    const { changeId, sequence } = started.body;
    const reply = await support('lead', changeId, OVERRIDE, { 'if-match': `"${sequence}"` });
    expect(reply.body).toMatchObject({ status: 409, code: 'event_not_allowed' });
  });
});

describe('an order that somebody of support looks after', () => {
  it('an order is given to a colleague by those who saw it as it is, with a reason that is kept', async () => {
    const { changeId, etag } = await stuckInFulfilment();
    const give = (headers: object) =>
      request(stand, 'PUT', `/v1/changes/${changeId}/assignee`, {
        key: keys.agent,
        body: { assignee: 'agent_2', ...WHY },
        headers: { 'idempotency-key': randomUUID(), ...headers },
      });
    expect((await give({})).status).toBe(428);
    expect((await give({ 'if-match': '"1"' })).status).toBe(412);
    expect((await give({ 'if-match': etag })).body).toEqual({ changeId, assignee: 'agent_2' });
    expect((await stand.store.orders.findDoc('acme', changeId))?.assigneeId).toBe('agent_2');
    const deeds = await stand.store.audit.listOfChange('acme', changeId, 50);
    expect(deeds).toContainEqual(expect.objectContaining({ action: 'ASSIGN', actorId: 'agent_1' }));
  });

  it('an order that two people take to be free goes to one; the other gets 412, at once or a while later', async () => {
    const { changeId, etag } = await stuckInFulfilment();
    const take = (who: 'agent' | 'lead', more: object = {}) =>
      request(stand, 'PUT', `/v1/changes/${changeId}/assignee`, {
        ...{ key: keys[who], body: { assignee: who, ...WHY, ...more } },
        headers: { 'idempotency-key': randomUUID(), 'if-match': etag },
      });
    const free = { assigneeSeen: null };
    const both = await Promise.all([take('agent', free), take('lead', free)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await take('agent', free)).status).toBe(412);
    expect((await take('lead')).body.assignee).toBe('lead');
  });
});

describe('what support does in the customer’s place', () => {
  it('an event that support sends in the customer’s place is on record, though no reason is asked; one of the customer is not', async () => {
    const started = await request(stand, 'POST', '/v1/changes', {
      ...{ key: keys.service, body: { subscriptionId: 'sub_1', seats: 6 }, headers: commandFor('user_1') },
    });
    const { changeId, sequence } = started.body;
    const checkedOut = await support('agent', changeId, { type: 'CHECKOUT' });
    const changes = [{ subscriptionId: 'sub_1', seats: 9 }];
    const edited = await support('agent', changeId, { type: 'EDIT', changes });
    const cancelled = await support('agent', changeId, { type: 'CANCEL' });
    expect(cancelled.body.state).toBe('cancelled');
    const deeds = await stand.store.audit.listOfChange('acme', changeId, 50);
    const at = (reply: Reply) => ({ state: reply.body.state, sequence: reply.body.sequence });
    const before = { state: 'reviewing', sequence };
    expect(deeds.map(({ action, actorId, ...places }) => [action, actorId, places.before, places.after])).toEqual([
      ['CHECKOUT', 'agent_1', before, undefined],
      ['CHECKOUT:outcome', 'agent_1', before, at(checkedOut)],
      ['EDIT', 'agent_1', at(checkedOut), undefined],
      ['EDIT:outcome', 'agent_1', at(checkedOut), at(edited)],
      ['CANCEL', 'agent_1', at(edited), undefined],
      ['CANCEL:outcome', 'agent_1', at(edited), at(cancelled)],
    ]);
    expect(deeds[2]?.facts).toEqual({ changes: JSON.stringify(changes) });
    const others = await stuckInFulfilment();
    expect(await stand.store.audit.listOfChange('acme', others.changeId, 50)).toEqual([]);
  });
});

describe('placing for the customer', () => {
  it('an order that support places needs the customer’s word on record', async () => {
    const started = await request(stand, 'POST', '/v1/changes', {
      key: keys.service,
      body: { subscriptionId: 'sub_1', seats: 6 },
      headers: commandFor('user_1'),
    });
    const { changeId } = started.body;
    await command(changeId, { type: 'CHECKOUT' });
    const reply = await support('agent', changeId, { type: 'PLACE_ORDER' });
    expect(reply.body).toMatchObject({ status: 422, errors: [{ pointer: '/consent' }] });
    const placed = await support('agent', changeId, { type: 'PLACE_ORDER', consent: 'By phone, 23 November.' });
    expect(placed.status).toBe(200);
  });
});
