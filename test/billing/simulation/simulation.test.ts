import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PRESETS } from '../../../billing/policies/presets';
import type { Simulation } from '../../../billing/simulation/types';
import { SimulationRequestSchema } from '../../../schemas/orders/simulation';
import { Problem } from '../../../server/http/problem';
import { validated } from '../../../server/http/validation';
import { answerSimulation } from '../../../server/orders/quotes/simulation';
import { timesAsLong } from '../../support/times-as-long';

const EXAMPLES = join(__dirname, '../../../docs/examples');

/** Eight seats at 30.00 by the month, billed and paid for June 2023. */
const JUNE = {
  at: '2023-06-11T08:00:00Z',
  subscription: { seats: 8, unitPrice: '30.00', period: { start: '2023-06-01', end: '2023-07-01' } },
  change: { seats: 9 },
};

const read = (input: object): Simulation => validated(SimulationRequestSchema, input, 'en');

function quoted(input: object) {
  const result = answerSimulation(read(input));
  if (result.kind === 'refused') throw new Error(`refused: ${result.refusal.code}`);
  return result;
}

function wrongFieldsOf(input: object): string[] {
  try {
    answerSimulation(read(input));
  } catch (error) {
    if (error instanceof Problem) return error.errors.map(({ pointer }) => pointer);
    throw error;
  }
  return [];
}

describe('a simulation', () => {
  it('a simulation needs a subscription, a change and an instant; everything else has a default', () => {
    const { quote, route } = quoted(JUNE);
    expect(route).toBe('self_serve');
    // 20 of 30 days of 240.00 come back, nine seats are charged for a new month.
    expect(quote.lines.map(({ net }) => net)).toEqual(['-160.00', '270.00']);
    expect(quote).toMatchObject({ policy: { name: 'anchor-reset', version: 1 }, currency: 'EUR', dueToday: '110.00' });
    expect(quote.otherAnchor).toMatchObject({ anchor: 'kept', total: '20.00' });
  });

  it('a simulation is priced by any preset, and by a preset with other axes under a name of its own', () => {
    for (const { name, version } of PRESETS) {
      expect(quoted({ ...JUNE, policy: name }).quote.policy).toEqual({ name, version });
    }
    const policy = { name: 'ours', basedOn: 'kill-bill', changeDayOwner: 'both', rounding: 'line' };
    const { quote } = quoted({ ...JUNE, policy });
    expect(quote.policy).toEqual({ name: 'ours', version: 1 });
    expect(quote.lines.map(({ net }) => net)).toEqual(['-152.00', '180.00']);
  });

  it('a simulation shows the totals of other policies beside it', () => {
    const compareWith = ['kill-bill', { name: 'no-credit', credit: 'none' }];
    expect(quoted({ ...JUNE, compareWith }).comparisons).toMatchObject([
      { policy: { name: 'kill-bill' }, total: '20.00', nextBills: [{ date: '2023-07-01', net: '270.00' }] },
      { policy: { name: 'no-credit' }, total: '270.00', nextBills: [{ date: '2023-07-11', net: '270.00' }] },
    ]);
  });

  it('a simulation takes several subscriptions, a catalogue and a cart as one order', () => {
    const source = JSON.parse(readFileSync(join(EXAMPLES, 'several-subscriptions.json'), 'utf8'));
    const { quote } = quoted(source);
    // 330.00 - 162.58 for twelve seats at the lower band, 60.00 - 55.16 for two, and the headset.
    expect(quote.lines.map(({ net }) => net)).toEqual(['-162.58', '330.00', '-55.16', '60.00', '49.90']);
    expect(quote).toMatchObject({ total: '222.16', includesCart: true });
  });

  it('a simulation answers with a refusal where an order would be refused', () => {
    const { subscription } = JUNE;
    const refusalOf = (input: object) => {
      const result = answerSimulation(read({ ...JUNE, ...input }));
      return result.kind === 'refused' ? result.refusal.code : 'none';
    };
    expect(refusalOf({ change: { seats: 8 } })).toBe('nothing_to_change');
    expect(refusalOf({ account: { pastDue: true } })).toBe('past_due');
    expect(refusalOf({ subscription: { ...subscription, status: 'paused' } })).toBe('subscription_not_active');
    expect(refusalOf({ subscription: { ...subscription, endsOn: '2023-07-01' } })).toBe('end_is_set');
    expect(refusalOf({ subscription: { ...subscription, endsOn: '2023-06-11' } })).toBe('subscription_not_active');
    expect(refusalOf({ subscription: { ...subscription, pausesOn: '2023-06-11' } })).toBe('subscription_not_active');
    expect(refusalOf({ change: { liftEnd: true, seats: 9 } })).toBe('end_lifted_alone');
    expect(refusalOf({ subscription: { ...subscription, assignedSeats: 8 }, change: { seats: 7 } })).toBe(
      'seats_below_assigned',
    );
    expect(refusalOf({ subscription: { ...subscription, currency: 'USD' } })).toBe('currency_mismatch');
  });

  it('a cart is looked at as an order looks at it: an empty one has no currency, and one put aside has', () => {
    const refusalOf = (cart: object) => {
      const result = answerSimulation(read({ ...JUNE, cart: { currency: 'USD', ...cart } }));
      return result.kind === 'refused' ? result.refusal.code : 'none';
    };
    const items = [{ itemId: 'headset', description: 'Headset', amount: '49.90' }];
    expect({ empty: refusalOf({ items: [] }), aside: refusalOf({ items, include: false }) }).toEqual({
      empty: 'none',
      aside: 'currency_mismatch',
    });
  });

  it('a simulation for the end of the period is one of the day on which it ends, the earliest of several', () => {
    expect(quoted({ ...JUNE, effective: 'now' }).quote).toEqual(quoted(JUNE).quote);
    const { quote } = quoted({ ...JUNE, effective: 'period_end' });
    expect(quote).toEqual(quoted({ ...JUNE, effectiveDate: '2023-07-01' }).quote);
    const { subscription, change, ...rest } = JUNE;
    const longer = { ...subscription, subscriptionId: 'longer', period: { start: '2023-06-05', end: '2023-07-05' } };
    const changes = [
      { subscription: longer, change },
      { subscription, change },
    ];
    expect(quoted({ ...rest, changes, effective: 'period_end' }).quote.effectiveDate).toBe('2023-07-01');
  });

  it('a simulation hands a corporate account to its advisor and still quotes', () => {
    expect(quoted({ ...JUNE, account: { kind: 'corporate' } }).route).toBe('advisor');
  });

  it.each(readdirSync(EXAMPLES))('a simulation quotes the example %s', (file) => {
    expect(wrongFieldsOf(JSON.parse(readFileSync(join(EXAMPLES, file), 'utf8')))).toEqual([]);
  });
});

