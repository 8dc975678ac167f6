import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { CardDataRefused, refuseCardData } from '../../gateways/payment/card-data';
import { looksLikeCardNumber, MASK, masked, maskedIn, maskedLine } from '../../machines/card-number';
import { isOrderEvent } from '../../machines/events';
import { isOrderInput } from '../../machines/subscription-change/input';
import { testCardNumber, withCheckDigit } from '../gateways/payment/sandbox/test-numbers';
import { sampleQuote } from '../support/sample-quote';
import { timesAsLong } from '../support/times-as-long';

/** Signs that people, forms and attackers put between digits; some of them have no width. */
const SEPARATORS = [
  ...' -./,_|:;*·•+#~\t\n\u00a0\u00ad\u2009\u200b\u200c\u200d\u2060\ufeff\u3000\u2013\u2212\uff0f\uff0d\u3001',
];

/** Ways to write one digit. */
const WRITINGS: readonly ((digit: string) => string)[] = [
  (digit) => digit,
  (digit) => String.fromCodePoint(0xff10 + Number(digit)),
  (digit) => String.fromCodePoint(0x0660 + Number(digit)),
  (digit) => String.fromCodePoint(0x0966 + Number(digit)),
  (digit) => String.fromCodePoint(0x1d7ce + Number(digit)),
  (digit) => `${digit}\ufe0f\u20e3`,
];

/** One Diners Club or Maestro number of 14 digits in a thousand is also the number of a French company's place. */
const isSiret = (digits: string): boolean =>
  digits.length === 14 && digits.slice(9, 11) === '00' && withCheckDigit(digits.slice(0, 8)) === digits.slice(0, 9);

