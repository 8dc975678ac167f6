import { randomUUID } from 'node:crypto';
import type { Role } from '../../../machines/events';
import { sampleView } from '../../store/orders/sample-view';
import { bringIn } from '../facts/facts';
import { type Reply, request, type ServerStand, startServerStand } from '../stand';

/** What support writes down about an order for colleagues, and nobody else is told. */

let stand: ServerStand;
const keys = {} as Record<Role, string>;
const PEOPLE: Partial<Record<Role, string>> = {
  ...{ billing_contact: 'user_1', seat_admin: 'user_2' },
  ...{ support_agent: 'agnes', support_lead: 'lea', operator: 'olga' },
};

beforeAll(async () => {
  stand = await startServerStand();
  for (const role of [
    'service',
    'billing_contact',
    'seat_admin',
    'support_agent',
    'support_lead',
    'operator',
  ] as const) {
    const userId = PEOPLE[role];
    keys[role] = await stand.key(role, userId === undefined ? {} : { userId });
  }
  await bringIn(stand, keys.service);
});
afterAll(() => stand.stop());

const MOVE = { at: '2026-03-12T10:00:00.000Z', event: 'started', from: '', to: 'verifying', sequence: 1 };

/** An order that nobody has written about. */
async function order(more: Parameters<typeof sampleView>[0] = {}): Promise<string> {
  const changeId = `chg_${randomUUID().slice(0, 8)}`;
  const view = sampleView({ transitions: [MOVE] as never, ...more }, { tenantId: 'acme', changeId });
  await stand.store.orders.project(view);
  return changeId;
}

const write = (
  changeId: string,
  body: object,
  key: string = keys.support_agent,
  headers: Record<string, string> = { 'idempotency-key': randomUUID() },
): Promise<Reply> => request(stand, 'POST', `/v1/changes/${changeId}/notes`, { key, body, headers });

const read = async (changeId: string, key: string, query = '?kind=note&order=desc') =>
  (await request(stand, 'GET', `/v1/changes/${changeId}/timeline${query}`, { key })).body;

const notesOn = async (changeId: string, key: string = keys.support_agent): Promise<string[]> =>
  (await read(changeId, key)).items.map(({ note }: { note: string }) => note);

describe('a note', () => {
  it('a note of an agent and one of a lead are read by all of our staff, the latest first, as they were written', async () => {
    const changeId = await order();
    const first = await write(changeId, { text: '  The customer calls back.\r\nAsk for\tClaire.\n ' });
    expect([first.status, first.body]).toEqual([
      201,
      { changeId, noteId: expect.stringMatching(/^nte_/), at: expect.any(String) },
    ]);
    expect((await write(changeId, { text: 'She did.' }, keys.support_lead)).status).toBe(201);
    for (const role of ['support_agent', 'support_lead', 'operator'] as const) {
      expect((await read(changeId, keys[role])).items).toEqual([
        expect.objectContaining({ note: 'She did.', authorId: 'lea', role: 'support_lead' }),
        expect.objectContaining({
          ...{ kind: 'note', importance: 'normal', noteId: first.body.noteId, at: first.body.at },
          ...{ note: 'The customer calls back.\nAsk for Claire.', authorId: 'agnes', role: 'support_agent' },
          text: 'agnes, support agent, has written a note.',
        }),
      ]);
    }
    const { body } = await request(stand, 'GET', `/v1/changes/${changeId}`, { key: keys.operator });
    expect(body.notes).toBe(2);
  });

  it('a note stands in the timeline where it was written, once, and is turned to page by page', async () => {
    const changeId = await order();
    for (const text of ['one', 'two', 'three']) await write(changeId, { text });
    const whole = (await read(changeId, keys.support_agent, '')).items;
    expect(whole.map(({ kind }: { kind: string }) => kind)).toEqual(['move', 'note', 'note', 'note']);
    const { items, next } = await read(changeId, keys.support_agent, '?kind=note&order=desc&limit=2');
    expect(items.map(({ note }: { note: string }) => note)).toEqual(['three', 'two']);
    const rest = await read(changeId, keys.support_agent, `?kind=note&order=desc&limit=2&cursor=${next}`);
    expect([rest.items.map(({ note }: { note: string }) => note), rest.next]).toEqual([['one'], null]);
    expect((await read(changeId, keys.support_agent, `?order=desc&cursor=${next}`)).code).toBe('invalid_cursor');
    expect((await read(changeId, keys.support_agent, '?kind=move')).items).toHaveLength(1);
  });

  it('an order that is over takes a note', async () => {
    const changeId = await order({ state: 'completed', status: 'done', tags: ['settled', 'committed'] });
    expect((await write(changeId, { text: 'The customer is happy.' })).status).toBe(201);
    expect(await notesOn(changeId)).toEqual(['The customer is happy.']);
  });

  it('the audit trail says that a note was written, by whom and where the order was, and not what it says', async () => {
    const changeId = await order();
    const { noteId } = (await write(changeId, { text: 'Nobody reads this there.' })).body;
    const span = { tenantId: 'acme', changeId, to: new Date(Date.now() + 60_000) };
    const entries = (await stand.store.audit.listSpan(span, 10)).filter(({ action }) => action !== 'READ');
    expect(entries).toMatchObject([
      {
        ...{ action: 'NOTE', actorId: 'agnes', role: 'support_agent', facts: { noteId } },
        before: { state: 'verifying', sequence: 5 },
      },
    ]);
    expect(JSON.stringify(entries) + stand.logged()).not.toContain('Nobody reads this');
    expect(await stand.store.audit.listOfChange('acme', changeId, 10)).toEqual([]);
    expect(await stand.store.outbox.list('acme', 10)).toEqual([]);
  });
});

