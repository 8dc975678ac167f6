import {
  add,
  compare,
  Exact,
  formatAmount,
  negate,
  parseAmount,
  parsePayable,
  roundHalfUp,
  subtract,
  sum,
  toMinorUnits,
} from '../../../billing/money/amounts';
import { exponentOf } from '../../../billing/money/currency';
import { InvalidAmount } from '../../../billing/money/errors';
import { timesAsLong } from '../../support/times-as-long';

const REFUSED = [
  '1e400',
  '0x1f',
  'NaN',
  'Infinity',
  '1_000',
  '.5',
  '5.',
  '+5',
  '--5',
  '007',
  '1,50',
  ' 1',
  '1\n',
  '',
  '١٢',
  '1234567890123',
  '1.23456',
  '0.1234567890123',
  '9'.repeat(1_000_000),
];

describe('amounts', () => {
  it.each(REFUSED.map((text) => [text.slice(0, 20), text]))(
    'the amount %j is refused at once and its field is named',
    async (_, text) => {
      const refuse = () => parseAmount(text, 'lines.0.amount');
      expect(refuse).toThrow(expect.objectContaining({ code: 'invalid_amount', field: 'lines.0.amount' }));
      expect(await timesAsLong(refuse, () => parseAmount('.'))).toBeLessThan(20);
    },
  );

  it('an amount that is not text, such as a number from JSON, is refused', () => {
    expect(() => parseAmount(JSON.parse('12.5'))).toThrow(InvalidAmount);
  });

  it('a refusal keeps its message short when the amount is huge', () => {
    expect(() => parseAmount('9'.repeat(100_000))).toThrow(/^.{1,300}$/);
  });

  it.each(['0', '-0.01', '999999999999.9999', '12.5'])('the amount %s is accepted', (text) => {
    expect(parseAmount(text).toFixed()).toBe(text);
  });

  it('an amount with more decimals than the currency has is refused, unless they are zeros', () => {
    expect(() => parsePayable('12.505', 'EUR')).toThrow(InvalidAmount);
    expect(() => parsePayable('1.5', 'JPY')).toThrow(InvalidAmount);
    expect(parsePayable('12.500', 'EUR').toFixed(2)).toBe('12.50');
  });

  it('exponents are those of ISO 4217 and not what Intl displays', () => {
    expect(['EUR', 'JPY', 'KWD', 'HUF', 'COP'].map((code) => exponentOf(code))).toEqual([2, 0, 3, 2, 2]);
    expect(() => exponentOf('eur')).toThrow(expect.objectContaining({ code: 'unknown_currency' }));
  });

  it('a currency that nobody pays with does not exist: gold, a unit of account, a test, none', () => {
    for (const code of ['XAU', 'XDR', 'XTS', 'XXX']) expect(() => exponentOf(code)).toThrow(/one can pay with/);
    expect(['XOF', 'XAF', 'XPF', 'XCD'].map((code) => exponentOf(code))).toEqual([0, 0, 0, 2]);
  });

  it('an amount rounds half away from zero on both sides of it', () => {
    expect(formatAmount(roundHalfUp(new Exact('0.005'), 'USD'), 'USD')).toBe('0.01');
    expect(formatAmount(roundHalfUp(new Exact('-0.005'), 'USD'), 'USD')).toBe('-0.01');
    expect(formatAmount(new Exact('-0.004'), 'USD')).toBe('0.00');
  });

  it('amounts add, subtract, negate and compare by value', () => {
    expect(add('0.10', '0.2', 'EUR')).toBe('0.30');
    expect(subtract('1', '1.50', 'EUR')).toBe('-0.50');
    expect(negate('0.00', 'EUR')).toBe('0.00');
    expect(sum([], 'KWD')).toBe('0.000');
    expect([compare('1', '1.00'), compare('-1', '0')]).toEqual([0, -1]);
  });

  it('minor units that are no safe integer are refused', () => {
    expect(() => toMinorUnits('999999999999.9999', 'CLF')).toThrow(InvalidAmount);
  });
});
