import { request, type ServerStand, startServerStand } from '../stand';
import { bringIn } from './facts';

describe('the proration policy of a seller', () => {
  let stand: ServerStand;
  let operator: string;
  let service: string;
  beforeAll(async () => {
    stand = await startServerStand();
    operator = await stand.key('operator', { userId: 'otto' });
    service = await stand.key('service');
    await bringIn(stand, service);
  });
  afterAll(() => stand.stop());

  const put = (policy: string, headers: Record<string, string> = {}) =>
    request(stand, 'PUT', '/v1/settings/policy', { key: operator, body: { policy }, headers });

  it('a policy without gaps is told as one', async () => {
    const { body } = await request(stand, 'GET', '/v1/settings/policy', { key: service });
    expect(body).toEqual({ policy: 'anchor-reset', version: 1, gaps: [] });
  });

  it('a seller who chooses a policy is told in their language what it gives away, and the next quote follows it', async () => {
    const { status, body } = await put('recurly-full-credit', { 'accept-language': 'fr' });
    expect({ status, ...body }).toMatchObject({
      status: 200,
      policy: 'recurly-full-credit',
      gaps: [{ axis: 'credit', choice: 'full', favours: 'customer' }],
    });
    expect(body.gaps[0].text).toContain('donnent 40,00');
    const english = await request(stand, 'GET', '/v1/settings/policy', { key: service });
    expect(english.body.gaps[0].text).toContain('give 40.00');
    const [entry] = await stand.store.audit.list('acme', new Date(Date.now() + 86_400_000), 1);
    expect(entry).toMatchObject({ action: 'SET_SELLER_POLICY', actorId: 'otto' });
    const preview = await request(stand, 'POST', '/v1/quotes', {
      key: service,
      body: { changes: [{ subscriptionId: 'sub_1', seats: 8 }] },
      headers: { 'avenant-on-behalf-of': 'user_1' },
    });
    expect(preview.body.quote.policy).toEqual({ name: 'recurly-full-credit', version: 1 });
  });

  it('a policy that nobody knows is refused with its field', async () => {
    expect(await put('generous')).toMatchObject({ status: 422, body: { errors: [{ pointer: '/policy' }] } });
  });

  it('a simulation tells the gaps of the policy it was asked about, also of one of its own', async () => {
    const { body } = await request(stand, 'POST', '/v1/quotes/simulate', {
      key: service,
      body: {
        at: '2023-06-11T08:00:00Z',
        policy: { basedOn: 'kill-bill', charge: 'full', changeDayOwner: 'both' },
        subscription: { seats: 8, unitPrice: '30.00', period: { start: '2023-06-01', end: '2023-07-01' } },
        change: { seats: 9 },
      },
    });
    expect(body.gaps.map(({ axis, choice }: Record<string, string>) => [axis, choice])).toEqual([
      ['charge', 'full'],
      ['changeDayOwner', 'both'],
    ]);
  });
});