describe('what looks like a card number', () => {
  const number = testCardNumber();
  const grouped = number.replace(/(\d{4})(?=\d)/g, '$1 ');

  it.each([
    ['plain', number],
    ['in groups', grouped],
    ['with dashes', grouped.replaceAll(' ', '-')],
    ['inside a text', `please use ${grouped}, thank you`],
    ['behind a date', `2026-03-12 ${grouped} 12/27`],
    ['in lines of their own', `my card:\n${grouped}\n\t123`],
    ['with typographic dashes and blanks', grouped.replace(' ', '\u2009').replace(' ', ' \u2013 ')],
    ['behind a zero of its own', `0 ${number}`],
    ['behind a zero in a list', `0,${number}`],
    ['begun like a fraction', `0.${grouped}`],
    ['with 13 digits', testCardNumber(13)],
    ['with 19 digits', testCardNumber(19)],
  ])('a card number is found %s', (_, text) => {
    expect(looksLikeCardNumber(text)).toBe(true);
  });

  it.each([
    ['a wrong check digit', number.replace(/.$/, (digit) => String((Number(digit) + 1) % 10))],
    ['too few digits', testCardNumber(12)],
    ['too many digits', `${number}0000`],
    ['digits inside a word', `a${number}`],
    ['an id with a prefix', `inv_${number}`],
    ['a fraction', `0.${number}`],
    ['a length that the brand does not issue', testCardNumber(15)],
    ['an issuer that there is none of', withCheckDigit('800000000000000')],
    ['a time in milliseconds', '1760000000000'],
    ['nothing', ''],
  ])('what looks like a card number is not %s', (_, text) => {
    expect(looksLikeCardNumber(text)).toBe(false);
  });

  it('a UUID is no card number, whatever its digits', () => {
    for (let count = 0; count < 20_000; count += 1) expect(looksLikeCardNumber(`chg:${randomUUID()}:1`)).toBe(false);
    expect(looksLikeCardNumber('40000000-0000-4000-8000-000000000000')).toBe(false);
  });

  it.each<[string, readonly string[], number]>([
    ['Visa', ['4'], 16],
    ['Visa of old', ['4'], 13],
    ['Mastercard', ['51', '55', '2221', '2720', '2345'], 16],
    ['American Express', ['34', '37'], 15],
    ['Diners Club', ['305', '36', '38'], 14],
    ['JCB', ['3528', '3589'], 16],
    ['Discover', ['6011', '644', '65'], 16],
    ['UnionPay', ['62', '81'], 19],
    ['Maestro', ['5018', '6759', '58'], 18],
    ['Mir', ['2200', '2204'], 16],
  ])('every number of %s looks like a card number, whatever stands between its digits', (_brand, issuers, length) => {
    const digits = (count: number) => fc.stringMatching(new RegExp(`^\\d{${count}}$`));
    const anyNumber = fc
      .constantFrom(...issuers)
      .chain((issuer) => digits(length - 1 - issuer.length).map((rest) => withCheckDigit(`${issuer}${rest}`)));
    const between = fc.array(fc.constantFrom(...SEPARATORS), { maxLength: 3 }).map((signs) => signs.join(''));
    const separators = fc.array(fc.oneof(fc.constant(''), between), { minLength: length, maxLength: length });
    const writings = fc.array(fc.constantFrom(...WRITINGS), { minLength: length, maxLength: length });
    fc.assert(
      fc.property(anyNumber, separators, writings, (found, signs, written) => {
        fc.pre(!isSiret(found));
        const typed = [...found]
          .map((digit, index) => `${written[index]?.(digit)}${index === length - 1 ? '' : signs[index]}`)
          .join('');
        expect(masked(`pay with ${typed}.`)).toMatch(/^pay with \[card number\]\P{Nd}*$/u);
      }),
      { numRuns: 200 },
    );
  });

  it('one in thirty of the long numbers that people have for other things looks like a card number, and none with a prefix', () => {
    const count = 20_000;
    let seed = 1;
    const next = (): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed;
    };
    const ids = Array.from({ length: count }, () => `${next()}${next()}`.padEnd(20, '7').slice(2, 18));
    const refused = ids.filter((id) => looksLikeCardNumber(`order ${id}`)).length;
    expect(refused / count).toBeLessThan(1 / 25);
    expect(ids.filter((id) => looksLikeCardNumber(`ord_${id}`))).toEqual([]);
  });

  it('a card number is found at any depth and leaves no trace in the error', () => {
    expect(() => refuseCardData({ a: [{ b: number }] })).toThrow(CardDataRefused);
    expect(() => refuseCardData({ a: Number(number) })).toThrow(CardDataRefused);
    expect(() => refuseCardData(undefined)).not.toThrow();
    const error = new CardDataRefused();
    expect(JSON.stringify([error.message, error.stack])).not.toContain(number);
  });

  it.each(['8', '8 ', '4-'])('a card number is looked for in linear time: %j over and over', async (part) => {
    const look = (times: number) => () => looksLikeCardNumber(part.repeat(times));
    expect(await timesAsLong(look(100_000), look(10_000))).toBeLessThan(40);
  });
});

