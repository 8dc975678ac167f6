import fc from 'fast-check';
import { addDays, addMonths } from '../../../billing/calendar/calendar';
import { type DayUnit, fractionOf, remainingFraction } from '../../../billing/calendar/day-count';
import type { Policy } from '../../../billing/facts/policy-types';
import { Exact } from '../../../billing/money/amounts';
import { FLEXPRICE_SECOND, KILL_BILL_30_DAYS, ZUORA_STRICT_30_360 } from '../../../billing/policies/presets';

const text = ({ numerator, denominator }: { numerator: number; denominator: number }) => `${numerator}/${denominator}`;

/** The end is given as people write it: the last day that is counted. */
const ofMonth = (start: string, last: string, unit: DayUnit) => {
  const first = addMonths(start, 0, 1);
  return text(fractionOf({ start, end: addDays(last, 1) }, { start: first, end: addMonths(first, 1, 1) }, unit));
};
const ofPeriod = (start: string, whole: [string, string], unit: DayUnit) =>
  text(fractionOf({ start, end: whole[1] }, { start: whole[0], end: whole[1] }, unit));

describe('the days of a slice', () => {
  it.each([
    ['2021-01-27', '2021-01-31', '5/31', '5/30', '4/30'],
    ['2021-02-27', '2021-02-28', '2/28', '2/30', '4/30'],
    // A month that is used whole counts as whole.
    ['2020-02-01', '2020-02-29', '29/29', '30/30', '30/30'],
    ['2021-04-21', '2021-04-29', '9/30', '9/30', '9/30'],
    // Not the last day of its month, so no day is given away.
    ['2020-02-01', '2020-02-28', '28/29', '28/30', '28/30'],
    ['2021-01-01', '2021-01-30', '30/31', '30/30', '30/30'],
    ['2021-01-31', '2021-01-31', '1/31', '1/30', '1/30'],
  ])(
    'the days from %s to %s are %s, %s and %s of a month by the three rules of Zuora',
    (start, last, actual, by360, strict) => {
      expect(ofMonth(start, last, 'local-day')).toBe(actual);
      expect(ofMonth(start, last, 'actual-360')).toBe(by360);
      expect(ofMonth(start, last, 'strict-30-360')).toBe(strict);
    },
  );

  it('the days of a quarter are whole months and a month that is cut', () => {
    const quarter: [string, string] = ['2018-01-01', '2018-04-01'];
    expect(ofPeriod('2018-01-16', quarter, 'actual-360')).toBe('76/90');
    // Two months and 16 of the 31 days of January.
    expect(ofPeriod('2018-01-16', quarter, 'month-then-day')).toBe('78/93');
    expect(ofPeriod('2018-02-15', quarter, 'month-then-day')).toBe('42/84');
    expect(ofPeriod('2018-02-01', quarter, 'month-then-day')).toBe('60/90');
    expect(ofPeriod('2018-01-16', quarter, 'local-day')).toBe('75/90');
  });

  it('the days from the 23rd to the 15th are 22 of 30, however long the month is', () => {
    for (const start of ['2023-05-23', '2023-02-23', '2024-02-23', '2023-04-23']) {
      const end = addMonths(start, 1, 15);
      expect(ofPeriod(start, [addMonths(end, -1, 15), end], 'thirty-day-month')).toBe('22/30');
    }
  });

  it('the days of a slice are never more than the period, and all of them at its start', () => {
    const units: DayUnit[] = ['local-day', 'month-then-day', 'thirty-day-month', 'strict-30-360', 'actual-360'];
    const starts = fc.date({ min: new Date('2019-01-01'), max: new Date('2028-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(
        starts,
        fc.integer({ min: 1, max: 31 }),
        fc.constantFrom(1, 3, 12),
        fc.nat(366),
        (date, anchor, months, day) => {
          const start = addMonths(date.toISOString().slice(0, 10), 0, anchor);
          const whole = { start, end: addMonths(start, months, anchor) };
          for (const unit of units) {
            const all = fractionOf(whole, whole, unit);
            expect(all.numerator).toBe(all.denominator);
            const from = addDays(start, day);
            if (from >= whole.end) continue;
            const later = fractionOf({ start: from, end: whole.end }, whole, unit);
            const share = new Exact(later.numerator).div(later.denominator).toNumber();
            expect(share).toBeGreaterThan(0);
            expect(share).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });
});

describe('what is left of a line without a length', () => {
  const left = (date: string, policy: Policy) => {
    const whole = { start: '2023-01-31', end: '2023-02-01' };
    return text(remainingFraction(whole, { date, at: `${date}T10:00:00Z`, timeZone: 'UTC' }, 'credit', policy));
  };

  it('a line without a length has nothing left where a 31st alone is no day of a month of 30', () => {
    expect([left('2023-01-31', KILL_BILL_30_DAYS), left('2023-02-01', KILL_BILL_30_DAYS)]).toEqual(['0/1', '0/1']);
    expect([left('2023-01-31', ZUORA_STRICT_30_360), left('2023-02-01', ZUORA_STRICT_30_360)]).toEqual(['1/1', '0/1']);
  });
});

describe('the seconds that are left', () => {
  it('a line that began in the very second its period ends has no seconds left', () => {
    const whole = { start: '2026-04-30', end: '2026-05-01', startsAt: '2026-04-30T23:59:59.500Z' };
    const moment = { date: '2026-04-30', at: '2026-04-30T23:59:59.900Z', timeZone: 'UTC' };
    const { numerator, denominator } = remainingFraction(whole, moment, 'credit', FLEXPRICE_SECOND);
    expect([numerator, denominator]).toEqual([0, 1]);
  });
});
