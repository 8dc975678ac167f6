import type { Subscription } from '../../../billing/facts/types';
import { quoteChanges } from '../../../billing/quotes/quote';
import { subscriptionAfter } from '../../../billing/quotes/subscription-after';
import type { Quote } from '../../../billing/quotes/types';
import { creditForVat } from '../../../billing/quotes/vat-credit';
import { aChange, aQuoteInput, aSubscription } from '../samples';

const HELD = { rule: 'R5', kind: 'hold', country: 'DE', percent: '19' } as const;

const quoted = (subscription: Subscription, seats: number, at: string, quoteId: string): Quote => {
  const change = aChange({ subscription, change: { subscriptionId: 'subscription', seats } });
  return quoteChanges(aQuoteInput({ quoteId, at, changes: [change], vatTreatment: HELD }));
};

describe('VAT charged on a number that is confirmed later', () => {
  const before = aSubscription();
  const quote = quoted(before, 12, '2023-06-11T08:00:00Z', 'first');
  const after = subscriptionAfter(before, quote);

  it('VAT charged on a number that is confirmed later is given back on the new charges; the credit keeps the VAT of its original charge', () => {
    // 12 seats at 30.00 for a new month: 360.00, VAT 68.40.
    expect(creditForVat(quote, [], '0')).toEqual({
      amount: '68.40',
      lines: [{ lineId: 'subscription:charge', vat: '68.40' }],
    });
  });

  it('VAT charged on a number that is confirmed later is given back only as far as no later order has done so', () => {
    const later = quoted(after, 14, '2023-06-26T08:00:00Z', 'second');
    const credited = later.lines.find(({ kind }) => kind === 'credit');
    // 15 of 30 days are left: 180.00 is credited with its 34.20.
    expect(credited).toMatchObject({ net: '-180.00', vat: '-34.20', vatTreatment: { kind: 'hold', country: 'DE' } });
    expect(creditForVat(quote, [later], '0').amount).toBe('34.20');
  });

  it('VAT charged on a number that is confirmed later is not counted twice where the later order already credited without it', () => {
    const right = { ...after, billedLines: after.billedLines.map((line) => ({ ...line, vatPercent: '0' })) };
    const later = quoted(right, 14, '2023-06-26T08:00:00Z', 'second');
    expect(creditForVat(quote, [later], '0').amount).toBe('68.40');
  });

  it('VAT charged on a number that is confirmed later is the difference where another rate is owed, and nothing where the same is', () => {
    expect(creditForVat(quote, [], '17').amount).toBe('7.20');
    expect(creditForVat(quote, [], '19')).toEqual({ amount: '0.00', lines: [] });
  });
});
