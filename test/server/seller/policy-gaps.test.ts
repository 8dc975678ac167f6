import { changeSettings } from '../../../dev/stack/change-settings';
import { bringIn } from '../facts/facts';
import { request, type ServerStand, startServerStand } from '../stand';

describe('what a proration policy gives away', () => {
  let stand: ServerStand;
  let service: string;
  beforeAll(async () => {
    stand = await startServerStand();
    service = await stand.key('service');
    await bringIn(stand, service);
  });
  afterAll(() => stand.stop());

  const gapsIn = async (language: string) => {
    const headers = { 'accept-language': language };
    return (await request(stand, 'GET', '/v1/settings', { key: service, headers })).body.policyGaps;
  };

  it('a policy without gaps is told as one', async () => {
    expect(await gapsIn('en')).toEqual([]);
  });

  it('a seller who chooses a policy is told in their language what it gives away, and the next quote follows it', async () => {
    await changeSettings(stand.store, 'acme', { policy: 'recurly-full-credit' });
    const [gap] = await gapsIn('fr');
    expect(gap).toMatchObject({ axis: 'credit', choice: 'full', favours: 'customer' });
    expect(gap.text).toContain('donnent 40,00');
    expect((await gapsIn('en'))[0].text).toContain('give 40.00');
    const preview = await request(stand, 'POST', '/v1/quotes', {
      key: service,
      body: { changes: [{ subscriptionId: 'sub_1', seats: 8 }] },
      headers: { 'avenant-on-behalf-of': 'user_1' },
    });
    expect(preview.body.quote.policy).toEqual({ name: 'recurly-full-credit', version: 1 });
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
