import { randomUUID } from 'node:crypto';
import { CardDataRefused, looksLikeCardNumber, refuseCardData } from '../../gateways/payment/card-data';
import { unassignedCardNumber } from './payment-test-numbers';

describe('what looks like a card number', () => {
  const number = unassignedCardNumber();
  const grouped = number.replace(/(\d{4})(?=\d)/g, '$1 ');

  it.each([
    ['plain', number],
    ['in groups', grouped],
    ['with dashes', grouped.replaceAll(' ', '-')],
    ['inside a text', `please use ${grouped}, thank you`],
    ['behind a token prefix', `pm_${number}`],
    ['with 13 digits', unassignedCardNumber(13)],
    ['with 19 digits', unassignedCardNumber(19)],
  ])('is found %s', (_, text) => {
    expect(looksLikeCardNumber(text)).toBe(true);
  });

  it.each([
    ['a wrong check digit', number.replace(/.$/, (digit) => String((Number(digit) + 1) % 10))],
    ['too few digits', unassignedCardNumber(12)],
    ['too many digits', `${number}0000`],
    ['digits inside a word', `a${number}`],
    ['a time in milliseconds', '1760000000000'],
    ['nothing', ''],
  ])('is not %s', (_, text) => {
    expect(looksLikeCardNumber(text)).toBe(false);
  });

  it('is not a UUID, whatever its digits', () => {
    for (let count = 0; count < 20_000; count += 1) expect(looksLikeCardNumber(`chg:${randomUUID()}:1`)).toBe(false);
    expect(looksLikeCardNumber('40000000-0000-4000-8000-000000000000')).toBe(false);
  });

  it('is found at any depth and leaves no trace in the error', () => {
    expect(() => refuseCardData({ a: [{ b: number }] })).toThrow(CardDataRefused);
    expect(() => refuseCardData({ a: Number(number) })).toThrow(CardDataRefused);
    expect(() => refuseCardData(undefined)).not.toThrow();
    const error = new CardDataRefused();
    expect(JSON.stringify([error.message, error.stack])).not.toContain(number);
  });

  it('is looked for in linear time', () => {
    const started = performance.now();
    looksLikeCardNumber('8 '.repeat(500_000));
    looksLikeCardNumber('8'.repeat(1_000_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
