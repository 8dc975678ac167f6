import fc from 'fast-check';
import {
  addDays,
  addFrequency,
  addMonths,
  daysBetween,
  epochMilliseconds,
  instantAt,
  localDate,
  requireDate,
  startOfDay,
} from '../../../billing/calendar/calendar';

describe('civil dates', () => {
  it.each(['2023-02-30', '2023-13-01', '2023-2-3', '20230203', '2023-02-03T00:00:00Z', '-002023-01-01', ''])(
    'the calendar refuses the date %j',
    (date) => {
      expect(() => requireDate(date, 'period.start')).toThrow(
        expect.objectContaining({ code: 'invalid_date', field: 'period.start' }),
      );
    },
  );

  it.each(['Mars/Olympus', '', 'Europe/Paris; DROP', 'x'.repeat(10_000)])(
    'the calendar refuses the zone %.20j',
    (zone) => {
      expect(() => localDate('2023-01-01T00:00:00Z', zone)).toThrow(
        expect.objectContaining({ code: 'unknown_time_zone' }),
      );
    },
  );

  it.each(['2023-01-01', '2023-01-01T25:00:00Z', '2023-02-30T00:00:00Z', '2023-01-01T00:00:00', 'now'])(
    'the calendar refuses the instant %j',
    (at) => {
      expect(() => localDate(at, 'UTC')).toThrow(expect.objectContaining({ code: 'invalid_instant', field: 'at' }));
    },
  );

  it('the calendar reads the day in the zone, east and west of UTC', () => {
    const at = '2012-07-16T21:17:03Z';
    expect(localDate(at, 'Pacific/Honolulu')).toBe('2012-07-16');
    expect(localDate(at, 'Asia/Tokyo')).toBe('2012-07-17');
    expect(localDate('2012-07-16T23:17:03+02:00', 'Europe/Paris')).toBe('2012-07-16');
  });

  it('the calendar reads the day at a midnight that does not fall on a quarter hour', () => {
    // Paris kept local mean time, 9 minutes and 21 seconds ahead of UTC, until March 1911.
    expect(localDate('1910-01-01T23:50:38Z', 'Europe/Paris')).toBe('1910-01-01');
    expect(localDate('1910-01-01T23:50:39Z', 'Europe/Paris')).toBe('1910-01-02');
  });

  it('the calendar starts a day whose midnight is skipped by daylight saving at its first instant', () => {
    expect(startOfDay('2023-03-26', 'Africa/Cairo')).toBe('2023-03-25T22:00:00Z');
    expect(startOfDay('2018-11-04', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00Z');
  });

  it('the calendar counts days across daylight saving as days', () => {
    expect(daysBetween('2024-03-09', '2024-03-11')).toBe(2);
    expect(daysBetween('2024-03-01', '2024-02-28')).toBe(-2);
  });

  it('the calendar clamps the anchor at the end of short months and returns to it', () => {
    expect(addFrequency('2024-01-31', 'month', 31)).toBe('2024-02-29');
    expect(addFrequency('2024-02-29', 'month', 31)).toBe('2024-03-31');
    expect(addFrequency('2024-02-29', 'year', 29)).toBe('2025-02-28');
    expect(addFrequency('2027-02-28', 'year', 29)).toBe('2028-02-29');
    expect(addFrequency('2023-11-30', 'quarter', 30)).toBe('2024-02-29');
    expect(() => addFrequency('2023-11-30', 'month', 32)).toThrow(expect.objectContaining({ field: 'anchorDay' }));
  });

  it('the calendar writes and reads an instant as JavaScript does', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }), (date) => {
        expect(instantAt(date.getTime())).toBe(date.toISOString());
        expect(epochMilliseconds(date.toISOString())).toBe(date.getTime());
      }),
    );
  });

  it('the calendar never leaves a gap or an overlap between the periods of an anchor', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 1, max: 48 }), (anchorDay, months) => {
        const start = addMonths('2023-01-31', 0, anchorDay);
        let stepped = start;
        for (let month = 0; month < months; month += 1) stepped = addFrequency(stepped, 'month', anchorDay);
        expect(stepped).toBe(addMonths(start, months, anchorDay));
        expect(addDays(start, daysBetween(start, stepped))).toBe(stepped);
      }),
    );
  });
});
