import { findPrice, isLowerTier, priceTerms, requireTier } from '../../../billing/catalog/catalog';
import { problemsIn } from '../../../billing/catalog/check';
import type { Tier } from '../../../billing/facts/types';
import { aPrice, aProduct } from '../samples';

function aTier(parts: Partial<Tier>): Tier {
  return { tierId: 'only', name: 'Only', rank: 1, minSeats: 1, maxSeats: 9, prices: [aPrice('1.00')], ...parts };
}

const problemsOf = (parts: Partial<Tier>) => problemsIn(aProduct({ tiers: [aTier(parts)] })).map(({ entry }) => entry);

describe('the catalogue', () => {
  it('the catalogue sells a price from its first day to the day before its last', () => {
    const tier = aTier({
      prices: [
        aPrice('1.00', { validTo: '2023-06-01' }),
        aPrice('2.00', { validFrom: '2023-06-01' }),
        aPrice('3.00', { validFrom: '2023-07-01', currency: 'USD' }),
      ],
    });
    const priceOn = (date: string) => findPrice(tier, 'month', 'EUR', date)?.bands[0]?.unitPrice;
    expect(['2023-05-31', '2023-06-01', '2023-07-01'].map(priceOn)).toEqual(['1.00', '2.00', '2.00']);
    expect(findPrice(tier, 'year', 'EUR', '2023-06-01')).toBeUndefined();
    expect(findPrice(tier, 'month', 'USD', '2023-06-30')).toBeUndefined();
    const ended = aTier({ prices: [aPrice('1.00', { validTo: '2023-06-01' })] });
    expect(findPrice(ended, 'month', 'EUR', '2023-06-01')).toBeUndefined();
  });

  it('the catalogue has no price below the first band', () => {
    const product = aProduct({
      tiers: [aTier({ prices: [aPrice('', { bands: [{ fromSeats: 5, unitPrice: '2.00' }] })] })],
    });
    const priceOf = (seats: number) =>
      priceTerms(product, { tierId: 'only', seats, frequency: 'month' }, 'EUR', '2023-06-01')?.periodPrice;
    expect([priceOf(4), priceOf(5)]).toEqual([undefined, '10.00']);
  });

  it('the catalogue rounds a price finer than the currency once, on the whole seat count', () => {
    const product = aProduct({ tiers: [aTier({ prices: [aPrice('0.0125')] })] });
    expect(priceTerms(product, { tierId: 'only', seats: 3, frequency: 'month' }, 'EUR', '2023-06-01')).toMatchObject({
      unitPrice: '0.0125',
      periodPrice: '0.04',
    });
  });

  it('the catalogue ranks tiers by rank and not by price', () => {
    expect(isLowerTier(aProduct(), 'professional', 'standard')).toBe(true);
    expect(isLowerTier(aProduct(), 'standard', 'professional')).toBe(false);
    expect(isLowerTier(aProduct(), 'standard', 'standard')).toBe(false);
    expect(() => requireTier(aProduct(), 'gold')).toThrow(expect.objectContaining({ code: 'unknown_tier' }));
  });
});

describe('loading a catalogue', () => {
  it('a sound catalogue loads without a fault', () => {
    expect(problemsIn(aProduct())).toEqual([]);
  });

  it.each([
    ['tiers.0.prices.0.bands.0.unitPrice', { prices: [aPrice('-1.00')] }],
    ['tiers.0.prices.0.bands.0.unitPrice', { prices: [aPrice('1e400')] }],
    ['tiers.0.prices.0.currency', { prices: [aPrice('1.00', { currency: 'BTC' })] }],
    ['tiers.0.prices.0.validFrom', { prices: [aPrice('1.00', { validFrom: '2023-02-30' })] }],
    ['tiers.0.prices.0.validTo', { prices: [aPrice('1.00', { validFrom: '2023-02-01', validTo: '2023-02-01' })] }],
    ['tiers.0.prices.0.bands', { prices: [aPrice('1.00', { bands: [] })] }],
    ['tiers.0.minSeats', { minSeats: 0 }],
    ['tiers.0.maxSeats', { minSeats: 5, maxSeats: 4 }],
    ['tiers.0.rank', { rank: 1.5 }],
    ['tiers.0.prices.1.validFrom', { prices: [aPrice('1.00'), aPrice('2.00')] }],
    ['tiers.0.prices.0.bands.0.unitPrice', { maxSeats: 1_000, prices: [aPrice('999999999.00')] }],
  ])('the loader of a catalogue names the entry %s', (entry, parts) => {
    expect(problemsOf(parts)).toEqual([entry]);
  });

  it('a catalogue wants bands in order, and tiers with their own id and rank', () => {
    const bands = [
      { fromSeats: 10, unitPrice: '1.00' },
      { fromSeats: 10, unitPrice: '2.00' },
    ];
    expect(problemsOf({ prices: [aPrice('', { bands })] })).toEqual(['tiers.0.prices.0.bands.1.fromSeats']);
    expect(problemsIn(aProduct({ tiers: [aTier({}), aTier({})] })).map(({ entry }) => entry)).toEqual([
      'tiers.1.tierId',
      'tiers.1.rank',
    ]);
    expect(problemsIn(aProduct({ tiers: [] }))).toHaveLength(1);
  });
});
