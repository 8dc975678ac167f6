import fc from 'fast-check';
import { type AnchoredSubscription, billingAfter } from '../../../billing/calendar/anchor';
import { addDays, addMonths, startOfDay } from '../../../billing/calendar/calendar';
import { ANCHOR_RESET, type Policy } from '../../../billing/facts/policy-types';
import type { Frequency } from '../../../billing/facts/types';
import { KILL_BILL, LAGO_UPGRADE } from '../../../billing/policies/presets';

function periodAfter(date: string, policy: Policy, parts: Partial<AnchoredSubscription> = {}, frequency?: Frequency) {
  const period = parts.period ?? { start: '2023-01-31', end: '2023-02-28' };
  const subscription: AnchoredSubscription = { frequency: 'month', period, anchorDay: 31, ...parts };
  const moment = { date, at: startOfDay(date, 'UTC'), timeZone: 'UTC' };
  const billing = billingAfter(subscription, frequency ?? subscription.frequency, { moment, policy });
  return [billing.period.start, billing.period.end, billing.anchorDay];
}

describe('the billing period after a change', () => {
  it('the billing period after a change starts on the day of the change when the anchor is reset', () => {
    expect(periodAfter('2023-02-14', ANCHOR_RESET)).toEqual(['2023-02-14', '2023-03-14', 14]);
    expect(periodAfter('2023-02-14', ANCHOR_RESET, {}, 'year')).toEqual(['2023-02-14', '2024-02-14', 14]);
  });

  it('the billing period after a change keeps an anchor of 31 on the first and the last day of a period', () => {
    expect(periodAfter('2023-01-31', ANCHOR_RESET)).toEqual(['2023-01-31', '2023-02-28', 31]);
    expect(periodAfter('2023-02-28', ANCHOR_RESET)).toEqual(['2023-02-28', '2023-03-31', 31]);
  });

  it('the billing period after a change does not believe an anchor day that the period does not stand on', () => {
    const stub = { period: { start: '2023-05-04', end: '2023-06-01' }, anchorDay: 1 };
    expect(periodAfter('2023-05-04', ANCHOR_RESET, stub)).toEqual(['2023-05-04', '2023-06-04', 4]);
  });

  it('the billing period after a change starts a day later when the old terms own the day of the change', () => {
    expect(periodAfter('2023-02-14', { ...ANCHOR_RESET, changeDayOwner: 'old' })).toEqual([
      '2023-02-15',
      '2023-03-15',
      15,
    ]);
  });

  it('the billing period after a change stays when the anchor is kept, and goes on after the last day', () => {
    expect(periodAfter('2023-02-14', LAGO_UPGRADE)).toEqual(['2023-01-31', '2023-02-28', 31]);
    expect(periodAfter('2023-02-28', LAGO_UPGRADE)).toEqual(['2023-02-28', '2023-03-31', 31]);
  });

  it('the billing period after a change counts another frequency from the anchor date, or from the day of the month alone', () => {
    const june = { anchorDate: '2022-06-29', anchorDay: 29, period: { start: '2023-08-29', end: '2023-09-29' } };
    expect(periodAfter('2023-09-28', LAGO_UPGRADE, june, 'year')).toEqual(['2023-06-29', '2024-06-29', 29]);
    expect(periodAfter('2023-09-28', KILL_BILL, june, 'year')).toEqual(['2022-09-29', '2023-09-29', 29]);
    expect(periodAfter('2023-08-30', KILL_BILL, june, 'year')).toEqual(['2023-08-29', '2024-08-29', 29]);
  });

  it('the billing period after a change ends on the next anchor day where only that day is kept, also when the month is too short for it', () => {
    const short = { anchorDay: 31, period: { start: '2024-01-31', end: '2024-02-29' } };
    expect(periodAfter('2024-02-28', KILL_BILL, short)).toEqual(['2024-01-31', '2024-02-29', 31]);
    expect(periodAfter('2024-02-29', KILL_BILL, short)).toEqual(['2024-02-29', '2024-03-31', 31]);
    expect(periodAfter('2024-02-29', KILL_BILL, short, 'year')).toEqual(['2024-02-29', '2025-02-28', 31]);
  });

  it('the billing period after a change never leaves the day of the change outside the period that holds it', () => {
    const days = fc.integer({ min: 0, max: 900 });
    const frequencies = fc.constantFrom<Frequency>('month', 'quarter', 'year');
    fc.assert(
      fc.property(days, days, fc.integer({ min: 1, max: 31 }), frequencies, (from, into, anchorDay, frequency) => {
        const anchorDate = addMonths(addDays('2019-12-20', from), 0, anchorDay);
        const start = addMonths('2021-01-01', into % 13, anchorDay);
        const period = { start, end: addMonths(start, 1, anchorDay) };
        for (const date of [start, addDays(start, into % 28), period.end]) {
          for (const policy of [LAGO_UPGRADE, KILL_BILL, { ...LAGO_UPGRADE, anchor: 'reset' } as const]) {
            const [first = '', next = ''] = periodAfter(date, policy, { period, anchorDay, anchorDate }, frequency);
            expect(String(first) <= date && date < String(next)).toBe(true);
          }
        }
      }),
    );
  });

  it('the billing period after a change moves with the frequency only, where the policy says so', () => {
    const policy: Policy = { ...LAGO_UPGRADE, anchor: 'reset-on-frequency-change' };
    expect(periodAfter('2023-02-14', policy)).toEqual(['2023-01-31', '2023-02-28', 31]);
    expect(periodAfter('2023-02-14', policy, {}, 'quarter')).toEqual(['2023-02-14', '2023-05-14', 14]);
  });

  it.each([
    ['invalid_period', 'subscription.period', { start: '2023-02-28', end: '2023-01-31' }],
    ['invalid_date', 'subscription.period.start', { start: '2023-02-30', end: '2023-03-31' }],
    ['outside_period', 'effectiveDate', { start: '2023-04-01', end: '2023-05-01' }],
  ])('the billing period after a change is refused with %s and names %s', (code, field, period) => {
    expect(() => periodAfter('2023-02-14', ANCHOR_RESET, { period })).toThrow(expect.objectContaining({ code, field }));
  });
});
