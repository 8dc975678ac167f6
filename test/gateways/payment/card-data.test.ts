import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { CardDataRefused, looksLikeCardNumber, refuseCardData } from '../../../gateways/payment/card-data';
import { timesAsLong } from '../../support/times-as-long';
import { testCardNumber, withCheckDigit } from './sandbox/test-numbers';

describe('what looks like a card number', () => {
  const number = testCardNumber();
  const grouped = number.replace(/(\d{4})(?=\d)/g, '$1 ');

  it.each([
    ['plain', number],
    ['in groups', grouped],
    ['with dashes', grouped.replaceAll(' ', '-')],
    ['inside a text', `please use ${grouped}, thank you`],
    ['behind a date', `2026-03-12 ${grouped} 12/27`],
    ['in lines of their own', JSON.stringify(`my card:\n${grouped}\n\t123`)],
    ['with typographic dashes and blanks', grouped.replace(' ', '\u2009').replace(' ', ' \u2013 ')],
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
  ])('every number of %s looks like a card number, however it is grouped', (_brand, issuers, length) => {
    const digits = (count: number) => fc.stringMatching(new RegExp(`^\\d{${count}}$`));
    const anyNumber = fc
      .constantFrom(...issuers)
      .chain((issuer) => digits(length - 1 - issuer.length).map((rest) => withCheckDigit(`${issuer}${rest}`)));
    const separators = fc.array(fc.constantFrom('', '', ' ', '-'), { minLength: length, maxLength: length });
    fc.assert(
      fc.property(anyNumber, separators, (found, between) => {
        const typed = [...found]
          .map((digit, index) => `${digit}${index === length - 1 ? '' : between[index]}`)
          .join('');
        return looksLikeCardNumber(`pay with ${typed}.`);
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
    expect(await timesAsLong(look(20_000), look(2_000))).toBeLessThan(40);
  });
});
