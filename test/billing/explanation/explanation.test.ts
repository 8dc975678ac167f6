import fc from 'fast-check';
import { explain, explainMade, explanationText, sentencesOf } from '../../../billing/explanation/explanation';
import { type Readership, readableAmount, readableDate, readableTime } from '../../../billing/explanation/messages';
import type { Policy } from '../../../billing/facts/policy-types';
import { Exact, formatAmount, sum } from '../../../billing/money/amounts';
import { KILL_BILL, WOOCOMMERCE_SWITCH } from '../../../billing/policies/presets';
import { quoteSideBySide } from '../../../billing/quotes/anchor-alternative';
import { quoteChanges } from '../../../billing/quotes/quote';
import type { Quote } from '../../../billing/quotes/types';
import { TEXTS } from '../../../locales/texts';
import { plainSpaces } from '../../support/plain-spaces';
import { quoteInputs } from '../quotes/arbitraries';
import { aChange, aQuoteInput, aSubscription } from '../samples';

const FRENCH: Readership = { locale: 'fr', texts: TEXTS.fr, timeZone: 'Europe/Paris' };
const ENGLISH: Readership = { locale: 'en', texts: TEXTS.en, timeZone: 'Europe/Paris' };

describe('the explanation of a quote', () => {
  const quote = quoteChanges(aQuoteInput());

  it('one seat becomes more, in the singular of both languages', () => {
    const subscription = aSubscription({ seats: 1 });
    const change = aChange({ subscription, change: { subscriptionId: 'subscription', seats: 2 } });
    const told = [ENGLISH, FRENCH].map((reader) =>
      plainSpaces(explain(quoteChanges(aQuoteInput({ changes: [change] })), reader).changes.join()),
    );
    expect(told).toEqual([
      'Webinar: from 1 Standard seat (billed monthly) to 2 Standard seats (billed monthly), as of 11 June 2023',
      'Webinar : passage de 1 poste Standard (facturation mensuelle) à 2 postes Standard (facturation mensuelle), à partir du 11 juin 2023',
    ]);
  });

  it('the explanation of a quote says in both languages that an end is lifted, a trial is ended or a pause stays set', () => {
    const told = (facts: object, change: object) => {
      const subscription = aSubscription(facts);
      const quoted = quoteChanges(
        aQuoteInput({ changes: [aChange({ subscription, change: { subscriptionId: 'subscription', ...change } })] }),
      );
      return [ENGLISH, FRENCH].map((reader) => {
        const { changes, terms } = explain(quoted, reader);
        return plainSpaces([...changes, ...terms.filter((term) => /pause/.test(term))].join(' | '));
      });
    };
    expect(told({ endsOn: '2023-07-01' }, { liftEnd: true })).toEqual([
      'Webinar: the end set after 30 June 2023 is lifted, and 8 Standard seats (billed monthly) continue as before',
      'Webinar : la fin prévue après le 30 juin 2023 est annulée, et 8 postes Standard (facturation mensuelle) continuent tels quels',
    ]);
    expect(told({ status: 'trial', billedLines: [] }, { seats: 12, endTrial: true })).toEqual([
      'Webinar: the trial of 8 Standard seats ends, and 12 Standard seats are billed monthly as of 11 June 2023',
      'Webinar : l’essai de 8 postes Standard prend fin, et 12 postes Standard sont facturés au mois à partir du 11 juin 2023',
    ]);
    const [english = '', french = ''] = told({ pausesOn: '2023-07-01', resumesOn: '2023-08-01' }, { seats: 9 });
    expect(english).toContain('Webinar: paused from 1 July 2023 to 31 July 2023, as set before');
    expect(french).toContain(
      'Webinar : en pause du 1er juillet 2023 au 31 juillet 2023 inclus, comme prévu auparavant',
    );
    expect(told({ pausesOn: '2023-07-01' }, { seats: 9 })[0]).toContain('paused as of 1 July 2023');
  });

  it('the explanation of a quote tells the whole arithmetic in French', () => {
    expect(plainSpaces(explanationText(explain(quote, FRENCH))).split('\n')).toEqual([
      'Webinar : passage de 8 postes Standard (facturation mensuelle) à 5 postes Standard (facturation mensuelle), à partir du 11 juin 2023',
      'Crédit pour la part non utilisée de Webinar Standard, 8 postes, du 11 juin 2023 au 30 juin 2023 inclus : 240,00 € × 20 jours sur 30 = −160,00 €',
      'TVA à 20 % sur cette ligne : −32,00 €',
      'Webinar Standard, 5 postes à 30,00 € par mois et par poste, du 11 juin 2023 au 10 juillet 2023 inclus : 150,00 € × 30 jours sur 30 = 150,00 €',
      'TVA à 20 % sur cette ligne : 30,00 €',
      'Hors TVA : −10,00 €',
      'TVA : −2,00 €',
      'Total : −12,00 €',
      'Porté au solde de votre compte : 12,00 €',
      'Total dû aujourd’hui : 0,00 €',
      'Webinar : période de facturation du 11 juin 2023 au 10 juillet 2023 inclus ; prochaine facture le 11 juillet 2023 : 150,00 € hors TVA',
      'Webinar : tarif d’abonnement de 2 880,00 € par an jusqu’ici, de 1 800,00 € par an désormais, hors TVA',
      'TVA à 20 % (France)',
      'Une nouvelle période de facturation commence le jour de la modification ; la part non utilisée de ce qui était facturé est déduite',
      'Valable jusqu’au 11 juin 2023 à 10:30, heure d’été d’Europe centrale',
    ]);
  });

  it('the explanation of a quote tells the whole arithmetic in English', () => {
    const text = plainSpaces(explanationText(explain(quote, ENGLISH))).split('\n');
    expect(text[1]).toBe(
      'Credit for the unused part of Webinar Standard, 8 seats, 11 June 2023 to 30 June 2023: €240.00 × 20 of 30 days = −€160.00',
    );
    expect(text.at(-6)).toBe('Total due today: €0.00');
    expect(text).toHaveLength(15);
  });

  it('the explanation of a quote says on which later day it is due, in both languages', () => {
    const later = quoteSideBySide(aQuoteInput({ effectiveDate: '2023-07-01' }));
    const [english, french] = [ENGLISH, FRENCH].map((reader) => plainSpaces(explanationText(explain(later, reader))));
    // 5 x 30.00 x 1.2
    expect(english).toContain(
      'Total due on 1 July 2023: €180.00\nNothing is due today.\n' +
        'Webinar: until 1 July 2023 8 seats of Standard stay as they are\n',
    );
    expect(french).toContain(
      'Total dû le 1er juillet 2023 : 180,00 €\nRien n’est à régler aujourd’hui.\n' +
        'Webinar : jusqu’au 1er juillet 2023, vous conservez 8 postes Standard\n',
    );
    expect(`${english}${french}`).not.toMatch(/due today:|dû aujourd’hui/);
  });

  it('the explanation of an order that was made says what was charged and not what is due, in both languages', () => {
    const changes = [aChange({ subscription: aSubscription({ assignedSeats: 7 }) })];
    const made = [quote, quoteSideBySide(aQuoteInput({ changes, effectiveDate: '2023-07-01' }))];
    for (const [reader, charged, due] of [
      [ENGLISH, /^Charged: €(0|180)\.00$/, /due|stay as they are|have to be unassigned|Valid until/],
      [FRENCH, /^Montant débité : (0|180),00 €$/, /dû |conservez|doivent être retirés|Valable jusqu/],
    ] as const) {
      for (const one of made) {
        const sentences = sentencesOf(explainMade(one, reader)).map(plainSpaces);
        expect(sentences.filter((sentence) => charged.test(sentence))).toHaveLength(1);
        expect(sentences.filter((sentence) => due.test(sentence))).toEqual([]);
      }
    }
  });

  it('the explanation of a quote for later says how many users must be unassigned by then, in both languages', () => {
    const changes = [aChange({ subscription: aSubscription({ assignedSeats: 7 }) })];
    const later = quoteSideBySide(aQuoteInput({ changes, effectiveDate: '2023-07-01' }));
    expect(later.changes).toMatchObject([{ seatsToFree: 2 }]);
    const [english, french] = [ENGLISH, FRENCH].map((reader) => plainSpaces(explanationText(explain(later, reader))));
    expect(english).toContain('Webinar: 2 users have to be unassigned before 1 July 2023, or the change is not made');
    expect(french).toContain('Webinar : 2 utilisateurs doivent être retirés avant le 1er juillet 2023, sinon');
  });

  it('the explanation of a quote says when a cap, a debt or the balance plays a part', () => {
    const [line] = aChange().subscription.billedLines;
    const subscription = { ...aChange().subscription, billedLines: line ? [{ ...line, credited: '100.00' }] : [] };
    const change = { subscriptionId: 'subscription', seats: 9 };
    const told = (balance: string, minimumCharge = '0') => {
      const changes = [aChange({ subscription, change })];
      const { lines, totals } = explain(quoteChanges(aQuoteInput({ changes, balance, minimumCharge })), ENGLISH);
      return plainSpaces([lines[0]?.text, ...totals].join('\n'));
    };
    expect(told('50.00')).toMatch(
      /no more than is left of what was billed: −€140\.00[\s\S]*from your account balance: €50\.00/,
    );
    expect(told('-0.30')).toContain('Owed from earlier orders: €0.30');
    expect(told('155.60', '1.00')).toContain('Too little to charge, carried over to your next order: €0.40');
  });

  it('the explanation of a quote says when it is billed later or paid back, and what the other choice of anchor would cost', () => {
    const nine = [aChange({ change: { subscriptionId: 'subscription', seats: 9 } })];
    const told = (input: Parameters<typeof aQuoteInput>[0]) =>
      explanationText(explain(quoteSideBySide(aQuoteInput(input)), ENGLISH));
    expect(told({ changes: nine, whenToBill: 'with_next_bill' })).toContain(
      'Carried over to your next invoice: €132.00',
    );
    expect(told({ negativeTotal: 'refund_request' })).toContain('To be refunded to you: €12.00');
    expect(told({ changes: nine })).toContain(
      'If the billing date stayed as it is, the total would be €24.00, of which €24.00 due today',
    );
    const kept = { ...aQuoteInput().policy, anchor: 'keep' as const };
    expect(told({ changes: nine, policy: kept })).toContain('If a new billing period began today, the total would be');
  });

  it('the explanation of a quote keeps the decimals of a unit price that is finer than its currency', () => {
    expect(readableAmount('0.0050', 'EUR', ENGLISH)).toBe('€0.005');
    expect(readableAmount('999999999999.99', 'EUR', ENGLISH)).toBe('€999,999,999,999.99');
    expect(readableAmount('1502', 'JPY', ENGLISH)).toBe('¥1,502');
  });

  it('the explanation of a quote writes an amount with the digits of our own table, and a true minus', () => {
    const amounts = (reader: Readership) =>
      [
        ['-1234.56', 'HUF'],
        ['-12.00', 'USD'],
      ].map(([amount = '', currency = '']) => plainSpaces(readableAmount(amount, currency, reader)));
    expect(amounts(FRENCH)).toEqual(['−1 234,56 HUF', '−12,00 $US']);
    expect(amounts(ENGLISH)).toEqual(['−HUF 1,234.56', '−$12.00']);
  });

  it('the explanation of a quote keeps a date on one line, and counts the first of a French month', () => {
    const dates = (reader: Readership) => [
      ...['2026-04-01', '2026-04-11', '2026-04-21'].map((date) => readableDate(date, reader)),
      readableTime('2026-04-01T13:05:00Z', reader).split(', ')[0],
    ];
    const french = ['1er avril 2026', '11 avril 2026', '21 avril 2026', '1er avril 2026 à 15:05'];
    const english = ['1 April 2026', '11 April 2026', '21 April 2026', '1 April 2026 at 15:05'];
    expect(dates(FRENCH)).toEqual(french.map((text) => text.replaceAll(' ', '\u00a0')));
    expect(dates(ENGLISH)).toEqual(english.map((text) => text.replaceAll(' ', '\u00a0')));
  });

  it('the explanation of a quote says whose time an hour is, in summer and in winter', () => {
    const told = (reader: Readership, timeZone: string, at: string) =>
      plainSpaces(readableTime(at, { ...reader, timeZone }));
    expect(told(FRENCH, 'Europe/Paris', '2026-11-01T14:05:00Z')).toBe(
      '1er novembre 2026 à 15:05, heure normale d’Europe centrale',
    );
    expect(told(FRENCH, 'America/New_York', '2026-07-01T14:05:00Z')).toBe(
      '1er juillet 2026 à 10:05, heure d’été de l’Est nord-américain',
    );
    expect(told(ENGLISH, 'Europe/London', '2026-07-01T14:05:00Z')).toBe('1 July 2026 at 15:05, British Summer Time');
    expect(told(ENGLISH, 'UTC', '2026-07-01T14:05:00Z')).toBe('1 July 2026 at 14:05, UTC');
  });

  it('the explanation of a quote has no place for a line to end between a minus and the sign of a currency', () => {
    expect(readableAmount('-1234.50', 'EUR', ENGLISH)).toBe('−\u2060€1,234.50');
    // The digits of a number stay with their minus by themselves.
    expect(readableAmount('-1234.50', 'EUR', FRENCH)).toBe('−1\u202f234,50\u00a0€');
  });

  it('the explanation of a quote says the rule of its policy and not its name', () => {
    const told = (policy: Policy) => {
      const { terms } = explain(quoteChanges(aQuoteInput({ policy })), ENGLISH);
      expect(terms.join()).not.toContain(policy.name);
      return terms.at(-1);
    };
    expect(told(aQuoteInput().policy)).toBe(
      'A new billing period begins on the day of the change; the unused part of what was billed is deducted',
    );
    expect(told(KILL_BILL)).toBe('The billing date stays as it is; the unused part of what was billed is deducted');
    expect(told({ ...KILL_BILL, credit: 'none' })).toBe('The billing date stays as it is');
  });

  it('the explanation of a quote names a text that is missing', () => {
    expect(() => explain(quote, { ...ENGLISH, texts: {} })).toThrow(
      expect.objectContaining({ code: 'text_missing', message: expect.stringContaining('quote.change') }),
    );
  });

  it('the explanation of a quote has every text in both languages', () => {
    expect(Object.keys(TEXTS.fr)).toEqual(Object.keys(TEXTS.en));
  });

  it.each([FRENCH, ENGLISH])(
    'the explanation of a quote lets the totals be recomputed from its own words: $locale',
    (reader) => {
      fc.assert(
        fc.property(quoteInputs, (input) => {
          const priced = quoteChanges(input);
          const { lines, totals } = explain(priced, reader);
          const read = (text: string | undefined) => amountAtTheEnd(text ?? '', reader);
          const parts = lines.flatMap(({ text, vat }) => (vat === undefined ? [read(text)] : [read(text), read(vat)]));
          expect(sum(parts, priced.currency)).toBe(priced.total);
          expect(read(totals[2])).toBe(new Exact(priced.total).toFixed());
          expect(settledIn(totals, priced, reader)).toBe(new Exact(priced.total).toFixed());
        }),
        { numRuns: 100 },
      );
    },
  );

  it('the explanation of a quote lets every line be recomputed from its own words, whatever the policy rounds', () => {
    const told = / (\S+) × (?:([\d.]+) \()?([\d,]+) of ([\d,]+) (?:day|second)s?\)? = (\S+)$/;
    const plainNumber = (text: string): string => text.replace(/[^0-9.]/g, '');
    let recomputed = 0;
    fc.assert(
      fc.property(quoteInputs, (input) => {
        const priced = quoteChanges(input);
        for (const { text } of explain(priced, ENGLISH).lines) {
          const [, basis, rounded, part = '', whole = '', amount = ''] = told.exec(inOneWord(text)) ?? [];
          if (basis === undefined) continue;
          recomputed += 1;
          // Divided last: a fraction of finite digits would turn an exact half into less than one.
          const exact = new Exact(plainNumber(basis));
          const taken = rounded ? exact.times(rounded) : exact.times(plainNumber(part)).div(plainNumber(whole));
          const expected = formatAmount(taken, priced.currency);
          expect({ text, amount: plainNumber(amount) }).toEqual({ text, amount: expected });
        }
      }),
      { numRuns: 300 },
    );
    expect(recomputed).toBeGreaterThan(300);
  });

  it('the explanation of a quote says what was rounded where the fraction alone would give another amount', () => {
    const period = { start: '2024-10-26', end: '2024-11-26' };
    const subscription = aSubscription({ seats: 1, period, anchorDay: 26 });
    const changes = [aChange({ subscription, change: { subscriptionId: 'subscription', seats: 2 } })];
    const linesBy = (policy: Policy) =>
      explain(quoteChanges(aQuoteInput({ policy, changes, at: '2024-11-05T12:00:00Z' })), ENGLISH).lines;
    expect(linesBy(KILL_BILL)[1]?.text).toContain('€60.00 × 0.677419355 (21 of 31 days) = €40.65');
    // The difference of 60.00 and 30.00 for 21 of 31 days is 20.32, on top of the 20.32 given back.
    expect(linesBy(WOOCOMMERCE_SWITCH)[1]?.text).toContain(
      '€60.00 × 21 of 31 days, rounded together with the unused part: €40.64',
    );
  });
});

