import { readableAmount, readableDate, readableTime } from '../../billing/explanation/messages';
import guideEn from '../../locales/styleguide.en.json';
import guideFr from '../../locales/styleguide.fr.json';
import { endIntention, intentionKey } from '../../web/shared/api/intention';
import { dateText, dayText, lastDayOf, timeText } from '../../web/shared/dates/date-text';
import { isCredit, moneyText } from '../../web/shared/money/money-text';
import { Catalogue } from '../../web/shared/words/catalogue';
import { LANGUAGES } from '../../web/shared/words/languages';

describe('what pages say', () => {
  it.each(LANGUAGES)('amounts, dates and times are those of the server, to the last space, in %s', (locale) => {
    const reader = { locale, texts: {}, timeZone: 'Europe/Paris' };
    for (const [amount, currency] of [
      ['1234567.89', 'EUR'],
      ['-28.39', 'EUR'],
      ['1502', 'JPY'],
      ['10.5', 'HUF'],
      ['0.0135', 'USD'],
      ['12345678901234567.89', 'EUR'],
    ] as const) {
      expect(moneyText({ amount, currency }, locale)).toBe(readableAmount(amount, currency, reader));
    }
    for (const date of ['2026-04-01', '2026-12-31', '2028-02-29'] as const) {
      expect(dateText(date, locale)).toBe(readableDate(date, reader));
    }
    expect(timeText('2026-03-29T00:59:00Z', 'Europe/Paris', locale)).toBe(readableTime('2026-03-29T00:59:00Z', reader));
  });

  it('the last day of a period is the one before the next begins', () => {
    expect(lastDayOf({ start: '2028-02-01', end: '2028-03-01' })).toBe('2028-02-29');
    expect(lastDayOf({ start: '2026-12-01', end: '2027-01-01' })).toBe('2026-12-31');
  });

  it('an instant is told by its day in a zone, which may be another one there', () => {
    expect(dayText('2026-03-31T22:30:00Z', 'Europe/Paris', 'fr')).toBe(dateText('2026-04-01', 'fr'));
    expect(dayText('2026-03-31T22:30:00Z', 'UTC', 'en')).toBe(dateText('2026-03-31', 'en'));
  });

  it('a credit is money for the reader, and nothing is neither', () => {
    expect(['-0.01', '0.00', '-0.00', '3.00'].map((amount) => isCredit({ amount, currency: 'EUR' }))).toEqual([
      ...[true, false, false, false],
    ]);
  });

  it('a catalogue sets French spaces, also inside of bold words, and leaves English as it is', () => {
    const source = { total: 'Total : <b>{count, plural, one {# poste !} other {# postes !}}</b>' };
    const french = new Catalogue('fr', source);
    expect(french.say('total', { count: 2, b: (parts: string[]) => parts.join('') } as never)).toBe(
      'Total\u00a0: 2\u00a0postes\u202f!',
    );
    expect(new Catalogue('en', { a: 'Total : 2' }).say('a')).toBe('Total : 2');
  });

  it('the styleguide says the same in both languages', () => {
    expect(Object.keys(guideFr)).toEqual(Object.keys(guideEn));
  });
});

describe('an intention', () => {
  it('an intention has one key until it is answered, also after the page was loaded again', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
      removeItem: (name: string) => void kept.delete(name),
    } as unknown as Storage;
    const key = intentionKey('place.ch_1.7', storage);
    expect(intentionKey('place.ch_1.7', storage)).toBe(key);
    expect(intentionKey('place.ch_1.8', storage)).not.toBe(key);
    endIntention('place.ch_1.7', storage);
    expect(intentionKey('place.ch_1.7', storage)).not.toBe(key);
  });
});
