import type { Quote } from '../../billing/quotes/types';

/** A priced change whose numbers do not matter to the test that uses it. */
export function sampleQuote(overrides: Partial<Quote> = {}): Quote {
  return {
    quoteId: 'chg_1:q1',
    version: 1,
    at: '2026-03-25T10:00:00Z',
    expiresAt: '2026-03-25T10:30:00Z',
    effectiveDate: '2026-03-25',
    effectiveAt: '2026-03-24T23:00:00Z',
    policy: { name: 'anchor-reset', version: 1 },
    currency: 'EUR',
    changes: [
      {
        subscriptionId: 'sub_1',
        subscriptionVersion: 1,
        before: { tierId: 'professional', seats: 5, frequency: 'month' },
        after: { tierId: 'professional', seats: 8, frequency: 'month' },
        newPeriod: { start: '2026-03-25', end: '2026-04-25' },
        newAnchorDay: 25,
        nextBillDate: '2026-04-25',
        nextBillNet: '440.00',
        yearlyRateBefore: '3300.00',
        yearlyRateAfter: '5280.00',
        seatsAdded: 3,
      },
    ],
    lines: [],
    vatTreatment: { rule: 'R1', kind: 'domestic', country: 'FR', percent: '20' },
    net: '298.06',
    vat: '59.61',
    total: '357.67',
    balanceUsed: '0.00',
    dueToday: '357.67',
    toBalance: '0.00',
    rateIncreases: true,
    includesCart: false,
    cartVersion: 0,
    hash: 'f'.repeat(64),
    ...overrides,
  };
}