describe('a note that is sent again', () => {
  it('the same key writes one note, and another text under it is told so', async () => {
    const changeId = await order();
    const headers = { 'idempotency-key': 'once' };
    const first = await write(changeId, { text: 'once' }, keys.support_agent, headers);
    const again = await write(changeId, { text: 'once' }, keys.support_agent, headers);
    expect([again.status, again.body, again.headers.get('idempotent-replayed')]).toEqual([201, first.body, 'true']);
    const other = await write(changeId, { text: 'twice' }, keys.support_agent, headers);
    expect(other.body).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    expect((await write(changeId, { text: 'none' }, keys.support_agent, {})).body.code).toBe('idempotency_key_missing');
    expect(await notesOn(changeId)).toEqual(['once']);
  });

  it('the same key writes one note also where all memory of the first answer is lost', async () => {
    const changeId = await order();
    const headers = { 'idempotency-key': 'forgotten' };
    const first = await write(changeId, { text: 'once' }, keys.support_agent, headers);
    const later = new Date(Date.now() + 30 * 86_400_000);
    while ((await stand.store.idempotency.removeExpired(later, 100)) > 0);
    const again = await write(changeId, { text: 'once' }, keys.support_agent, headers);
    expect([again.body, again.headers.get('idempotent-replayed')]).toEqual([first.body, null]);
    expect(await notesOn(changeId)).toEqual(['once']);
  });
});

describe('the bounds of a note', () => {
  it.each([
    ['nothing', ''],
    ['nothing but space', ' \n\t '],
    ['more than 2,000 characters', 'x'.repeat(2_001)],
    ['a NUL', 'a\0b'],
    ['a bell', 'a\u0007b'],
    ['an escape', '\u001b[31mred'],
    ['a separator of lines that is no line break', 'a\u2028b'],
  ])('a note of %s is refused, and names its field', async (_what, text) => {
    const changeId = await order();
    const { body } = await write(changeId, { text });
    expect([body.status, body.errors[0].pointer]).toEqual([422, '/text']);
    expect(await notesOn(changeId)).toEqual([]);
  });

  it('a note of 2,000 characters is written whole, and a card number is taken from nobody', async () => {
    const changeId = await order();
    const longest = `${'é\n'.repeat(999)}ab`;
    expect((await write(changeId, { text: longest })).status).toBe(201);
    expect(await notesOn(changeId)).toEqual([longest]);
    expect((await write(changeId, { text: '4242 4242 4242 4242' })).body.code).toBe('card_data_refused');
    expect((await write(changeId, { text: 'a', to: 'b' })).body.code).toBe('invalid_request');
  });

  it('notes that are written at once have each their place', async () => {
    const changeId = await order();
    const texts = Array.from({ length: 12 }, (_, index) => `note ${index}`);
    await Promise.all(texts.map((text) => write(changeId, { text })));
    const notes = await stand.store.orderNotes.listOfChange('acme', changeId, 50);
    expect(notes.map(({ number }) => number)).toEqual(texts.map((_, index) => 12 - index));
    expect(notes.map(({ text }) => text).sort()).toEqual([...texts].sort());
    expect(await stand.store.orders.findAtDesk('acme', changeId)).toMatchObject({ notes: 12 });
  });

  it('an order takes so many notes and no more, which is told in words and is on record', async () => {
    const changeId = await order();
    const note = {
      tenantId: 'acme',
      changeId,
      text: 'n',
      authorId: 'agnes',
      role: 'support_agent',
      at: new Date(),
    } as const;
    for (let number = 1; number <= 200; number += 1)
      await stand.store.orderNotes.write({ ...note, noteId: `nte_${changeId}_${number}` }, 200);
    const headers = { 'idempotency-key': randomUUID(), 'accept-language': 'fr' };
    const { body } = await write(changeId, { text: 'One more.' }, keys.support_agent, headers);
    expect(body).toMatchObject({
      status: 409,
      code: 'too_many_notes',
      forPeople: expect.stringContaining('200 notes'),
    });
    expect(await notesOn(changeId)).toHaveLength(200);
    const span = { tenantId: 'acme', changeId, to: new Date(Date.now() + 60_000) };
    const actions = (await stand.store.audit.listSpan(span, 10)).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['NOTE', 'NOTE:refused']));
  });
});

describe('who is no colleague', () => {
  it.each(['service', 'billing_contact', 'seat_admin', 'operator'] as const)(
    'a note is taken from nobody but support: %s',
    async (role) => {
      const changeId = await order();
      const behalf: Record<string, string> = role === 'service' ? { 'avenant-on-behalf-of': 'user_1' } : {};
      const { body } = await write(changeId, { text: 'mine' }, keys[role], {
        'idempotency-key': randomUUID(),
        ...behalf,
      });
      expect(body).toMatchObject({ status: 403, code: 'role_not_allowed', forPeople: expect.any(String) });
      expect(await notesOn(changeId)).toEqual([]);
    },
  );

  it.each(['service', 'billing_contact'] as const)('a customer sees nothing of notes: %s', async (role) => {
    const changeId = await order();
    const before = await request(stand, 'GET', `/v1/changes/${changeId}`, { key: keys[role] });
    await write(changeId, { text: 'A secret among colleagues.' });
    const after = await request(stand, 'GET', `/v1/changes/${changeId}`, { key: keys[role] });
    expect(after.body).toEqual(before.body);
    expect(after.body.notes).toBeNull();
    const whole = await read(changeId, keys[role], '');
    expect(whole.items.map(({ kind }: { kind: string }) => kind)).toEqual(['move']);
    expect((await read(changeId, keys[role])).items).toEqual([]);
  });
});
