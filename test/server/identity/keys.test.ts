import { MOST_KEYS } from '../../../schemas/identity/keys';
import { PATIENCE, until } from '../../support/within';
import { type Reply, request, type ServerStand, startServerStand } from '../stand';

/** The keys of the API, as those see them who answer for them. */

interface Key {
  keyId: string;
  lastUsedAt: string | null;
}

let stand: ServerStand;
beforeAll(async () => {
  stand = await startServerStand();
});
afterAll(() => stand.stop());

const list = (key: string): Promise<Reply> => request(stand, 'GET', '/v1/keys', { key });
const idOf = (key: string): string => key.split('_')[2] ?? '';

describe('the keys', () => {
  it('the keys of a tenant are listed with whose they are and since when, and with nothing of their secret', async () => {
    const operator = await stand.key('operator', { userId: 'otto' });
    const service = await stand.key('service', { expiresAt: '2100-01-01T00:00:00.000Z' });
    await stand.key('service', { tenantId: 'other' });
    const { status, body } = await list(operator);
    expect(status).toBe(200);
    expect(body.more).toBe(false);
    expect(body.items.map(({ keyId }: Key) => keyId).sort()).toEqual([operator, service].map(idOf).sort());
    const shown = body.items.find(({ keyId }: Key) => keyId === idOf(service));
    const { createdAt, ...rest } = shown;
    expect(rest).toEqual({
      ...{ keyId: idOf(service), name: null, role: 'service', userId: null },
      ...{ lastUsedAt: null, expiresAt: '2100-01-01T00:00:00.000Z' },
    });
    expect(Math.abs(Date.now() - Date.parse(createdAt))).toBeLessThan(PATIENCE);
    const stored = await stand.store.apiKeys.find(idOf(service));
    for (const secret of [stored?.secretHash ?? '', service.split('_')[3] ?? ''])
      expect(JSON.stringify(body)).not.toContain(secret);
  });

  it('a key tells when it was last used, and a wrong one that names it does not count', async () => {
    const lead = await stand.key('support_lead', { userId: 'lea' });
    const service = await stand.key('service');
    const usedAt = async (): Promise<string | null> => {
      const { body } = await list(lead);
      return body.items.find(({ keyId }: Key) => keyId === idOf(service)).lastUsedAt;
    };
    const forged = `${service.slice(0, -4)}AAAA`;
    expect((await request(stand, 'GET', '/v1/session', { key: forged })).status).toBe(401);
    expect(await usedAt()).toBeNull();
    const noting = jest.spyOn(stand.store.apiKeys, 'noteUsed');
    for (let time = 0; time < 3; time += 1) await request(stand, 'GET', '/v1/session', { key: service });
    await until(PATIENCE, 'the note of it', async () => (await usedAt()) !== null);
    expect(noting.mock.calls.filter(([keyId]) => keyId === idOf(service))).toHaveLength(1);
    noting.mockRestore();
  });

  it('a list of the keys says so where there are more than it shows', async () => {
    const lead = await stand.key('support_lead', { userId: 'lea' });
    const [one] = await stand.store.apiKeys.list('acme', 1);
    if (one === undefined) throw new Error('There is no key.');
    const listing = jest.spyOn(stand.store.apiKeys, 'list').mockResolvedValue(Array(MOST_KEYS + 1).fill(one));
    const { body } = await list(lead);
    listing.mockRestore();
    expect([body.items.length, body.more]).toEqual([MOST_KEYS, true]);
  });

  it('an agent does not see the keys', async () => {
    const agent = await stand.key('support_agent', { userId: 'agnes' });
    expect((await list(agent)).body).toMatchObject({ status: 403, code: 'role_not_allowed' });
  });
});
