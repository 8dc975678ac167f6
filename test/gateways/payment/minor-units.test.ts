import fc from 'fast-check';
import { fromGatewayUnits, toGatewayUnits } from '../../../gateways/payment/minor-units';
import { SANDBOX_CURRENCIES } from '../../../gateways/payment/sandbox/currencies';

describe('minor units of a gateway', () => {
  it.each([
    ['12.50', 'EUR', 1250],
    ['12.5', 'EUR', 1250],
    ['12', 'EUR', 1200],
    ['0.01', 'EUR', 1],
    ['-3.10', 'EUR', -310],
    ['-0.00', 'EUR', 0],
    ['1200', 'JPY', 1200],
    ['1200.00', 'JPY', 1200],
    ['1.234', 'KWD', 1234],
    ['90071992547409.91', 'EUR', 9007199254740991],
  ])('minor units of %s %s are %d', (amount, currency, minor) => {
    expect(toGatewayUnits({ amount, currency }, SANDBOX_CURRENCIES)).toBe(minor);
  });

  it.each([
    ['12.505', 'EUR'],
    ['1.5', 'JPY'],
    ['90071992547409.92', 'EUR'],
    ['0x1f', 'EUR'],
    ['1e3', 'EUR'],
    ['NaN', 'EUR'],
    ['Infinity', 'EUR'],
    [' 1', 'EUR'],
    ['1_000', 'EUR'],
    ['', 'EUR'],
    ['1e10000000', 'EUR'],
    ['1.00', 'XAU'],
    ['1.00', 'constructor'],
  ])('minor units do not exist for %p %s', (amount, currency) => {
    expect(() => toGatewayUnits({ amount, currency }, SANDBOX_CURRENCIES)).toThrow(RangeError);
  });

  it('minor units come back as the same number through their text', () => {
    const currencies = Object.keys(SANDBOX_CURRENCIES);
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom(...currencies), (amount, currency) => {
        const text = fromGatewayUnits({ amount, currency }, SANDBOX_CURRENCIES);
        expect(toGatewayUnits({ amount: text, currency }, SANDBOX_CURRENCIES)).toBe(amount);
      }),
    );
  });

  it('minor units print all decimals of the currency', () => {
    expect(fromGatewayUnits({ amount: 5, currency: 'EUR' }, SANDBOX_CURRENCIES)).toBe('0.05');
    expect(fromGatewayUnits({ amount: -1250, currency: 'KWD' }, SANDBOX_CURRENCIES)).toBe('-1.250');
    expect(fromGatewayUnits({ amount: 5, currency: 'JPY' }, SANDBOX_CURRENCIES)).toBe('5');
    expect(() => fromGatewayUnits({ amount: 0.5, currency: 'EUR' }, SANDBOX_CURRENCIES)).toThrow(RangeError);
  });
});
