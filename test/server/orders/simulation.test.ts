import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EDGE_CASES } from '../../billing/simulation/cases';
import { plainSpaces } from '../../support/plain-spaces';
import { request, type ServerStand, startServerStand } from '../stand';

const EXAMPLE = JSON.parse(readFileSync(join(__dirname, '../../../docs/examples/fewer-seats.json'), 'utf8'));

describe('POST /v1/quotes/simulate', () => {
  let stand: ServerStand;
  let key: string;
  beforeAll(async () => {
    stand = await startServerStand();
    key = await stand.key('support_agent');
  });
  afterAll(() => stand.stop());

  const simulate = (body: unknown, headers: Record<string, string> = {}) =>
    request(stand, 'POST', '/v1/quotes/simulate', { key, body, headers });

  it('a simulation answers what `npm run quote` answers, from nothing but the request', async () => {
    const { status, body } = await simulate(EXAMPLE);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      route: 'self_serve',
      quote: {
        policy: { name: 'anchor-reset' },
        total: { amount: '-12.00' },
        otherAnchor: { total: { amount: '-72.00' } },
      },
    });
    expect(plainSpaces(body.quote.lines[0].text)).toContain('€240.00 × 20 of 30 days = −€160.00');
  });

  it('a simulation answers over HTTP what the engine answers, also at the edges', async () => {
    for (const { title, input, expected } of EDGE_CASES) {
      const { body } = await simulate(input);
      const { quote } = body;
      const { total, vat = quote.vat.amount, net = quote.net.amount, nextBill } = expected;
      const amounts = { total: quote.total.amount, vat: quote.vat.amount, net: quote.net.amount };
      expect({ title, ...amounts }).toEqual({ title, total, vat, net });
      const [change] = quote.changes;
      if (nextBill) expect({ date: change.nextBillDate, net: change.nextBillNet.amount }).toEqual(nextBill);
    }
  });

  it('a simulation shows the instant at which a line starts, and takes it back as a fact', async () => {
    const june = { start: '2023-06-01', end: '2023-07-01' };
    const subscription = { seats: 1, unitPrice: '31', period: june };
    const first = await simulate({
      at: '2023-06-16T12:00:00Z',
      policy: 'stripe-billed-price',
      subscription,
      change: { tierId: 'p', unitPrice: '60' },
    });
    const [, charge] = first.body.quote.lines;
    expect(charge).toMatchObject({ startsAt: '2023-06-16T12:00:00Z', net: { amount: '29.00' } });
    const { lineId: _, period, startsAt, vatPercent } = charge;
    const billedLines = [{ period, startsAt, vatPercent, amount: charge.net.amount }];
    const second = await simulate({
      at: '2023-06-16T18:00:00Z',
      policy: 'stripe-billed-price',
      subscription: { ...subscription, tierId: 'p', unitPrice: '60', billedLines },
      change: { tierId: 'q', unitPrice: '90' },
    });
    // 14.25 of the 14.5 days.
    expect(second.body.quote.lines[0].net.amount).toBe('-28.50');
  });

  it('a simulation names the field of a price that is not sold on the day of the change', async () => {
    const price = { frequency: 'month', currency: 'EUR', bands: [{ fromSeats: 1, unitPrice: '10' }] };
    const tier = { tierId: 'standard', name: 'Standard', rank: 1, minSeats: 1, maxSeats: 9 };
    const prices = [{ ...price, validFrom: '2020-01-01', validTo: '2026-01-01' }];
    const { status, body } = await simulate({
      at: '2025-12-20T09:00:00Z',
      effectiveDate: '2026-01-01',
      catalog: [{ productId: 'webinar', name: 'Webinar', tiers: [{ ...tier, prices }] }],
      subscription: { seats: 2, period: { start: '2025-12-01', end: '2026-01-01' } },
      change: { seats: 3 },
    });
    expect({ status, ...body }).toMatchObject({
      status: 422,
      code: 'price_missing',
      errors: [{ pointer: '/change/seats', code: 'price_missing' }],
    });
  });

  it('a simulation explains in the language that is asked for, and compares policies', async () => {
    const { body } = await simulate({ ...EXAMPLE, compareWith: ['kill-bill'] }, { 'accept-language': 'fr' });
    expect(body.quote.explanation.totals).toContain('Total : −12,00 €'.replaceAll(/ (?=[€:])/g, '\u00a0'));
    expect(body.comparisons).toMatchObject([{ policy: { name: 'kill-bill' }, total: { amount: '-72.00' } }]);
  });

  it('a simulation names the fields it cannot use', async () => {
    const { status, body } = await simulate({
      ...EXAMPLE,
      balance: '0x1f',
      at: '2023-07-02T08:00:00Z',
      policy: { timeUnit: 'hour' },
    });
    expect(status).toBe(422);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/policy/timeUnit', '/balance']);
    const outside = await simulate({ ...EXAMPLE, at: '2023-07-02T08:00:00Z' });
    expect(outside).toMatchObject({ status: 422, body: { code: 'invalid_request', errors: [{ pointer: '/at' }] } });
  });

  it('a simulation names the field of a value that is not JSON', async () => {
    const { status, body } = await simulate('{"balance": 1_000}');
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { code: 'malformed_json', errors: [{ pointer: '/balance', code: 'invalid_literal', detail: '"1_000"' }] },
    });
  });

  it('a simulation refuses what an order would refuse', async () => {
    const { status, body } = await simulate({ ...EXAMPLE, account: { pastDue: true } });
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'past_due' });
  });

  it('a simulation is not for seat administrators, and is in the OpenAPI document', async () => {
    const seatAdmin = await stand.key('seat_admin', { userId: 'user_2' });
    const { status } = await request(stand, 'POST', '/v1/quotes/simulate', { key: seatAdmin, body: EXAMPLE });
    expect(status).toBe(403);
    const { body } = await request(stand, 'GET', '/openapi.json');
    expect(body.paths['/v1/quotes/simulate'].post.operationId).toBe('simulateQuote');
  });
});
