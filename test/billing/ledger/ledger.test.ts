import fc from 'fast-check';
import {
  appendTo,
  balanceOf,
  differencesIn,
  holdPostings,
  type LedgerEntry,
  orderPostings,
  releasePostings,
} from '../../../billing/ledger/ledger';
import { negate, subtract, sum } from '../../../billing/money/amounts';
import { quoteChanges } from '../../../billing/quotes/quote';
import { quoteInputs } from '../quotes/arbitraries';
import { aQuoteInput } from '../samples';

const sellers = fc.record({
  whenToBill: fc.constantFrom('at_once', 'with_next_bill'),
  negativeTotal: fc.constantFrom('to_balance', 'refund_request'),
});

describe('the ledger', () => {
  it('INV-B3 the ledger leaves the old balance, less what was used, plus what the order put on it', () => {
    fc.assert(
      fc.property(quoteInputs, fc.boolean(), sellers, (input, owes, seller) => {
        const { currency } = input.account;
        const balance = owes ? negate(input.balance, currency) : input.balance;
        const quote = quoteChanges({ ...input, ...seller, balance });
        const held = appendTo({ sequence: 4, balance }, holdPostings('change', 1, quote), currency);
        const head = { sequence: 4 + held.length, balance: held.at(-1)?.balanceAfter ?? balance };
        const applied = appendTo(head, orderPostings('change', 1, quote, quote.dueToday), currency);
        const wanted = sum([subtract(balance, quote.balanceUsed, currency), quote.toBalance], currency);
        expect(applied.at(-1)?.balanceAfter ?? head.balance).toBe(sum([wanted], currency));
        expect(sum([balance, balanceOf([...held, ...applied], currency)], currency)).toBe(sum([wanted], currency));
      }),
    );
  });

  it('the ledger gives every posting of an order its own reference', () => {
    fc.assert(
      fc.property(quoteInputs, (input) => {
        const quote = quoteChanges(input);
        const references = [
          ...holdPostings('change', 1, quote),
          ...orderPostings('change', 1, quote, quote.dueToday),
        ].map(({ reference }) => reference);
        expect(new Set(references).size).toBe(references.length);
        expect(references.every((reference) => reference.startsWith('change:'))).toBe(true);
      }),
    );
  });

  it('the ledger restores the balance when a hold is released', () => {
    const quote = quoteChanges(aQuoteInput({ balance: '100.00', changes: moreSeats() }));
    const postings = [...holdPostings('change', 2, quote), ...releasePostings('change', 2, quote)];
    expect(postings.map(({ reference, amount }) => [reference, amount])).toEqual([
      ['change:hold:2', '-100.00'],
      ['change:release:2', '100.00'],
    ]);
    expect(balanceOf(postings, 'EUR')).toBe('0.00');
  });

  it('the ledger refuses to add two currencies', () => {
    const posting = { reference: 'a', kind: 'payment', amount: '1.00', currency: 'USD' } as const;
    expect(() => balanceOf([posting], 'EUR')).toThrow(expect.objectContaining({ code: 'currency_mismatch' }));
    expect(() => appendTo({ sequence: 0, balance: '0' }, [posting], 'EUR')).toThrow(/"USD"/);
  });

  describe('recomputed', () => {
    const exact = appendTo(
      { sequence: 0, balance: '0' },
      ['1.00', '2.00', '3.00'].map((amount, index) => ({
        ...({ reference: `r${index}`, kind: 'payment', currency: 'EUR' } as const),
        amount,
      })),
      'EUR',
    );
    const spoilt = (parts: Partial<LedgerEntry>) =>
      differencesIn(exact.map((entry, index) => (index === 1 ? { ...entry, ...parts } : entry)));

    it('a recomputed ledger has no differences when it is exact, and none when it is empty', () => {
      expect([differencesIn(exact), differencesIn([])]).toEqual([[], []]);
    });

    it('a recomputed ledger tells each fault where it is, with what was expected and what was found', () => {
      expect(spoilt({ amount: '2.50' })).toEqual([
        { sequence: 2, reference: 'r1', problem: 'wrong_balance', expected: '3.50', found: '3.00' },
      ]);
      expect(spoilt({ reference: 'r0' })).toMatchObject([{ problem: 'duplicate_reference', found: 'r0' }]);
      expect(spoilt({ currency: 'USD' })).toMatchObject([{ problem: 'other_currency', found: 'USD' }]);
      expect(differencesIn(exact.filter((_, index) => index !== 1))).toMatchObject([
        { sequence: 3, problem: 'sequence_gap', expected: 2, found: 3 },
        { sequence: 3, problem: 'wrong_balance', expected: '4.00', found: '6.00' },
      ]);
      expect(spoilt({ amount: '1e400' })).toMatchObject([{ problem: 'unreadable_amount', found: '1e400, 3.00' }]);
    });
  });
});

function moreSeats() {
  const [change] = aQuoteInput().changes;
  return change ? [{ ...change, change: { subscriptionId: 'subscription', seats: 20 } }] : [];
}
