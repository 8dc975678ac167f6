import fc from 'fast-check';
import { allocate } from '../../billing/allocation';
import { compare, sum } from '../../billing/money';
import { quoteChanges } from '../../billing/quote';
import { differenceOf, hasExpired } from '../../billing/requote';
import { settle } from '../../billing/settlement';
import { amounts, currencies } from './arbitraries';
import { aChange, aQuoteInput, aSubscription } from './samples';

describe('settling a total', () => {
  it.each([
    ['10.00', '0', '0', { balanceUsed: '0.00', dueToday: '10.00', toBalance: '0.00' }],
    ['10.00', '4.00', '0', { balanceUsed: '4.00', dueToday: '6.00', toBalance: '0.00' }],
    ['-10.00', '4.00', '0', { balanceUsed: '0.00', dueToday: '0.00', toBalance: '10.00' }],
    ['10.00', '-0.30', '0', { balanceUsed: '0.00', dueToday: '10.30', toBalance: '0.30' }],
    ['0.30', '0', '0.50', { balanceUsed: '0.00', dueToday: '0.00', toBalance: '-0.30' }],
    ['0.50', '0', '0.50', { balanceUsed: '0.00', dueToday: '0.50', toBalance: '0.00' }],
    ['0.30', '-0.30', '0.50', { balanceUsed: '0.00', dueToday: '0.60', toBalance: '0.30' }],
    ['4.20', '4.00', '0.50', { balanceUsed: '4.00', dueToday: '0.00', toBalance: '-0.20' }],
  ])('of %s with a balance of %s and a minimum of %s', (total, balance, minimum, expected) => {
    expect(settle(total, balance, 'EUR', minimum)).toEqual({ total, ...expected });
  });
});

describe('spreading an amount', () => {
  it('gives the units left over to the largest remainders, the earlier first', () => {
    expect(allocate('0.10', [1, 1, 1], 'EUR')).toEqual(['0.04', '0.03', '0.03']);
    expect(allocate('-1.00', [1, 2, 3], 'EUR')).toEqual(['-0.17', '-0.33', '-0.50']);
    expect(allocate('100', [1, 0, 2], 'JPY')).toEqual(['33', '0', '67']);
  });

  it('always adds up, and strays less than one unit from the exact part', () => {
    const spread = currencies.chain((currency) => fc.tuple(amounts(currency), fc.constant(currency)));
    const weights = fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 }).filter((all) => all.some((one) => one > 0));
    fc.assert(
      fc.property(spread, weights, ([amount, currency], parts) => {
        const allocated = allocate(amount, parts, currency);
        expect(sum(allocated, currency)).toBe(amount);
        allocated.forEach((part, index) => {
          if (parts[index] === 0) expect(compare(part, '0')).toBe(0);
        });
      }),
    );
  });

  it.each([[[]], [[0, 0]], [[-1, 2]], [[0.5]]])('refuses the weights %j', (weights) => {
    expect(() => allocate('1.00', weights, 'EUR')).toThrow(expect.objectContaining({ code: 'invalid_allocation' }));
  });
});

describe('a newer quote', () => {
  const quoted = (balance: string, version = 1) =>
    quoteChanges(
      aQuoteInput({
        balance,
        changes: [
          aChange({ subscription: aSubscription({ version }), change: { subscriptionId: 'subscription', seats: 9 } }),
        ],
      }),
    );

  it('is shown when the customer would pay more, and then with the difference', () => {
    expect(differenceOf(quoted('10.00'), quoted('0'))).toMatchObject({
      dueToday: { before: '122.00', after: '132.00', difference: '10.00' },
      askAgain: 'would_pay_more',
    });
    expect(differenceOf(quoted('0'), quoted('10.00'))).toMatchObject({ askAgain: 'none', movedSubscriptions: [] });
  });

  it('is always shown when a subscription moved, even for less money', () => {
    expect(differenceOf(quoted('0'), quoted('10.00', 2))).toMatchObject({
      askAgain: 'subscription_moved',
      movedSubscriptions: ['subscription'],
    });
  });

  it('replaces one that has expired, not one in its last second', () => {
    const quote = quoted('0');
    expect(hasExpired(quote, '2023-06-11T08:30:00Z')).toBe(false);
    expect(hasExpired(quote, '2023-06-11T08:30:00.001Z')).toBe(true);
  });
});
