import fc from 'fast-check';
import { decideVat, dependsOnNumber, type TaxInput, toVatTreatment } from '../../tax/decision';
import type { SellerTaxProfile, VatStatus } from '../../tax/decision-types';

const SELLER: SellerTaxProfile = {
  country: 'FR',
  oss: true,
  registrations: [],
  thresholds: { euCrossBorder: 'reached' },
};

interface Case {
  seller?: Partial<SellerTaxProfile>;
  country: string;
  postalCode?: string;
  kind?: 'b2b' | 'b2c';
  vat?: VatStatus;
  date?: string;
}

function inputOf({ seller, country, postalCode, kind, vat, date }: Case): TaxInput {
  return {
    date: date ?? '2026-11-22',
    seller: { ...SELLER, ...seller },
    customer: { country, postalCode: postalCode ?? null, kind: kind ?? 'b2b' },
    vat: vat ?? { status: 'absent' },
  };
}

const decide = (one: Case) => decideVat(inputOf(one));
const valid = (prefix: string): VatStatus => ({ status: 'valid', prefix });
const unverifiable = (prefix: string): VatStatus => ({ status: 'unverifiable', prefix, cause: 'timeout', retry: true });

describe('R1 to R8', () => {
  it.each<[string, Case, object]>([
    [
      'R1 charges home VAT at home, number or not',
      { country: 'FR', vat: valid('FR') },
      { kind: 'domestic', percent: '20' },
    ],
    [
      'R2 shifts the tax to a confirmed business',
      { country: 'DE', vat: valid('DE') },
      { kind: 'reverse_charge', percent: '0', mention: 'Reverse charge', ecSalesList: true },
    ],
    ['R3 charges a business without a number', { country: 'DE' }, { kind: 'destination', percent: '19', oss: true }],
    [
      'R4 charges a business with a refused number',
      { country: 'DE', vat: { status: 'invalid', prefix: 'DE' } },
      { kind: 'destination', percent: '19', reviews: ['correct_number'] },
    ],
    [
      'R5 holds while nobody can check the number',
      { country: 'DE', vat: unverifiable('DE') },
      {
        kind: 'hold',
        percent: null,
        hold: { cause: 'timeout', retry: true, policies: ['hold', 'charge_then_credit'], meanwhilePercent: '19' },
      },
    ],
    [
      'R6 charges consumers where they live',
      { country: 'HU', kind: 'b2c' },
      { kind: 'destination', taxCountry: 'HU', percent: '27', oss: true },
    ],
    [
      'R6 says when the seller cannot declare it',
      { country: 'HU', kind: 'b2c', seller: { oss: false } },
      { kind: 'destination', oss: false, reviews: ['registration_missing'] },
    ],
    [
      'R6 is declared through a local registration',
      { country: 'HU', kind: 'b2c', seller: { oss: false, registrations: ['HU'] } },
      { kind: 'destination', oss: false, reviews: [] },
    ],
    [
      'R7 lets a small seller charge its own VAT',
      { country: 'HU', kind: 'b2c', seller: { oss: false, thresholds: { euCrossBorder: 'below' } } },
      { kind: 'domestic', taxCountry: 'FR', percent: '20' },
    ],
    [
      'R6 binds a small seller that has opted in',
      { country: 'HU', kind: 'b2c', seller: { thresholds: { euCrossBorder: 'below' } } },
      { kind: 'destination', percent: '27' },
    ],
    ['R8 leaves third countries alone', { country: 'US' }, { kind: 'out_of_scope', taxCountry: null, percent: '0' }],
  ])('rule %s', (title, one, expected) => {
    expect(decide(one)).toMatchObject({ rule: title.split(' ')[0], ...expected });
  });
});

