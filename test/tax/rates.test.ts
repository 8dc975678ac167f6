import { standardRate, type VatRate } from '../../tax/rates';
import table from '../../tax/rates.json';

const RATES: readonly VatRate[] = table.rates;

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

describe('days on which a rate changed', () => {
  it.each([
    ['EE', '2025-06-30', '22', '2025-07-01', '24'],
    ['EE', '2023-12-31', '20', '2024-01-01', '22'],
    ['RO', '2025-07-31', '19', '2025-08-01', '21'],
    ['SK', '2024-12-31', '20', '2025-01-01', '23'],
    ['FI', '2024-08-31', '24', '2024-09-01', '25.5'],
    ['LU', '2023-12-31', '16', '2024-01-01', '17'],
    ['CH', '2023-12-31', '7.7', '2024-01-01', '8.1'],
  ])('the rate of %s is on %s %s %%, on %s %s %%', (country, lastDay, before, firstDay, after) => {
    expect([standardRate(country, lastDay), standardRate(country, firstDay)]).toEqual([before, after]);
  });

  it('the Azores change their rate on their own', () => {
    expect(standardRate('PT', '2021-06-30', 'azores')).toBe('18');
    expect(standardRate('PT', '2021-07-01', 'azores')).toBe('16');
  });
});

describe('the table', () => {
  const places = new Map<string, (typeof RATES)[number][]>();
  for (const rate of RATES) {
    const place = `${rate.country} ${rate.region ?? ''}`.trim();
    places.set(place, [...(places.get(place) ?? []), rate]);
  }

  it.each([...places])('%s has one rate a day without a gap, the last one open', (_, rates) => {
    for (const [position, rate] of rates.entries()) {
      const next = rates[position + 1];
      expect(rate.validTo === undefined).toBe(next === undefined);
      if (next) expect(next.validFrom).toBe(dayAfter(rate.validTo ?? ''));
    }
  });

  it('the table of rates writes rates as plain decimal strings', () => {
    for (const { percent } of RATES) expect(percent).toMatch(/^\d{1,2}(\.\d)?$/);
  });

  it('the table of rates knows nothing of places and days outside it', () => {
    expect(standardRate('US', '2026-11-22')).toBeNull();
    expect(standardRate('DE', '1990-01-01')).toBeNull();
  });
});
