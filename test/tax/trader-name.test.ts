import { mayBeSameTrader } from '../../tax/trader-name';

describe('the name of a trader', () => {
  it.each([
    ['Example GmbH', 'EXAMPLE GESELLSCHAFT MIT BESCHRÄNKTER HAFTUNG'],
    ['Société Générale S.A.', 'SOCIETE GENERALE SA'],
    ['Acme-Soft', 'ACME SOFT S.R.L.'],
    ['Żółw Sp. z o.o.', 'ZOŁW SPÓŁKA ŻÓŁW'],
    ['Muster & Söhne', 'Muster und Soehne Handels KG'],
    ['Athina Software', 'ΑΘΗΝΑ ΛΟΓΙΣΜΙΚΟ ΑΕ'],
    ['Example', '---'],
  ])('the trader %s may be %s', (given, known) => {
    expect(mayBeSameTrader(given, known)).toBe(true);
  });

  it.each([
    ['Example GmbH', 'SOMEBODY ELSE GMBH'],
    ['Acme SA', 'BRICO SA'],
    ['The Company Ltd of Leeds', 'WHOLLY DIFFERENT LIMITED'],
  ])('the trader %s is not %s', (given, known) => {
    expect(mayBeSameTrader(given, known)).toBe(false);
  });

  it('a name of any length is compared in time', () => {
    expect(mayBeSameTrader('a '.repeat(100_000), 'b '.repeat(100_000))).toBe(true);
  });
});