/** "KWD 1.250" with its no-break space is one word. */
const inOneWord = (text: string): string => text.replace(/[\u00a0\u202f]/g, '');

/** The last amount of a sentence, as a plain decimal. */
function amountAtTheEnd(text: string, { locale }: Readership): string {
  const last = text.slice(Math.max(text.lastIndexOf(' = '), text.lastIndexOf(': ')));
  const digits = last
    .replace('−', '-')
    .replace(locale === 'fr' ? /[^0-9,-]/g : /[^0-9.-]/g, '')
    .replace(',', '.');
  return new Exact(digits).toFixed();
}

/** Due today, plus what the balance pays, less what is put on it. */
function settledIn(totals: string[], { currency }: Quote, reader: Readership): string {
  const amountOf = (key: string) => {
    const start = plainSpaces(reader.texts[key] ?? '').split('{')[0] ?? '';
    const told = totals.find((text) => plainSpaces(text).startsWith(start));
    return told === undefined ? new Exact(0) : new Exact(amountAtTheEnd(told, reader));
  };
  const settled = amountOf('quote.due_today')
    .plus(amountOf('quote.balance_used'))
    .minus(amountOf('quote.to_balance'))
    .minus(amountOf('quote.to_balance.collected'))
    .plus(amountOf('quote.to_balance.debt'));
  return new Exact(sum([settled.toFixed()], currency)).toFixed();
}