describe('R9 to R13: Great Britain, Switzerland, Norway', () => {
  const uk = { seller: { registrations: ['GB'] } };
  it.each<[string, Case, object]>([
    [
      'R9 leaves a confirmed British business to account itself',
      { country: 'GB', vat: valid('GB') },
      { kind: 'out_of_scope', customerAccounts: true },
    ],
    [
      'R10 charges British consumers where the seller is registered',
      { ...uk, country: 'GB', kind: 'b2c' },
      { kind: 'destination', percent: '20', oss: false },
    ],
    [
      'R10 tells an unregistered seller that it owes British VAT',
      { country: 'GB', kind: 'b2c' },
      { kind: 'out_of_scope', reviews: ['registration_missing'] },
    ],
    [
      'R10 does not wait for a number that would change nothing',
      { country: 'GB', vat: unverifiable('GB') },
      { kind: 'out_of_scope', reviews: ['registration_missing', 'number_unverified'] },
    ],
    [
      'R5 holds where the number decides on British VAT',
      { ...uk, country: 'GB', vat: unverifiable('GB') },
      {
        kind: 'hold',
        hold: { cause: 'timeout', retry: true, policies: ['hold', 'charge_then_credit'], meanwhilePercent: '20' },
      },
    ],
    [
      'R11 leaves a confirmed Swiss business to account itself',
      { country: 'CH', vat: valid('CH') },
      { kind: 'out_of_scope', customerAccounts: true },
    ],
    [
      'R11 charges Swiss consumers where registered',
      { country: 'CH', kind: 'b2c', seller: { registrations: ['CH'] } },
      { kind: 'destination', percent: '8.1' },
    ],
    [
      'R11 asks nothing below the Swiss threshold',
      { country: 'CH', kind: 'b2c', seller: { thresholds: { euCrossBorder: 'reached', switzerland: 'below' } } },
      { kind: 'out_of_scope', reviews: [] },
    ],
    [
      'R12 leaves a confirmed Norwegian business to account itself',
      { country: 'NO', vat: valid('NO') },
      { kind: 'out_of_scope', customerAccounts: true },
    ],
    [
      'R12 charges a Norwegian business without its number',
      { country: 'NO', seller: { registrations: ['NO'] } },
      { kind: 'destination', percent: '25' },
    ],
    [
      'R13 treats a Northern Irish number as British',
      { country: 'GB', vat: valid('XI') },
      { kind: 'out_of_scope', taxCountry: 'GB', ecSalesList: false },
    ],
  ])('rule %s', (title, one, expected) => {
    expect(decide(one)).toMatchObject({ rule: title.split(' ')[0], ...expected });
  });
});

