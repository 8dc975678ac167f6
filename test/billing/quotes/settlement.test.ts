import fc from 'fast-check';
import { allocate } from '../../../billing/money/allocation';
import { compare, negate, sum } from '../../../billing/money/amounts';
import { quoteChanges } from '../../../billing/quotes/quote';
import { differenceOf, hasExpired } from '../../../billing/quotes/requote';
import { settle } from '../../../billing/quotes/settlement';
import { aChange, aQuoteInput, aSubscription } from '../samples';
import { amounts, currencies } from './arbitraries';

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
  ])('a total of %s with a balance of %s and a minimum of %s is settled as %j', (total, balance, minimum, expected) => {
    expect(settle(total, balance, 'EUR', { minimumCharge: minimum })).toEqual({ total, ...expected });
  });
});

describe('what the seller decides about settling', () => {
  const pays = { negativeTotal: 'refund_request' } as const;
  const later = { whenToBill: 'with_next_bill' } as const;

  it.each([
    ['-10.00', '4.00', pays, { dueToday: '0.00', balanceUsed: '0.00', toBalance: '0.00', refundRequested: '10.00' }],
    ['-10.00', '-3.00', pays, { toBalance: '3.00', refundRequested: '7.00' }],
    ['10.00', '0', pays, { dueToday: '10.00', toBalance: '0.00' }],
    ['10.00', '4.00', later, { dueToday: '0.00', balanceUsed: '0.00', toBalance: '-10.00', billedLater: true }],
    ['-10.00', '0', later, { dueToday: '0.00', toBalance: '10.00' }],
  ])('a total of %s with a balance of %s is settled by the rules %j', (total, balance, rules, expected) => {
    expect(settle(total, balance, 'EUR', rules)).toMatchObject({ total, ...expected });
  });

  it('the settlement pays back no more than a debt on the balance leaves', () => {
    expect(settle('-2.00', '-3.00', 'EUR', pays)).toEqual({
      total: '-2.00',
      balanceUsed: '0.00',
      dueToday: '0.00',
      toBalance: '2.00',
    });
  });

  it('the settlement by the rules of the seller always adds up', () => {
    const rules = fc.record({
      whenToBill: fc.constantFrom('at_once', 'with_next_bill'),
      negativeTotal: fc.constantFrom('to_balance', 'refund_request'),
      minimumCharge: fc.constantFrom('0', '0.50', '12.00'),
    });
    const signed = fc
      .tuple(amounts('EUR', 5000), fc.boolean())
      .map(([amount, isNegative]) => (isNegative ? negate(amount, 'EUR') : amount));
    fc.assert(
      fc.property(signed, signed, rules, (total, balance, seller) => {
        const { balanceUsed, dueToday, toBalance, refundRequested = '0' } = settle(total, balance, 'EUR', seller);
        const given = sum([negate(toBalance, 'EUR'), negate(refundRequested, 'EUR')], 'EUR');
        expect(sum([dueToday, balanceUsed, given], 'EUR')).toBe(total);
        expect(compare(dueToday, '0')).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('spreading an amount', () => {
  it('the allocation of an amount gives the units left over to the largest remainders, the earlier first', () => {
    expect(allocate('0.10', [1, 1, 1], 'EUR')).toEqual(['0.04', '0.03', '0.03']);
    expect(allocate('-1.00', [1, 2, 3], 'EUR')).toEqual(['-0.17', '-0.33', '-0.50']);
    expect(allocate('100', [1, 0, 2], 'JPY')).toEqual(['33', '0', '67']);
  });

  it('the allocation of an amount always adds up, and strays less than one unit from the exact part', () => {
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

  it.each([[[]], [[0, 0]], [[-1, 2]], [[0.5]]])('the allocation of an amount refuses the weights %j', (weights) => {
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

  it('a newer quote is shown when the customer would pay more, and then with the difference', () => {
    expect(differenceOf(quoted('10.00'), quoted('0'))).toMatchObject({
      dueToday: { before: '122.00', after: '132.00', difference: '10.00' },
      lines: [],
      askAgain: 'would_pay_more',
    });
    expect(differenceOf(quoted('0'), quoted('10.00'))).toMatchObject({ askAgain: 'none', movedSubscriptions: [] });
  });

  it('a newer quote is always shown when a subscription moved, even for less money', () => {
    expect(differenceOf(quoted('0'), quoted('10.00', 2))).toMatchObject({
      askAgain: 'subscription_moved',
      movedSubscriptions: ['subscription'],
    });
  });

  it('a newer quote names the lines that came, went or have another amount', () => {
    const seats = (count: number, subscription = aSubscription()) =>
      quoteChanges(
        aQuoteInput({ changes: [aChange({ subscription, change: { subscriptionId: 'subscription', seats: count } })] }),
      );
    const free = aSubscription({ billedLines: [] });
    // 160.00 and 20 % of VAT no longer come back; 30.00 and its VAT are charged more.
    expect(differenceOf(seats(9), seats(10, free))).toMatchObject({
      previousQuoteId: 'quote',
      lines: [
        { lineId: 'subscription:charge', before: '324.00', after: '360.00' },
        { lineId: 'subscription:credit:june', before: '-192.00', after: null },
      ],
      movedSubscriptions: [],
    });
  });

  it('a newer quote replaces one that has expired, not one in its last second', () => {
    const quote = quoted('0');
    expect(hasExpired(quote, '2023-06-11T08:30:00Z')).toBe(false);
    expect(hasExpired(quote, '2023-06-11T08:30:00.001Z')).toBe(true);
  });
});