const withLine = (line: object) => ({ subscription: { ...JUNE.subscription, billedLines: [line] } });
const inPeriod = (period: object) => ({ subscription: { ...JUNE.subscription, period } });
const withPrice = (unitPrice: unknown) => ({ subscription: { ...JUNE.subscription, unitPrice } });

describe('a simulation that cannot be answered', () => {
  it.each<[string, string, object]>([
    ['an exponent', '/balance', { balance: '1e400' }],
    ['hexadecimal digits', '/balance', { balance: '0x1f' }],
    ['NaN', '/minimumCharge', { minimumCharge: 'NaN' }],
    ['a number where text belongs', '/subscription/unitPrice', withPrice(30)],
    ['an infinite number', '/subscription/unitPrice', withPrice(Number.POSITIVE_INFINITY)],
    ['separated thousands', '/subscription/unitPrice', withPrice('1_000')],
    ['a negative price', '/subscription/unitPrice', withPrice('-30.00')],
    ['13 decimals', '/subscription/billedLines/0/amount', withLine({ amount: '240.0000000000001' })],
    ['more decimals than the currency has', '/balance', { balance: '1.005' }],
    [
      'and the same in a cart',
      '/cart/items/0/amount',
      { cart: { items: [{ itemId: 'a', description: 'A', amount: '0.001' }] } },
    ],
    ['two days to take effect on', '/effective', { effective: 'now', effectiveDate: '2023-06-20' }],
    ['a zone that does not exist', '/account/timeZone', { account: { timeZone: 'Europe/Atlantis' } }],
    ['a currency that does not exist', '/account/currency', { account: { currency: 'ZZZ' } }],
    [
      'a period that ends before it starts',
      '/subscription/period/end',
      inPeriod({ start: '2023-06-01', end: '2023-05-01' }),
    ],
    ['a day that no calendar has', '/subscription/period/start', inPeriod({ start: '2023-02-30', end: '2023-03-30' })],
    ['a change after the period', '/at', { at: '2023-07-02T00:00:00Z' }],
    ['a change before the period', '/at', { at: '2023-05-31T23:59:59Z' }],
    ['an agreed day outside the period', '/effectiveDate', { effectiveDate: '2023-07-02' }],
    ['an instant without a zone', '/at', { at: '2023-06-11T08:00:00' }],
    ['a policy nobody knows', '/policy', { policy: 'unfair' }],
    ['a choice that an axis does not have', '/policy/timeUnit', { policy: { timeUnit: 'hour' } }],
    ['an axis that does not exist', '/compareWith/0/speed', { compareWith: [{ speed: 'fast' }] }],
    ['a rate above a hundred', '/vat/percent', { vat: { percent: '120' } }],
    ['a field nobody knows', '/discount', { discount: '10' }],
    ['no seats', '/change/seats', { change: { seats: 0 } }],
    ['another tier without its price', '/change/unitPrice', { change: { tierId: 'professional' } }],
    ['another price of the same terms', '/change/unitPrice', { change: { seats: 9, unitPrice: '31.00' } }],
    ['no price at all', '/subscription/unitPrice', withPrice(undefined)],
    ['a price that comes to more than 12 digits', '/subscription/unitPrice', withPrice('999999999999')],
    [
      'and the same of the terms wanted',
      '/change/unitPrice',
      { change: { tierId: 'professional', unitPrice: '99999999999' } },
    ],
    ['old terms that the catalogue does not sell', '/subscription', { catalog: [aProduct({ frequency: 'year' })] }],
    ['no change', '/change', { change: undefined }],
    ['changes twice over', '/changes', { changes: [{ subscription: JUNE.subscription, change: JUNE.change }] }],
    [
      'a catalogue that cannot be sold from',
      '/catalog/0/tiers/0/prices/0/validTo',
      { catalog: [aProduct({ validTo: '2020-01-01' })] },
    ],
  ])('a simulation that cannot be answered names the field: %s', async (_, pointer, parts) => {
    const input = Object.fromEntries(Object.entries({ ...JUNE, ...parts }).filter(([, value]) => value !== undefined));
    expect(wrongFieldsOf(input)).toEqual([pointer]);
    const noChange = { ...JUNE, change: {} };
    expect(
      await timesAsLong(
        () => wrongFieldsOf(input),
        () => wrongFieldsOf(noChange),
      ),
    ).toBeLessThan(10);
  });

  it('a simulation that cannot be answered names the second change of one subscription', () => {
    const pair = { subscription: JUNE.subscription, change: JUNE.change };
    expect(wrongFieldsOf({ at: JUNE.at, changes: [pair, pair] })).toEqual(['/changes/1/subscription/subscriptionId']);
  });

  it('a simulation that cannot be answered names the whole where only a sum is too large', () => {
    const dear = { ...JUNE, vat: { percent: '100' }, change: { frequency: 'year', unitPrice: '10000000000.00' } };
    const items = [{ itemId: 'a', description: 'Item', amount: '490000000000.00' }];
    expect(wrongFieldsOf(dear)).toEqual([]);
    expect(wrongFieldsOf({ ...dear, cart: { items } })).toEqual(['']);
  });

  it('a simulation that cannot be answered names the cart where its items alone are too much', () => {
    const item = (itemId: string) => ({ itemId, description: 'Item', amount: '999999999999.00' });
    expect(wrongFieldsOf({ ...JUNE, cart: { items: [item('a'), item('b')] } })).toEqual(['/cart/items']);
  });

  it('a simulation that cannot be answered names every wrong field at once', () => {
    expect(wrongFieldsOf({ ...JUNE, balance: '1e400', at: 'noon', change: {}, vat: { percent: 'much' } })).toEqual([
      '/at',
      '/balance',
      '/vat/percent',
    ]);
  });
});

function aProduct(price: object) {
  const prices = [
    {
      frequency: 'month',
      currency: 'EUR',
      bands: [{ fromSeats: 1, unitPrice: '30.00' }],
      validFrom: '2020-01-01',
      ...price,
    },
  ];
  const tier = { tierId: 'standard', name: 'Standard', rank: 1, minSeats: 1, maxSeats: 100, prices };
  return { productId: 'webinar', name: 'Webinar', tiers: [tier] };
}