describe('R14 to R17: places and numbers that are not what they seem', () => {
  it.each<[string, Case, object]>([
    [
      'R14 exempts the Canary Islands, even from Spain',
      { country: 'ES', postalCode: '35001', seller: { country: 'ES' } },
      { kind: 'out_of_scope', territory: 'canary_islands' },
    ],
    [
      'R14 exempts Åland by its own code',
      { country: 'AX', kind: 'b2c' },
      { kind: 'out_of_scope', taxCountry: 'FI', territory: 'aland' },
    ],
    [
      'R14 reads a decorated postal code',
      { country: 'DE', postalCode: 'D-27498', kind: 'b2c' },
      { kind: 'out_of_scope', territory: 'heligoland' },
    ],
    [
      'R14 charges Martinique from Germany by French law',
      { country: 'FR', postalCode: '97200', kind: 'b2c', seller: { country: 'DE' } },
      { kind: 'destination', taxCountry: 'FR', percent: '8.5', oss: false, reviews: ['registration_missing'] },
    ],
    ['R14 exempts French Guiana', { country: 'GF', kind: 'b2c' }, { kind: 'out_of_scope', taxCountry: 'FR' }],
    [
      'R1 takes the rate of Réunion at home',
      { country: 'RE', vat: valid('FR') },
      { kind: 'domestic', percent: '8.5', rules: ['R14', 'R1'] },
    ],
    [
      'R6 takes the rate of Madeira',
      { country: 'PT', postalCode: '9000-082', kind: 'b2c' },
      { kind: 'destination', percent: '22', rules: ['R14', 'R6'] },
    ],
    [
      'R7 takes the national rate at home for a customer in the Azores',
      {
        country: 'PT',
        postalCode: '9500',
        kind: 'b2c',
        seller: { oss: false, thresholds: { euCrossBorder: 'below' } },
      },
      { kind: 'domestic', percent: '20' },
    ],
    [
      'R2 does not stop at a territory inside the EU',
      { country: 'PT', postalCode: '9500', vat: valid('PT') },
      { kind: 'reverse_charge' },
    ],
    [
      'R15 looks at a number of another country',
      { country: 'DE', vat: valid('IT') },
      {
        kind: 'hold',
        reviews: ['country_mismatch'],
        hold: {
          cause: 'country_mismatch',
          retry: false,
          policies: ['hold', 'charge_then_credit'],
          meanwhilePercent: '19',
        },
      },
    ],
    [
      'R15 looks at a number of another trader',
      { country: 'DE', vat: { status: 'valid', prefix: 'DE', traderMismatch: true } },
      { kind: 'hold', reviews: ['trader_mismatch'] },
    ],
    [
      'R15 charges while it waits, where the seller is registered',
      { country: 'GB', vat: valid('DE'), seller: { registrations: ['GB'] } },
      { kind: 'hold', hold: { cause: 'country_mismatch', retry: false, meanwhilePercent: '20' } },
    ],
    [
      'R8 flags a number of a member state outside, where it changes nothing',
      { country: 'US', vat: valid('DE') },
      { kind: 'out_of_scope', percent: '0', reviews: ['country_mismatch'] },
    ],
    [
      'R10 flags a number of another trader where it changes nothing',
      { country: 'GB', vat: { status: 'valid', prefix: 'GB', traderMismatch: true } },
      { kind: 'out_of_scope', customerAccounts: false, reviews: ['registration_missing', 'trader_mismatch'] },
    ],
    [
      'R1 flags a foreign number at home, where it changes nothing',
      { country: 'FR', vat: valid('DE') },
      { kind: 'domestic', reviews: ['country_mismatch'] },
    ],
    [
      'R16 takes no scheme number as evidence',
      { country: 'DE', vat: valid('EU') },
      { kind: 'destination', percent: '19', reviews: ['correct_number'] },
    ],
    ['R16 takes no import scheme number either', { country: 'DE', vat: unverifiable('IM') }, { kind: 'destination' }],
    [
      'R1 reads Monaco as France',
      { country: 'MC', kind: 'b2c' },
      { kind: 'domestic', taxCountry: 'FR', rules: ['R17', 'R1'] },
    ],
    [
      'R9 reads the Isle of Man as Great Britain',
      { country: 'IM', vat: valid('GB') },
      { kind: 'out_of_scope', taxCountry: 'GB', rules: ['R17', 'R9'] },
    ],
    ['R2 knows the Greek prefix', { country: 'GR', vat: valid('EL') }, { kind: 'reverse_charge', taxCountry: 'GR' }],
  ])('rule %s', (title, one, expected) => {
    expect(decide(one)).toMatchObject({ rule: title.split(' ')[0], ...expected });
  });
});

describe('the record', () => {
  it('the record of a decision is frozen through and through and independent of its input', () => {
    const input = inputOf({ country: 'DE', vat: { status: 'valid', prefix: 'DE', evidenceId: 'evidence-1' } });
    const decision = decideVat(input);
    input.customer.country = 'US';
    expect(decision.input.customer.country).toBe('DE');
    expect(decision.evidenceId).toBe('evidence-1');
    expect(() => Object.assign(decision.input.seller.thresholds, { euCrossBorder: 'below' })).toThrow(TypeError);
    expect(JSON.parse(JSON.stringify(decision))).toEqual(decision);
  });

  it('the record of a decision becomes the treatment on a quote', () => {
    expect(toVatTreatment(decide({ country: 'DE', vat: valid('DE') }))).toEqual({
      rule: 'R2',
      kind: 'reverse_charge',
      country: 'DE',
      percent: '0',
      mention: 'Reverse charge',
    });
    expect(toVatTreatment(decide({ country: 'US' }))).toEqual({
      rule: 'R8',
      kind: 'out_of_scope',
      country: 'US',
      percent: '0',
    });
  });

  it('a quote shows the VAT that may be due while the number is unverified', () => {
    expect(toVatTreatment(decide({ country: 'DE', vat: unverifiable('DE') }))).toMatchObject({
      kind: 'hold',
      percent: '19',
    });
  });

  it.each<[string, Case]>([
    ['a date that is none', { country: 'DE', date: '2026-13-01' }],
    ['a day that February has not', { country: 'DE', date: '2026-02-31' }],
    ['the leap day of another year', { country: 'DE', date: '2025-02-29' }],
    ['a day 31 of April', { country: 'DE', date: '2026-04-31' }],
    ['a month of no day', { country: 'DE', date: '2026-04-00' }],
    ['a day before the table', { country: 'DE', date: '1970-01-01' }],
    ['a country in words', { country: 'Germany' }],
    ['a seller outside the EU', { country: 'DE', seller: { country: 'US' } }],
  ])('a decision is refused for %s', (_, one) => {
    expect(() => decide(one)).toThrow(RangeError);
  });
});

