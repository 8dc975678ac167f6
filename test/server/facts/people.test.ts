import { type Reply, request, type ServerStand, startServerStand } from '../stand';

let stand: ServerStand;
let key: string;
beforeAll(async () => {
  stand = await startServerStand();
  key = await stand.key('service');
});
afterAll(() => stand.stop());

const CLAIRE = { name: 'Claire Martin', mailAddress: 'claire@example.com', locale: 'fr', asOf: '2026-03-12T10:00:00Z' };
const put = (personId: string, body: object): Promise<Reply> =>
  request(stand, 'PUT', `/v1/people/${personId}`, { key, body });

describe('a person', () => {
  it('a person is brought in, and what is older than what is known is refused', async () => {
    expect((await put('claire', CLAIRE)).body).toEqual({ status: 'stored', asOf: '2026-03-12T10:00:00.000Z' });
    expect((await put('claire', CLAIRE)).body.status).toBe('unchanged');
    const older = await put('claire', { ...CLAIRE, asOf: '2026-03-12T09:59:59Z' });
    expect(older.body).toMatchObject({ status: 409, code: 'older_fact', storedAsOf: '2026-03-12T10:00:00.000Z' });
    const seen = await request(stand, 'GET', '/v1/people/claire', { key });
    expect(seen.body).toEqual({
      ...{ ...CLAIRE, personId: 'claire', hasLeft: false, asOf: '2026-03-12T10:00:00.000Z' },
      ...{ mail: { state: 'ok', since: null }, remindersStoppedAt: null },
    });
  });

  it('an instant that nothing could come after is refused with its field', async () => {
    const asOf = new Date(Date.now() + 2 * 86_400_000).toISOString();
    const { status, body } = await put('early', { ...CLAIRE, asOf });
    expect([status, body.errors]).toEqual([422, [expect.objectContaining({ pointer: '/asOf' })]]);
  });

  it('an address that a header could be smuggled in with is refused, and so is a name of two lines', async () => {
    for (const wrong of [{ mailAddress: 'a@b.example\r\nBcc: c@d.example' }, { name: 'Claire\r\nBcc: c@d.example' }]) {
      expect((await put('smuggler', { ...CLAIRE, ...wrong })).status).toBe(422);
    }
  });

  it('a look at a person is for services and support, and support’s is on record', async () => {
    await put('claire', CLAIRE);
    const agent = await stand.key('support_agent', { userId: 'agnes' });
    expect((await request(stand, 'GET', '/v1/people/claire', { key: agent })).status).toBe(200);
    const span = { tenantId: 'acme', from: new Date(0), to: new Date(Date.now() + 60_000) };
    const looks = (await stand.store.audit.listSpan(span, 50)).filter(({ actorId }) => actorId === 'agnes');
    expect(looks.map(({ action, facts }) => [action, facts])).toEqual([['READ', { of: 'person', id: 'claire' }]]);
    const contact = await stand.key('billing_contact', { userId: 'user_1' });
    expect((await request(stand, 'GET', '/v1/people/claire', { key: contact })).status).toBe(403);
  });

  it('the log tells neither a name nor an address of a person', async () => {
    await put('claire', CLAIRE);
    await put('claire', { ...CLAIRE, mailAddress: 'claire@' });
    expect(stand.logged()).toContain('/v1/people/');
    expect(stand.logged()).not.toMatch(/Martin|claire@/);
  });
});
