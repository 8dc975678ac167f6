import fc from 'fast-check';
import { SubscriptionBodySchema } from '../../schemas/facts/documents';
import { PersonBodySchema } from '../../schemas/facts/people';
import { MailAddressSchema } from '../../schemas/values/addresses';
import { CivilDateSchema, PeriodSchema, TimeZoneSchema } from '../../schemas/values/dates';
import { IdSchema, isId } from '../../schemas/values/ids';
import { AmountSchema } from '../../schemas/values/money';

const takes = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown): boolean =>
  schema.safeParse(value).success;

describe('an amount', () => {
  it.each(['0', '12', '12.5', '12.50', '0.0001', '999999999999.9999'])('an amount may be %s', (amount) => {
    expect(takes(AmountSchema, amount)).toBe(true);
  });

  it('an amount is nothing but digits with at most one point, and no zero before them', () => {
    const nearly = fc.string({ unit: fc.constantFrom(...'00123456789..-e \n'), maxLength: 20 });
    const isAmount = (text: string): boolean =>
      /^[0-9]{1,12}([.][0-9]{1,4})?$/.test(text) && !/^0[0-9]/.test(text) && !text.endsWith('\n');
    fc.assert(
      fc.property(fc.oneof(fc.string(), nearly), (text) => {
        expect(takes(AmountSchema, text)).toBe(isAmount(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('an amount is never a number', () => {
    fc.assert(fc.property(fc.oneof(fc.integer(), fc.double()), (value) => !takes(AmountSchema, value)));
  });
});

describe('a billed line', () => {
  const line = { lineId: 'line_1', period: { start: '2026-03-01', end: '2026-04-01' }, paid: true, vatPercent: '20' };
  const takesCredited = (credited: string) => {
    const { error } = SubscriptionBodySchema.shape.billedLines.safeParse([{ ...line, amount: '100.00', credited }]);
    return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
  };

  it('a billed line is credited at most what was billed', () => {
    expect(takesCredited('100.0')).toEqual([]);
    expect(takesCredited('100.01')).toEqual(['0.credited: field.creditedWithin']);
  });
});

describe('an id', () => {
  it('an id needs no escaping anywhere', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        if (takes(IdSchema, text)) expect(encodeURIComponent(text)).toBe(text);
        expect(isId(text)).toBe(takes(IdSchema, text));
      }),
    );
  });

  it.each(['', '-a', '_a', 'a b', 'a\n', 'a/b', 'é', 'a'.repeat(65), '__proto__'])('an id is not %j', (text) => {
    expect(isId(text)).toBe(false);
  });
});

describe('a mail address', () => {
  it.each([
    'claire@example.com',
    "o'brien+orders_2/3=x@sub.example.co.uk",
    '!#$%&*{|}~^`?-@example.org',
    'a@b',
    '"claire martin"@example.com',
    '"a@b"@example.com',
    String.raw`"a\"b\\c"@example.com`,
    '""@example.com',
    'josé.lüdenscheid@exämple.fr',
    '用户@例え.jp',
    'admin@[192.0.2.1]',
    'admin@[IPv6:2001:db8::1]',
    `${'a'.repeat(64)}@example.com`,
    `a@${Array.from({ length: 4 }, () => 'b'.repeat(61)).join('.')}.fr`,
  ])('a mail address may be %s', (address) => {
    expect(takes(MailAddressSchema, address)).toBe(true);
  });

  it.each([
    '',
    'claire',
    '@example.com',
    'claire@',
    'claire@example..com',
    '.claire@example.com',
    'claire.@example.com',
    'a@-b.fr',
    'a b@example.com',
    'Claire <claire@example.com>',
    'claire@example.com, bernd@example.com',
    '"a>b"@example.com',
    '"a\r\nb"@example.com',
    'claire@example.com\r\nBcc: x@example.com',
    'claire@example.com\n',
    'claire(comment)@example.com',
    `${'a'.repeat(65)}@example.com`,
    `${'é'.repeat(33)}@example.com`,
    `a@${'b'.repeat(64)}.fr`,
    `${'a'.repeat(60)}@${Array.from({ length: 4 }, () => 'b'.repeat(60)).join('.')}`,
  ])('a mail address is not %j', (address) => {
    expect(takes(MailAddressSchema, address)).toBe(false);
  });

  it('a mail address holds no control character and no angle bracket, whatever it is made of', () => {
    const parts = fc.constantFrom('a', '"', '@', '.', '\\', ' ', '\r', '\n', '\0', '<', '>', 'é', '[', ']', ':', ',');
    fc.assert(
      fc.property(fc.string({ unit: parts, maxLength: 12 }), (text) => {
        if (takes(MailAddressSchema, text)) expect(text).not.toMatch(/[\p{Cc}<>]/u);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('a day', () => {
  it.each(['\n', '\r', '\u0085', '\u2028', '\u2029', '\ud800'])(
    'the name of somebody, which stands in a header of a mail, is one line without %j',
    (broken) => {
      const person = { mailAddress: 'claire@example.com', locale: 'fr', asOf: '2026-03-12T10:00:00Z' };
      expect(takes(PersonBodySchema, { ...person, name: `Claire${broken}Martin` })).toBe(false);
      expect(takes(PersonBodySchema, { ...person, name: 'Claire Martin' })).toBe(true);
    },
  );

  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '2026-11-23T00:00:00Z', '20261123'])('a day is not %s', (text) => {
    expect(takes(CivilDateSchema, text)).toBe(false);
  });

  it('a day may be a leap day, and a period ends after it begins', () => {
    expect(takes(CivilDateSchema, '2028-02-29')).toBe(true);
    expect(takes(PeriodSchema, { start: '2026-11-10', end: '2026-11-10' })).toBe(false);
  });

  it('a period is not so late that the next one would have years of five digits', () => {
    expect(takes(PeriodSchema, { start: '8999-01-01', end: '8999-12-31' })).toBe(true);
    expect(takes(PeriodSchema, { start: '9998-01-01', end: '9999-01-01' })).toBe(false);
  });
});

describe('a time zone', () => {
  it.each(['Europe/Paris', 'America/Argentina/Buenos_Aires', 'UTC'])('a time zone may be %s', (zone) => {
    expect(takes(TimeZoneSchema, zone)).toBe(true);
  });

  it.each(['CET+1', '+02:00', 'europe/paris/', 'Nowhere/Land', 'Etc/../UTC', ''])('a time zone is not %s', (zone) => {
    expect(takes(TimeZoneSchema, zone)).toBe(false);
  });
});