describe('whether the VAT depends on a number', () => {
  it.each<[string, Case, boolean]>([
    ['a business in the seller’s own state', { country: 'FR' }, false],
    ['a business in Monaco, of a French seller', { country: 'MC' }, false],
    ['a business in another member state', { country: 'DE' }, true],
    ['a consumer in another member state', { country: 'DE', kind: 'b2c' }, false],
    ['a business in the Canary Islands', { country: 'ES', postalCode: '35001' }, false],
    ['a business in Martinique, of a German seller', { country: 'MQ', seller: { country: 'DE' } }, true],
    ['a business in a third country', { country: 'US' }, false],
    ['a British business of a registered seller', { country: 'GB', seller: { registrations: ['GB'] } }, true],
    ['a British business, which may account for the VAT', { country: 'GB' }, true],
    ['a Swiss business, which may account for the VAT', { country: 'CH' }, true],
  ])('whether the VAT of %s depends on a number is known before anybody is asked', (_, one, expected) => {
    expect(dependsOnNumber(inputOf(one))).toBe(expected);
  });
});

const PREFIXES = ['DE', 'FR', 'EL', 'XI', 'GB', 'CH', 'NO', 'EU', 'IM'];
const anyVat: fc.Arbitrary<VatStatus> = fc.oneof(
  fc.constant<VatStatus>({ status: 'absent' }),
  fc.constantFrom(...PREFIXES).map(valid),
  fc.constantFrom(...PREFIXES).map(unverifiable),
  fc.constantFrom(...PREFIXES).map((prefix): VatStatus => ({ status: 'invalid', prefix })),
);
const anyCase: fc.Arbitrary<Case> = fc.record({
  country: fc.constantFrom('DE', 'FR', 'GR', 'GB', 'CH', 'NO', 'US', 'MC', 'IM', 'RE', 'AX', 'ES'),
  postalCode: fc.constantFrom('', '97200', '35001', '27498'),
  kind: fc.constantFrom('b2b' as const, 'b2c' as const),
  vat: anyVat,
  seller: fc.record({
    country: fc.constantFrom('FR', 'DE', 'ES'),
    oss: fc.boolean(),
    registrations: fc.subarray(['GB', 'CH', 'NO', 'FR']),
  }),
});

describe('whatever the facts', () => {
  it('reverse charge needs a confirmed number of the customer’s own member state', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const decision = decide(one);
        if (decision.kind !== 'reverse_charge') return;
        expect(one.kind).toBe('b2b');
        expect(one.vat).toMatchObject({
          status: 'valid',
          prefix: decision.taxCountry === 'GR' ? 'EL' : decision.taxCountry,
        });
      }),
    );
  });

  it('an unverified number never lowers the VAT below that of no number', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        if (one.vat?.status !== 'unverifiable') return;
        const withoutNumber = toVatTreatment(decide({ ...one, vat: { status: 'absent' } }));
        expect(Number(toVatTreatment(decide(one)).percent)).toBe(Number(withoutNumber.percent));
      }),
    );
  });

  it('nothing waits for a number that the VAT does not depend on, and nothing is charged otherwise for it', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        if (dependsOnNumber(inputOf(one))) return;
        const { kind, percent } = decide(one);
        const without = decide({ ...one, vat: { status: 'absent' } });
        expect({ kind, percent }).toEqual({ kind: without.kind, percent: without.percent });
      }),
    );
  });

  it('an order is held only where VAT is charged meanwhile', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const { hold } = decide(one);
        if (hold !== null) expect(Number(hold.meanwhilePercent)).toBeGreaterThan(0);
      }),
    );
  });

  it('a percent is missing on hold and only there', () => {
    fc.assert(
      fc.property(anyCase, (one) => {
        const { kind, percent, hold } = decide(one);
        expect(percent === null).toBe(kind === 'hold');
        expect(hold !== null).toBe(kind === 'hold');
      }),
    );
  });
});