describe('what is no card number', () => {
  const digits = (count: number) => fc.stringMatching(new RegExp(`^\\d{${count}}$`));
  const inGroups = (text: string, ...sizes: number[]): string =>
    sizes.map((size, index) => text.slice(sumOf(sizes.slice(0, index)), sumOf(sizes.slice(0, index)) + size)).join(' ');
  const siren = digits(8).map(withCheckDigit);
  const siret = fc.tuple(siren, digits(2)).map(([head, place]) => withCheckDigit(`${head}00${place}`));
  const iban = fc
    .tuple(fc.constantFrom('FR', 'DE', 'BE', 'ES', 'IT', 'GB', 'NL'), fc.stringMatching(/^[0-9]{4}[0-9]{8,22}$/))
    .map(([country, account]) => withIbanCheck(country, account));
  const phone = fc.oneof(
    digits(9).map((rest) => `+33 ${inGroups(rest, 1, 2, 2, 2, 2)}`),
    digits(11).map((rest) => `+49 ${inGroups(rest, 4, 7)}`),
    digits(10).map((rest) => `+44 ${inGroups(rest, 2, 4, 4)}`),
    digits(11).map((rest) => `+62 ${inGroups(rest, 3, 4, 4)}`),
    digits(8).map((rest) => `06.${inGroups(rest, 2, 2, 2, 2).replaceAll(' ', '.')}`),
  );
  const vatNumber = fc.oneof(
    fc.tuple(digits(2), siren).map(([key, company]) => `FR${key}${company}`),
    digits(9).map((rest) => `DE ${rest}`),
    digits(12).map((rest) => `GB${rest}`),
    digits(9).map((rest) => `CHE-${inGroups(rest, 3, 3, 3).replaceAll(' ', '.')} MWST`),
  );
  const amount = fc
    .tuple(fc.nat(9_999_999), fc.nat(99))
    .map(([whole, cents]) => `${whole}.${String(cents).padStart(2, '0')}`);
  const instant = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((at) => at.toISOString());
  const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
  const id = fc.tuple(fc.constantFrom('sub', 'acc', 'chg', 'inv'), digits(16)).map((parts) => parts.join('_'));

  it('no number that companies and people have for other things is a card number', () => {
    const written = fc.oneof(
      siret,
      siret.map((all) => inGroups(all, 3, 3, 3, 5)),
      siret.map((all) => inGroups(all, 9, 5)),
      iban,
      iban.map((all) => all.replaceAll(/(.{4})(?=.)/g, '$1 ')),
      phone,
      vatNumber,
      fc.uuid(),
      instant,
      amount,
      hash,
      id,
    );
    fc.assert(
      fc.property(written, (text) => {
        expect(masked(`see ${text}, thank you`)).toBe(`see ${text}, thank you`);
        expect(masked(text)).toBe(text);
      }),
      { numRuns: 1_500 },
    );
  });

  it('no order, event or quote of ours is changed or stopped', () => {
    const order = fc.record({
      tenantId: fc.constant('acme'),
      changeId: fc.uuid().map((uuid) => `chg_${uuid}`),
      accountId: id,
      actor: fc.record({ userId: id, role: fc.constant('billing_contact' as const) }),
      changes: fc.array(fc.record({ subscriptionId: id, seats: fc.nat(100_000) }), { minLength: 1, maxLength: 5 }),
      requestHash: hash,
    });
    const quote = fc
      .record({ at: instant, expiresAt: instant, hash, net: amount, vat: amount, total: amount, dueToday: amount })
      .map((fields) => sampleQuote(fields));
    const placed = fc.record({
      type: fc.constant('PLACE_ORDER'),
      quoteHash: hash,
      consent: fc.oneof(phone, siret, iban),
    });
    fc.assert(
      fc.property(order, quote, placed, (input, priced, event) => {
        expect(isOrderInput(input)).toBe(true);
        expect(isOrderEvent(event)).toBe(true);
        for (const value of [input, priced, event]) expect(maskedIn(value)).toBe(value);
      }),
      { numRuns: 200 },
    );
  });

  it('nothing that is looked up by others is masked, and no text beside it is left', () => {
    const number = testCardNumber();
    const at = new Date();
    const told = {
      at,
      gatewayReference: number,
      message: `card ${number}`,
      list: [{ name: number }],
      minorUnits: 4e12,
    };
    expect(maskedIn(told)).toEqual({ ...told, message: `card ${MASK}`, list: [{ name: MASK }] });
  });

  it('a line of a log is masked where a line break stands before the number', () => {
    const line = `${JSON.stringify({ time: 1_795_979_789_224, msg: `said:\n${testCardNumber()}` })}\n`;
    expect(JSON.parse(maskedLine(line))).toEqual({ time: 1_795_979_789_224, msg: `said:\n${MASK}` });
  });
});

const sumOf = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0);

/** ISO 13616: 98 less the rest by 97 of the account, the country and two zeros. */
function withIbanCheck(country: string, account: string): string {
  const number = [...`${account}${country}00`]
    .map((sign) => (/\d/.test(sign) ? sign : sign.charCodeAt(0) - 55))
    .join('');
  return `${country}${String(98n - (BigInt(number) % 97n)).padStart(2, '0')}${account}`;
}
