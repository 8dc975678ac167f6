import type { Product, Subscription } from '../../../billing/facts/types';
import { nextBillOf, withVat } from '../../../billing/quotes/next-bill';

const price = (unitPrice: string, validFrom: string, validTo?: string) => ({
  frequency: 'month' as const,
  currency: 'EUR',
  bands: [{ fromSeats: 1, unitPrice }],
  validFrom,
  ...(validTo === undefined ? {} : { validTo }),
});

const tier = (tierId: string, rank: number, prices: ReturnType<typeof price>[]) => ({
  ...{ tierId, name: tierId, rank, minSeats: 1, maxSeats: 100 },
  prices,
});

const product = (prices = [price('55.00', '2020-01-01')]): Product => ({
  tenantId: 'acme',
  productId: 'meeting',
  name: 'Meeting',
  tiers: [tier('professional', 1, prices), tier('starter', 0, [price('20.00', '2020-01-01')])],
  version: 1,
});

const subscription = (more: Partial<Subscription> = {}): Subscription => ({
  ...{ tenantId: 'acme', subscriptionId: 'sub_1', accountId: 'acc_1', productId: 'meeting' },
  ...{ tierId: 'professional', seats: 5, frequency: 'month' as const, status: 'active' as const },
  ...{ currency: 'EUR', assignedSeats: 0, period: { start: '2026-11-10', end: '2026-12-10' }, anchorDay: 10 },
  ...{ billedLines: [], version: 1 },
  ...more,
});

const billed = (more: Partial<Subscription> = {}, today = '2026-11-20', prices?: ReturnType<typeof price>[]) =>
  nextBillOf({ subscription: subscription(more), product: product(prices), today });

describe('the next bill of a subscription', () => {
  it('the next bill comes on the first day after the period, for a whole period of its terms', () => {
    expect(billed()).toEqual({
      kind: 'bill',
      date: '2026-12-10',
      terms: { tierId: 'professional', seats: 5, frequency: 'month' },
      net: '275.00',
    });
    expect(billed({ status: 'trial' })).toMatchObject({ kind: 'bill', net: '275.00' });
    expect(billed({}, '2026-12-10')).toMatchObject({ kind: 'bill', date: '2026-12-10' });
  });

  it('the next bill asks the price of its own day, and what is sold no more keeps its price', () => {
    const raised = [price('55.00', '2020-01-01'), price('60.00', '2026-12-10')];
    expect(billed({}, '2026-11-20', raised)).toMatchObject({ net: '300.00' });
    expect(billed({}, '2026-11-20', [price('55.00', '2020-01-01', '2026-12-01')])).toMatchObject({ net: '275.00' });
  });

  it('the next bill is of the terms that are agreed for its day', () => {
    const terms = { tierId: 'starter', seats: 4, frequency: 'month' as const };
    const agreed = (effectiveDate?: string) =>
      nextBillOf({
        subscription: subscription(),
        product: product(),
        today: '2026-11-20',
        agreed: { terms, ...(effectiveDate === undefined ? {} : { effectiveDate }) },
      });
    expect(agreed('2026-12-10')).toMatchObject({ terms, net: '80.00' });
    for (const other of ['2026-12-01', undefined])
      expect(agreed(other)).toEqual({ kind: 'none', reason: 'changes_first' });
  });

  it.each<[string, Partial<Subscription>, string]>([
    ['ended', { status: 'ended' }, '2026-11-20'],
    ['ended', { endsOn: '2026-11-15' }, '2026-11-20'],
    ['trial_expired', { status: 'trial_expired' }, '2026-11-20'],
    ['ends_first', { endsOn: '2026-12-10' }, '2026-11-20'],
    ['ends_within', { endsOn: '2026-12-20' }, '2026-11-20'],
    ['paused', { status: 'paused' }, '2026-11-20'],
    ['paused', { pausesOn: '2026-11-15' }, '2026-11-20'],
    ['pause_is_set', { pausesOn: '2026-11-25', resumesOn: '2026-12-01' }, '2026-11-20'],
    ['renewal_missing', {}, '2026-12-11'],
    ['price_missing', { frequency: 'year' }, '2026-11-20'],
    ['price_missing', { tierId: 'gone' }, '2026-11-20'],
  ])('the next bill is not said, because of %s: %j', (reason, more, today) => {
    expect(billed(more, today)).toEqual({ kind: 'none', reason });
  });

  it('the next bill is said where an end or a pause only comes after its period', () => {
    expect(billed({ endsOn: '2027-01-10' })).toMatchObject({ kind: 'bill' });
    expect(billed({ pausesOn: '2026-12-20' })).toMatchObject({ kind: 'bill' });
  });

  it('the VAT of a bill is rounded half up, and the total is their sum', () => {
    expect(withVat('275.03', '5.5', 'EUR')).toEqual({
      ...{ net: '275.03', vatPercent: '5.5', vat: '15.13', total: '290.16' },
    });
    expect(withVat('1000', '10', 'JPY')).toMatchObject({ vat: '100', total: '1100' });
  });
});
